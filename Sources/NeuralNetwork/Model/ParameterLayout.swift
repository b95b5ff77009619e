import LinearAlgebra

/// Where one parameter lies in the flat buffer.
public struct ParameterEntry: Hashable, Sendable {
  /// The full name: `conv2d/kernel`.
  public let name: String
  /// What the layer said of it.
  public let description: ParameterDescription
  /// The place of the first element, in floats: a multiple of 16, so that every parameter starts a cache line.
  public let offset: Int

  /// The sizes.
  public var shape: Shape { description.shape }
  /// The number of elements.
  public var count: Int { description.shape.count }
  /// How it starts.
  public var initializer: Initializer { description.initializer }
  /// The places of the elements in the buffer.
  public var range: Range<Int> { offset..<offset + count }
}

/// The one flat buffer that weights, gradients and an optimizer's slots share: which parameter lies where.
///
/// The trainable parameters stand in the order of Keras' `get_weights()`. The gaps between them are zero and stay zero.
public struct ParameterLayout: Hashable, Sendable {
  /// Parameters start at multiples of this many floats: 64 bytes.
  public static let alignment = 16

  /// The parameters in order.
  public let entries: [ParameterEntry]

  /// The number of floats, gaps included: a multiple of 16.
  public let count: Int

  /// Lays parameters out one after the other.
  ///
  /// - Parameter parameters: Full names, all different, and descriptions.
  public init(_ parameters: [(name: String, description: ParameterDescription)]) {
    var offset = 0
    entries = parameters.map { name, description in
      defer { offset += (description.shape.count + Self.alignment - 1) / Self.alignment * Self.alignment }
      return ParameterEntry(name: name, description: description, offset: offset)
    }
    count = offset
    precondition(Set(entries.map(\.name)).count == entries.count, "Two parameters have the same name")
  }

  /// The number of parameters in the usual sense: of weights, without gaps.
  public var parameterCount: Int { entries.reduce(0) { $0 + $1.count } }

  /// The entry of a full name, or nil.
  public subscript(name: String) -> ParameterEntry? { entries.first { $0.name == name } }
}
