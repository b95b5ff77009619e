import Foundation
import Parallelism

/// A file's bytes, damaged.
public struct Mutation: Sendable {
  /// What was done: `bit 3 of byte 17 flipped`.
  public let description: String
  /// The bytes; those of the original where the damage was none.
  public let bytes: [UInt8]
}

/// Damaged copies of a file without end, as crashes, disks and copying leave them: the same for the same seed.
///
/// A file is torn (zeros from a page on), cut short or lengthened; bits are flipped, bytes replaced; blocks are zeroed,
/// lost, swapped or repeated. Half of all places lie in the first part of the file, where its structure stands.
public struct Mutations: Sequence, IteratorProtocol {
  /// How many a test tries: 300, or 10,000 with `TRAIN_PARALLEL_FULL_CHECK=1` in the environment.
  public static let count =
    ProcessInfo.processInfo.environment["TRAIN_PARALLEL_FULL_CHECK"] == "1" ? 10_000 : 300

  private let original: [UInt8]
  private let structureCount: Int
  private var random: RandomSequence
  private var number = 0

  /// Damaged copies of some bytes.
  ///
  /// - Parameters:
  ///   - original: The bytes, at least one.
  ///   - structureCount: The length of the first part.
  ///   - seed: Tells sequences apart.
  public init(of original: [UInt8], structureCount: Int, seed: UInt32) {
    precondition(
      structureCount > 0 && structureCount <= original.count, "The first part is a part of the bytes")
    self.original = original
    self.structureCount = structureCount
    random = RandomNumbers(seed: 7, purpose: .reference).sequence(seed, 0)
  }

  /// The next damaged copy; it never ends.
  public mutating func next() -> Mutation? {
    number += 1
    switch number % 10 {
    case 0: return torn()
    case 1: return cut()
    case 2: return lengthened()
    case 3: return flipped()
    case 4: return replaced()
    case 5: return zeroed()
    case 6: return lost()
    case 7: return swapped()
    case 8: return repeated()
    default: return inserted()
    }
  }

  private mutating func place() -> Int {
    random.nextIndex(below: random.nextIndex(below: 2) == 0 ? structureCount : original.count)
  }

  /// From 1 byte to 64, or to a page of 4096, within the file.
  private mutating func block() -> Range<Int> {
    let start = place()
    let count = 1 + random.nextIndex(below: random.nextIndex(below: 2) == 0 ? 64 : 4096)
    return start..<Swift.min(original.count, start + count)
  }

  private mutating func torn() -> Mutation {
    let size = [64, 512, 4096][random.nextIndex(below: 3)]
    let start = place() / size * size
    var bytes = original
    for index in start..<bytes.count { bytes[index] = 0 }
    return Mutation(description: "zeros from byte \(start)", bytes: bytes)
  }

  private mutating func cut() -> Mutation {
    let count = place()
    return Mutation(description: "cut to \(count) bytes", bytes: Array(original[..<count]))
  }

  private mutating func lengthened() -> Mutation {
    let more = (0...random.nextIndex(below: 100)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    return Mutation(description: "\(more.count) bytes more", bytes: original + more)
  }

  private mutating func flipped() -> Mutation {
    var bytes = original
    var bits: [String] = []
    for _ in 0...random.nextIndex(below: 4) {
      let (byte, bit) = (place(), random.nextIndex(below: 8))
      bytes[byte] ^= 1 << UInt8(bit)
      bits.append("\(bit) of byte \(byte)")
    }
    return Mutation(description: "bits flipped: \(bits.joined(separator: ", "))", bytes: bytes)
  }

  private mutating func replaced() -> Mutation {
    var bytes = original
    let block = block()
    for index in block { bytes[index] = UInt8(truncatingIfNeeded: random.next()) }
    return Mutation(description: "bytes \(block) replaced", bytes: bytes)
  }

  private mutating func zeroed() -> Mutation {
    var bytes = original
    let block = block()
    for index in block { bytes[index] = 0 }
    return Mutation(description: "bytes \(block) zeroed", bytes: bytes)
  }

  private mutating func lost() -> Mutation {
    var bytes = original
    let block = block()
    bytes.removeSubrange(block)
    return Mutation(description: "bytes \(block) lost", bytes: bytes)
  }

  private mutating func swapped() -> Mutation {
    let (one, other) = (block(), block())
    let count = Swift.min(one.count, other.count)
    var bytes = original
    for index in 0..<count { bytes.swapAt(one.lowerBound + index, other.lowerBound + index) }
    return Mutation(
      description: "\(count) bytes at \(one.lowerBound) and \(other.lowerBound) swapped", bytes: bytes)
  }

  private mutating func repeated() -> Mutation {
    let block = block()
    var bytes = original
    bytes.insert(contentsOf: original[block], at: block.upperBound)
    return Mutation(description: "bytes \(block) repeated", bytes: bytes)
  }

  private mutating func inserted() -> Mutation {
    let place = place()
    var bytes = original
    let more = (0...random.nextIndex(below: 16)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    bytes.insert(contentsOf: more, at: place)
    return Mutation(description: "\(more.count) bytes inserted at \(place)", bytes: bytes)
  }
}
