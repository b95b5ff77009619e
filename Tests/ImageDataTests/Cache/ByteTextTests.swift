import Testing

@testable import ImageData

@Suite struct ByteTextTests {
  @Test(arguments: [
    (0, "0 bytes"), (999, "999 bytes"), (1000, "1.00 kB"), (12_345, "12.3 kB"), (184_320_000, "184 MB"),
    (999_499, "999 kB"), (999_500, "1.00 MB"), (18_000_000_000, "18.0 GB"), (UInt64.max, "18446744 TB"),
  ]) func `bytes are told in three digits`(bytes: UInt64, text: String) {
    #expect(byteText(bytes) == text)
  }

  @Test(arguments: [(1, "1 image"), (0, "0 images"), (999, "999 images"), (1_234_567, "1,234,567 images")])
  func `counts have commas`(count: Int, text: String) {
    #expect(countText(count, "image") == text)
  }
}
