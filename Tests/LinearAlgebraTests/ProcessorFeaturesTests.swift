import Testing

@testable import LinearAlgebra

@Suite struct ProcessorFeaturesTests {
  static let all: Set<String> = ["sse2", "avx2", "fma", "avx512f", "avx512vl", "avx512dq", "avx512bw"]

  @Test func everyFlagIsNeeded() {
    let features = ProcessorFeatures(flags: Self.all)
    #expect(features.hasAVX2 && features.hasAVX512)
    for missing in ["avx2", "fma"] {
      let features = ProcessorFeatures(flags: Self.all.subtracting([missing]))
      #expect(!features.hasAVX2 && !features.hasAVX512, "without \(missing)")
    }
    for missing in ["avx512f", "avx512vl", "avx512dq", "avx512bw"] {
      let features = ProcessorFeatures(flags: Self.all.subtracting([missing]))
      #expect(features.hasAVX2 && !features.hasAVX512, "without \(missing)")
    }
    #expect(!ProcessorFeatures(flags: []).hasAVX2)
  }

  @Test func readsTheListOfProcessors() {
    let list = """
      processor\t: 0
      model name\t: Some Processor with flags of its own
      flags\t\t: fpu sse2 avx2 fma
      vmx flags\t: ept

      processor\t: 1
      flags\t\t: fpu avx512f
      """
    #expect(ProcessorFeatures.flags(inProcessorList: list) == ["fpu", "sse2", "avx2", "fma"])
  }

  @Test func listWithoutFlags() {
    #expect(ProcessorFeatures.flags(inProcessorList: "").isEmpty)
    #expect(ProcessorFeatures.flags(inProcessorList: "processor : 0\nflags\n").isEmpty)
    #expect(ProcessorFeatures.flags(inProcessorList: "Features : fp asimd\n").isEmpty)
  }
}
