import TrainParallel

/// What of the program and the machine decides about the bits of a result.
struct RunEnvironment {
  let json: JSON

  init(instructionSet: InstructionSet) {
    json = .object([
      ("version", .string(version)), ("instruction_set", .string(instructionSet.rawValue)),
      ("decoders", .object(DecoderIdentity.checksums.map { ($0.format, .string($0.checksum)) })),
    ])
  }

  /// In what this environment is not known to give the same bits as another; empty where it is.
  func differences(from other: JSON) -> [String] {
    var differences: [String] = []
    func compare(_ name: String, _ now: JSON?, _ then: JSON?) {
      guard now != then else { return }
      differences.append("\(name) was \(then?.text ?? "unknown"), is \(now?.text ?? "unknown")")
    }
    compare("the version", json["version"], other["version"])
    // Vectors of 8 and of 16 give the same bits.
    let fused: [JSON?] = [.string("avx2"), .string("avx512")]
    if !fused.contains(json["instruction_set"]) || !fused.contains(other["instruction_set"]) {
      compare("the instruction set", json["instruction_set"], other["instruction_set"])
    }
    for decoder in json["decoders"]?.members ?? [] {
      compare("the decoder of \(decoder.name)", decoder.value, other["decoders"]?[decoder.name])
    }
    return differences
  }
}
