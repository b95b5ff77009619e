// The standard library spells a vector's fused multiply-add and square root lane by lane, and leaves it to the
// optimizer to find the one instruction again: that costs four fifths of the build and sometimes fails.
import Builtin

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension SIMD8<Float>: Vector {
  public typealias Mask = SIMDMask<SIMD8<Int32>>

  @_transparent public static var width: Int { 8 }

  @_transparent public static func load(_ source: UnsafePointer<Float>) -> Self {
    UnsafeRawPointer(source).loadUnaligned(as: Self.self)
  }

  @_transparent public func store(_ destination: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(destination).storeBytes(of: self, as: Self.self)
  }

  @_transparent public mutating func addProduct(of a: Self, _ b: Self) {
    _storage._value = Builtin.int_fma_Vec8xFPIEEE32(
      a._storage._value, b._storage._value, _storage._value)
  }

  @_transparent public static func isGreater(_ a: Self, _ b: Self) -> Mask { a .> b }

  @_transparent public static func isEqual(_ a: Self, _ b: Self) -> Mask { a .== b }

  @_transparent public static func equalLanes(_ a: Self, _ b: Self) -> UInt64 {
    UInt64(
      truncatingIfNeeded: UInt8(
        Builtin.bitcast_Vec8xInt1_Int8(
          Builtin.fcmp_oeq_Vec8xFPIEEE32(a._storage._value, b._storage._value))))
  }

  @_transparent public func powerOfTwoOfRounded() -> Self {
    let rounded = unsafeBitCast(self, to: SIMD8<Int32>.self) &<< SIMD8<Int32>(repeating: 23)
    return unsafeBitCast(rounded &+ SIMD8<Int32>(repeating: 0x3f80_0000), to: Self.self)
  }

  @_transparent public func squareRoot() -> Self {
    var root = self
    root._storage._value = Builtin.int_sqrt_Vec8xFPIEEE32(_storage._value)
    return root
  }

  @_transparent public static func deinterleave(_ a: Self, _ b: Self) -> (even: Self, odd: Self) {
    (Self(lowHalf: a.evenHalf, highHalf: b.evenHalf), Self(lowHalf: a.oddHalf, highHalf: b.oddHalf))
  }
}
