import LinearAlgebra

/// A tensor as the head of a safetensors file lists it.
struct TensorRecord: Hashable, Sendable {
  let name: String
  /// The element type: `F32`, `I64`, ...
  let type: String
  let shape: Shape
  /// The place of its bytes within the data section.
  let range: Range<Int>
}

/// The head of a safetensors file: the length N (8 bytes, little-endian), then N bytes of a JSON object that gives each
/// tensor's type, shape and place, and the file's metadata.
///
/// Everything that the format forbids is refused: names that stand twice, holes, overlaps, trailing bytes, sizes that
/// overflow.
///
/// - Source: huggingface/safetensors, README and `src/tensor.rs`.
struct SafetensorsHeader: Sendable {
  /// The longest head that the format allows, in bytes.
  static let largestLength = 100_000_000

  let metadata: [String: String]
  /// The tensors in the order of their bytes.
  let tensors: [TensorRecord]
  /// Where the data section begins in the file.
  let dataOffset: Int

  /// What is wrong with a head.
  struct Invalid: Error, Hashable {
    let reason: String
  }

  /// Reads and checks the head of a whole file.
  init(parsing file: [UInt8]) throws(Invalid) {
    guard file.count >= 8 else {
      throw Invalid(reason: "it has \(file.count) bytes, fewer than the 8 of a length")
    }
    let length = (0..<8).reduce(UInt64(0)) { $0 | UInt64(file[$1]) << (8 * $1) }
    guard length <= Self.largestLength else {
      throw Invalid(reason: "its head would have \(length) bytes, more than \(Self.largestLength)")
    }
    let dataOffset = 8 + Int(length)
    guard dataOffset <= file.count else {
      throw Invalid(reason: "its head would have \(length) bytes, but the file ends after \(file.count)")
    }
    guard length > 0, file[8] == UInt8(ascii: "{") else {
      throw Invalid(reason: "its head does not start with \"{\"")
    }
    let members: [JSON.Member]
    do {
      members = try JSON(parsing: file[8..<dataOffset]).members ?? []
    } catch {
      throw Invalid(reason: "its head is not JSON: \(error)")
    }

    var metadata: [String: String] = [:]
    var tensors: [TensorRecord] = []
    for member in members {
      if member.name == "__metadata__" {
        metadata = try Self.metadata(member.value)
      } else {
        tensors.append(try Self.tensor(member))
      }
    }
    tensors.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    var end = 0
    for tensor in tensors {
      guard tensor.range.lowerBound == end else {
        throw Invalid(
          reason:
            "the tensor \(tensor.name) begins at byte \(tensor.range.lowerBound) of the data, expected \(end)"
        )
      }
      end = tensor.range.upperBound
    }
    guard file.count - dataOffset == end else {
      throw Invalid(reason: "it has \(file.count - dataOffset) bytes of data, expected \(end)")
    }
    self.metadata = metadata
    self.tensors = tensors
    self.dataOffset = dataOffset
  }

  private static func metadata(_ json: JSON) throws(Invalid) -> [String: String] {
    guard let members = json.members else { throw Invalid(reason: "its __metadata__ is not an object") }
    var metadata: [String: String] = [:]
    for member in members {
      guard let text = member.value.text else {
        throw Invalid(reason: "the value of \(member.name) in its __metadata__ is not a string")
      }
      metadata[member.name] = text
    }
    return metadata
  }

  private static func tensor(_ member: JSON.Member) throws(Invalid) -> TensorRecord {
    let invalid = Invalid(reason: "its entry of the tensor \(member.name) is malformed")
    guard let fields = member.value.members, fields.count == 3, let type = member.value["dtype"]?.text,
      let bits = bitsOfTypes[type], let sizes = member.value["shape"]?.elements,
      let offsets = member.value["data_offsets"]?.elements, offsets.count == 2,
      case .integer(let begin) = offsets[0], case .integer(let end) = offsets[1], begin >= 0, end >= begin
    else { throw invalid }

    var shape: [Int] = []
    var size = (partialValue: bits, overflow: false)
    for element in sizes {
      guard case .integer(let count) = element, count >= 0 else { throw invalid }
      size = size.partialValue.multipliedReportingOverflow(by: count)
      guard !size.overflow else { throw Invalid(reason: "the size of the tensor \(member.name) overflows") }
      shape.append(count)
    }
    guard size.partialValue % 8 == 0, end - begin == size.partialValue / 8 else {
      throw Invalid(
        reason: "the tensor \(member.name) of shape \(Shape(shape)) has \(end - begin) bytes, "
          + "expected \(size.partialValue / 8)")
    }
    return TensorRecord(name: member.name, type: type, shape: Shape(shape), range: begin..<end)
  }

  private static let bitsOfTypes = [
    "BOOL": 8, "U8": 8, "I8": 8, "F8_E5M2": 8, "F8_E4M3": 8, "F8_E8M0": 8, "F8_E4M3FNUZ": 8, "F8_E5M2FNUZ": 8,
    "I16": 16, "U16": 16, "F16": 16, "BF16": 16, "I32": 32, "U32": 32, "F32": 32, "C64": 64, "F64": 64,
    "I64": 64, "U64": 64, "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6,
  ]
}

extension SafetensorsHeader {
  /// The head of a file of float32 tensors, padded with spaces so that the data begins at a multiple of 64.
  ///
  /// - Parameters:
  ///   - tensors: Names and shapes in the order of the data.
  ///   - metadata: Names and texts.
  static func encoded(tensors: [(name: String, shape: Shape)], metadata: [(String, String)]) -> [UInt8] {
    var end = 0
    var members: [JSON.Member] = [
      ("__metadata__", .object(metadata.map { (name: $0, value: .string($1)) }))
    ]
    for (name, shape) in tensors {
      let begin = end
      end += shape.count * MemoryLayout<Float>.size
      members.append(
        (
          name,
          .object([
            ("dtype", "F32"), ("shape", .array(shape.dimensions.map(JSON.integer))),
            ("data_offsets", [.integer(begin), .integer(end)]),
          ])
        ))
    }
    var text = Array(JSON.object(members).description.utf8)
    text += Array(repeating: 0x20, count: (64 - (8 + text.count) % 64) % 64)
    return (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) } + text
  }
}
