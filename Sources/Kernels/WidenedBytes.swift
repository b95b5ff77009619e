// The standard library converts vectors lane by lane, and the optimizer does not find the one instruction again.
import Builtin

/// Sixteen bytes as sixteen integers of 32 bits.
@_transparent
@usableFromInline func widened(_ bytes: SIMD16<UInt8>) -> SIMD16<Int32> {
  var integers = SIMD16<Int32>()
  integers._storage._value = Builtin.zext_Vec16xInt8_Vec16xInt32(bytes._storage._value)
  return integers
}

/// The low bytes of sixteen integers.
@_transparent
@usableFromInline func narrowed(_ integers: SIMD16<Int32>) -> SIMD16<UInt8> {
  var bytes = SIMD16<UInt8>()
  bytes._storage._value = Builtin.trunc_Vec16xInt32_Vec16xInt8(integers._storage._value)
  return bytes
}

/// Sixteen bytes from memory of any alignment.
@_transparent
@usableFromInline func load16(_ source: UnsafePointer<UInt8>) -> SIMD16<UInt8> {
  UnsafeRawPointer(source).loadUnaligned(as: SIMD16<UInt8>.self)
}

/// Four bytes from memory of any alignment.
@_transparent
@usableFromInline func load4(_ source: UnsafePointer<UInt8>) -> UInt32 {
  UnsafeRawPointer(source).loadUnaligned(as: UInt32.self)
}

/// Writes sixteen bytes to memory of any alignment.
@_transparent
@usableFromInline func store16(_ bytes: SIMD16<UInt8>, _ destination: UnsafeMutablePointer<UInt8>) {
  UnsafeMutableRawPointer(destination).storeBytes(of: bytes, as: SIMD16<UInt8>.self)
}

/// Sixteen integers as numbers; those of bytes are exact.
@_transparent
@usableFromInline func converted(_ integers: SIMD16<Int32>) -> SIMD16<Float> {
  var floats = SIMD16<Float>()
  floats._storage._value = Builtin.sitofp_Vec16xInt32_Vec16xFPIEEE32(integers._storage._value)
  return floats
}

/// Eight integers as numbers.
@_transparent
@usableFromInline func converted(_ integers: SIMD8<Int32>) -> SIMD8<Float> {
  var floats = SIMD8<Float>()
  floats._storage._value = Builtin.sitofp_Vec8xInt32_Vec8xFPIEEE32(integers._storage._value)
  return floats
}

/// Four integers as numbers.
@_transparent
@usableFromInline func converted(_ integers: SIMD4<Int32>) -> SIMD4<Float> {
  var floats = SIMD4<Float>()
  floats._storage._value = Builtin.sitofp_Vec4xInt32_Vec4xFPIEEE32(integers._storage._value)
  return floats
}

/// Four bytes from memory of any alignment, as numbers.
@_transparent
@usableFromInline func numbers4(_ source: UnsafePointer<UInt8>) -> SIMD4<Float> {
  let bytes = UnsafeRawPointer(source).loadUnaligned(as: SIMD4<UInt8>.self)
  var integers = SIMD4<Int32>()
  integers._storage._value = Builtin.zext_Vec4xInt8_Vec4xInt32(bytes._storage._value)
  return converted(integers)
}

/// Eight numbers with more digits.
@_transparent
@usableFromInline func widened(_ floats: SIMD8<Float>) -> SIMD8<Double> {
  var doubles = SIMD8<Double>()
  doubles._storage._value = Builtin.fpext_Vec8xFPIEEE32_Vec8xFPIEEE64(floats._storage._value)
  return doubles
}
