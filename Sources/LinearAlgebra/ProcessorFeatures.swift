#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// The vector extensions that the processor has and the operating system keeps registers for.
struct ProcessorFeatures {
  let hasAVX2: Bool
  let hasAVX512: Bool

  /// Those of this machine, read once.
  static let current = ProcessorFeatures(flags: flagsOfThisProcessor())

  /// Reads names as Linux gives them.
  init(flags: Set<String>) {
    hasAVX2 = flags.isSuperset(of: ["avx2", "fma"])
    hasAVX512 = hasAVX2 && flags.isSuperset(of: ["avx512f", "avx512vl", "avx512dq", "avx512bw"])
  }

  /// The flags of the first processor in the text of `/proc/cpuinfo`.
  static func flags(inProcessorList text: String) -> Set<String> {
    for line in text.split(separator: "\n") where line.hasPrefix("flags") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      return Set(line[line.index(after: colon)...].split(separator: " ").map(String.init))
    }
    return []
  }

  #if canImport(Darwin)
    private static func flagsOfThisProcessor() -> Set<String> {
      let names = [
        ("hw.optional.avx2_0", "avx2"), ("hw.optional.fma", "fma"), ("hw.optional.avx512f", "avx512f"),
        ("hw.optional.avx512vl", "avx512vl"), ("hw.optional.avx512dq", "avx512dq"),
        ("hw.optional.avx512bw", "avx512bw"),
      ]
      return Set(
        names.compactMap { name, flag in
          var value: Int32 = 0
          var size = MemoryLayout<Int32>.size
          return sysctlbyname(name, &value, &size, nil, 0) == 0 && value != 0 ? flag : nil
        })
    }
  #else
    private static func flagsOfThisProcessor() -> Set<String> {
      guard let file = fopen("/proc/cpuinfo", "r") else { return [] }
      defer { fclose(file) }
      // One processor's entry is a few kilobytes.
      var bytes = [UInt8](repeating: 0, count: 16384)
      let count = fread(&bytes, 1, bytes.count, file)
      return flags(inProcessorList: String(decoding: bytes[..<count], as: UTF8.self))
    }
  #endif
}
