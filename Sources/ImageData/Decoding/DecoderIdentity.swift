import Foundation

/// Which pixels this machine's libraries make of a JPEG and of a lossy WebP file: those of other versions may differ in the
/// last bit. The other formats leave a decoder no choice.
public enum DecoderIdentity {
  /// For each library the checksum of what it makes of a small image of ours, as eight hexadecimal digits.
  public static var checksums: [(format: String, checksum: String)] {
    [("jpeg", checksum(of: jpeg)), ("webp", checksum(of: webp))]
  }

  private static func checksum(of text: String) -> String {
    guard let file = Data(base64Encoded: text), let image = try? decodeImage(bytes: Array(file)) else {
      return "none"
    }
    let digits = String(image.pixels.withUnsafeBytes { ImageData.checksum($0) }, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  /// Noise and slopes of 19x21 pixels, every second chroma value left out in both directions.
  private static let jpeg = """
    /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdB\
    RkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09P\
    T09PT09PT09PT09PT0//wAARCAAVABMDASIAAhEBAxEB/8QAGQABAAIDAAAAAAAAAAAAAAAAAAQFAgMG/8QAKxAAAQMCAwQL\
    AAAAAAAAAAAAAQACAwQRBRIhBhRh0SIxQVFxc4GRoaOx/8QAFwEBAAMAAAAAAAAAAAAAAAAABQADBP/EACQRAAEDAwIHAQAA\
    AAAAAAAAAAEAAgMEBUERFBIhIjJRUpFx/9oADAMBAAIRAxEAPwCohw/PmFgCO0qdDREgjLcDhp6K7ioGgtcRfxUvdWRRPlks\
    BHqbfi1XG4EqW6oDQCcLmZJ6aB5iu7o6aHq+UW3dZSS4tYS4kk279URO5aORVLr/AFBJLdNPxQ2Y5iwNhWC3lM5LHE9osYNH\
    EwVthOdbxMNgCOHEeyIm6yGLj7RnATboIm0LiGDGB5CrotoMVEYG9/WzkiIhHQx6npHwI/bQ+g+Bf//Z
    """

  /// The same picture.
  private static let webp = """
    UklGRiIBAABXRUJQVlA4IBYBAABwBwCdASoTABUAPtFep0+oJKMiKAgBABoJbACdMoR5n5nxQuyTYZ3UMBmEv6q+91ZNwDAA\
    wvarcCz8vXJHo8Ffc9muWAD+2l6ZheLVEEO1Fuh8O/3KzMJDie8iUQ1FFPHimdBMHsRUzJ8NBR3f/ghlFFdFkVDrOnbOpTfB\
    fcQsw0Qop3l1kBdEdxkJRm8ZyMZW9MaXykVzmcOC4P0U0st2p3nJt1R9/wHjyT3fuF4OjsBP2xoJVUMfsSDdbJ6Px0hetw+B\
    h15Edma2GIjPYxi/kkikFyxy1HUu9LRNqgv39P5VVwYVR8Igi3NiR/0tvbtf5/5gM4/xN/axs1Zyj+tAbuUZQ2L/FGwKJwoM\
    wFN/eVFbuAAAAA==
    """
}
