import Files
import Testing

@Suite struct ErrorKindTests {
  /// The numbers of `sysexits.h`.
  @Test func exitCodes() {
    #expect(ErrorKind.allCases.map(\.exitCode) == [64, 65, 66, 70, 73, 74])
  }
}
