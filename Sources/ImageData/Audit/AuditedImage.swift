import Files

/// One file of an audit.
public struct AuditedImage: Sendable {
  /// The file; its label numbers the classes of its directory.
  public let file: ImageFile
  /// The number of its directory among those of the audit.
  public let directory: Int
  /// What it holds.
  public let contents: Contents

  /// What a file can hold.
  public enum Contents: Sendable {
    /// An image that can be decoded to its end.
    case image(ImageFacts)
    /// Something else, for this reason.
    case damaged(String)
  }

  /// What is known of the image; `nil` for a damaged file.
  public var facts: ImageFacts? {
    if case .image(let facts) = contents { facts } else { nil }
  }
}

/// What is known of an image that was decoded once.
public struct ImageFacts: Sendable {
  /// The length of the file in bytes.
  public let byteCount: Int
  /// What its content says it is.
  public let format: ImageFormat
  /// The size of the upright image.
  public let size: ImageSize
  /// How it stores colors.
  public let color: StoredColor
  /// Whether its EXIF data asks to turn or mirror it.
  public let isTurned: Bool
  /// The number of pictures in the file, of which the first is used.
  public let frameCount: Int
  /// Whether it shows hardly more than one color: no channel of the image at 32 x 32 pixels leaves a range of 8 levels.
  public var isBlank: Bool { fingerprint.isBlank }

  /// SHA-256 of the file.
  let digest: [UInt8]
  let fingerprint: ImageFingerprint

  /// Decodes a file, at reduced size where the format allows that, to its end.
  init(_ bytes: UnsafeRawBufferPointer, _ worker: FileWorker) throws(DecodingError) {
    let image = try worker.decoder.open(bytes)
    format = try ImageFormat(bytes)
    byteCount = bytes.count
    color = StoredColor(bytes, format: format, hasAlpha: image.hasAlpha)
    isTurned = image.orientation != .upright
    let count = 3 * ImageFingerprint.size.area
    let pixels = try worker.pixels(count)
    size = try worker.decoder.decode(
      bytes, size: ImageFingerprint.size, color: .rgb, interpolation: .bilinear, into: pixels
    ).size
    fingerprint = ImageFingerprint(rgb: UnsafeBufferPointer(start: pixels, count: count))
    frameCount = ImageData.frameCount(bytes, format: format)
    var hash = SHA256()
    hash.update(bytes)
    digest = hash.digest()
  }
}

/// SHA-256 of the pixels that training sees at the image's own size: its height and width, then H x W x 3 bytes.
func pixelDigest(
  _ bytes: UnsafeRawBufferPointer, _ worker: FileWorker
) throws(DecodingError) -> [UInt8] {
  let size = try worker.decoder.header(of: bytes).size
  let pixels = try worker.pixels(3 * size.area)
  _ = try worker.decoder.decode(bytes, size: size, color: .rgb, interpolation: .bilinear, into: pixels)
  var hash = SHA256()
  withUnsafeBytes(of: (UInt64(size.height), UInt64(size.width))) { hash.update($0) }
  hash.update(UnsafeRawBufferPointer(start: pixels, count: 3 * size.area))
  return hash.digest()
}
