import Files
import LinearAlgebra

/// The values of a model's parameters in one flat buffer, 64-byte aligned.
///
/// Many threads may read at once; whoever writes must be alone.
public final class Parameters: @unchecked Sendable {
  /// Which parameter lies where.
  public let layout: ParameterLayout

  /// The buffer: `layout.count` floats, then 64 more that kernels may read past the end. Gaps are zero.
  public let values: UnsafeMutablePointer<Float>

  private static let slack = 64

  /// Creates parameters that are all zero.
  public init(layout: ParameterLayout) {
    self.layout = layout
    let count = layout.count + Self.slack
    values =
      UnsafeMutableRawPointer
      .allocate(byteCount: count * MemoryLayout<Float>.stride, alignment: 64)
      .bindMemory(to: Float.self, capacity: count)
    values.initialize(repeating: 0, count: count)
  }

  deinit {
    UnsafeMutableRawPointer(values).deallocate()
  }

  /// Starts every parameter with its initializer; the same seed and names give the same values.
  public func initialize(seed: UInt64) {
    for entry in layout.entries {
      entry.initializer.write(
        to: buffer(of: entry), name: entry.name, seed: seed, fanIn: entry.description.fanIn,
        fanOut: entry.description.fanOut)
    }
  }

  /// The memory of one parameter.
  public func buffer(of entry: ParameterEntry) -> UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: values + entry.offset, count: entry.count)
  }

  /// The values of one parameter by its full name, such as `conv2d/kernel`.
  ///
  /// - Precondition: The layout has the name, and a new value has the parameter's shape.
  public subscript(name: String) -> Tensor<Float> {
    get {
      let entry = entry(named: name)
      return Tensor(shape: entry.shape, scalars: Array(buffer(of: entry)))
    }
    set {
      let entry = entry(named: name)
      precondition(newValue.shape == entry.shape, "\(name) has shape \(entry.shape), not \(newValue.shape)")
      _ = buffer(of: entry).update(fromContentsOf: newValue.scalars)
    }
  }

  /// Whether every value is a number, and not infinite.
  public var areFinite: Bool {
    // An infinite number or one that is none makes the sum of the zero multiples none; others leave it 0.
    var sum: Float = 0
    for index in 0..<layout.count { sum += values[index] * 0 }
    return sum == 0
  }

  /// The same values in a buffer of their own.
  public func copy() -> Parameters {
    let copy = Parameters(layout: layout)
    copy.values.update(from: values, count: layout.count)
    return copy
  }

  /// The SHA-256 of all values as little-endian float32 in the order of Keras' `get_weights()`, without gaps, as 64
  /// hexadecimal digits.
  public func weightsSHA256() -> String {
    var hash = SHA256()
    // Every machine that this package runs on stores numbers little-endian.
    for entry in layout.entries { hash.update(UnsafeRawBufferPointer(buffer(of: entry))) }
    return hash.hexadecimalDigest()
  }

  private func entry(named name: String) -> ParameterEntry {
    guard let entry = layout[name] else {
      preconditionFailure("No parameter \(name); there are \(layout.entries.map(\.name))")
    }
    return entry
  }
}
