import Files

extension ImageDataset {
  /// The bytes of pixels that a fingerprint looks at.
  private static let mostBytes = 64 << 20

  /// A SHA-256 of what a training sees: every image's path and class, the size and color, and the pixels; of more than
  /// 64 MiB of pixels those of images at even distances, so that it takes a second at most.
  ///
  /// It does not depend on where the images are kept.
  public var fingerprint: String {
    var hash = SHA256()
    let heading = "\(size) \(color.rawValue) \(classNames)"
    for text in [heading] + (0..<count).map({ "\(labels[$0]) \(relativePaths[$0])" }) {
      Array((text + "\0").utf8).withUnsafeBytes { hash.update($0) }
    }
    let step = max(1, count * bytesPerImage / Self.mostBytes)
    for sample in stride(from: 0, to: count, by: step) {
      withPixels(of: sample) { hash.update(UnsafeRawBufferPointer($0)) }
    }
    return hash.hexadecimalDigest()
  }
}
