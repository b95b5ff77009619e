import CTurboJPEG

/// Decodes JPEG files with TurboJPEG's own functions, which return codes and never jump.
///
/// A decoder is for one file, by one thread at a time.
final class JPEGDecoder: OpenedImage {
  private let handle: tjhandle
  private(set) var header = ImageHeader.none
  private var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
  private var colorspace: Int32 = 0

  init() throws(DecodingError) {
    guard let handle = tjInitDecompress() else {
      throw DecodingError("the JPEG decoder could not be started")
    }
    self.handle = handle
  }

  deinit {
    tjDestroy(handle)
  }

  /// Reads the header of a file and keeps the bytes for `decode`.
  func open(_ bytes: UnsafeRawBufferPointer) throws(DecodingError) {
    if let frame = JPEGFrame(bytes) {
      header = try ImageHeader(height: frame.height, width: frame.width, isGray: frame.components == 1)
      // One bit at least for each block of 8 x 8 pixels.
      try header.requireBytes(bytes.count, least: header.size.reduced(by: 8).area / 8, format: "JPEG")
      if frame.isProgressive, JPEGDecoder.hasTooManyScans(bytes) {
        throw DecodingError(
          "the JPEG has more than \(JPEGDecoder.mostScans) scans: it is damaged, or made to waste time")
      }
      colorspace = Int32((frame.components == 1 ? TJCS_GRAY : TJCS_YCbCr).rawValue)
      self.bytes = bytes
      return
    }
    var width: Int32 = 0
    var height: Int32 = 0
    var subsampling: Int32 = 0
    let code = tjDecompressHeader3(
      handle, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt(bytes.count), &width, &height,
      &subsampling, &colorspace)
    if code != 0 && tjGetErrorCode(handle) != TJERR_WARNING.rawValue { throw failure() }
    // A file that ends before its header does is a warning only, and leaves the size at 0.
    guard width > 0, height > 0 else {
      throw DecodingError("the JPEG is cut short (it ends before its size is stated)")
    }
    self.bytes = bytes
    let isGray = colorspace == TJCS_GRAY.rawValue
    header = try ImageHeader(height: Int(height), width: Int(width), isGray: isGray)
  }

  /// TurboJPEG has the same limit, but looks at it when the memory for all coefficients is taken.
  private static let mostScans = 500

  /// Counts the markers that start a scan; those of a thumbnail in EXIF data too, which are few.
  private static func hasTooManyScans(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var scans = 0
    for place in 0..<bytes.count - 1 where bytes[place] == 0xFF && bytes[place + 1] == 0xDA { scans += 1 }
    return scans > mostScans
  }

  /// What the EXIF data notes.
  var orientation: ImageOrientation { ImageOrientation(jpeg: bytes) }

  /// How the opened file is delivered.
  ///
  /// A color image is always decoded to RGB, and to gray from there, as Pillow does. Four components are taken to be
  /// inverted, as Pillow takes them: programs that write such files without Adobe's marker hardly exist.
  func layout(for color: ColorMode) -> PixelLayout {
    switch colorspace {
    case Int32(TJCS_GRAY.rawValue): color == .grayscale ? .gray8 : .rgb8
    case Int32(TJCS_CMYK.rawValue), Int32(TJCS_YCCK.rawValue): .cmyk8
    default: .rgb8
    }
  }

  /// At half or a quarter of the size, the decoder computes a block from its lowest frequencies alone: what a smaller
  /// image would filter out is not computed first.
  ///
  /// Of half the size a quarter more than the size wanted must be left for the filter, of a quarter twice the size: then
  /// the result stays within 0.7 levels of the full decoding on average, 99 bytes of 100 within 3, also where a picture
  /// has edges and fine waves; photographs stay within half a level. An eighth would not do.
  func divisor(toReach size: ImageSize) -> Int {
    guard header.height >= 16, header.width >= 16 else { return 1 }
    if header.height >= 8 * size.height, header.width >= 8 * size.width { return 4 }
    return 2 * header.height >= 5 * size.height && 2 * header.width >= 5 * size.width ? 2 : 1
  }

  /// Decodes the opened file, with the accurate inverse transform; a damaged file is refused.
  func decode(
    _ layout: PixelLayout, reducedBy divisor: Int, into pixels: UnsafeMutableRawPointer
  ) throws(DecodingError) {
    let size = header.size.reduced(by: divisor)
    let format =
      switch layout {
      case .gray8: TJPF_GRAY
      case .cmyk8: TJPF_CMYK
      default: TJPF_RGB
      }
    let code = tjDecompress2(
      handle, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt(bytes.count),
      pixels.assumingMemoryBound(to: UInt8.self), Int32(size.width), 0, Int32(size.height),
      format.rawValue,
      TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS)
    if code != 0 && !onlyPaddingBeforeTheEnd { throw failure() }
  }

  /// The first warning of a decoding is the one that is kept. Bytes between the last scan and the end marker (D9)
  /// harm nothing, and cameras do write them; every other warning means pixels that are not the picture's.
  private var onlyPaddingBeforeTheEnd: Bool {
    tjGetErrorCode(handle) == TJERR_WARNING.rawValue
      && message.contains("extraneous bytes before marker 0xd9")
  }

  private var message: String { String(cString: tjGetErrorStr2(handle)) }

  private func failure() -> DecodingError {
    let text = message
    if text.contains("Premature end") || text.contains("premature end") {
      return DecodingError("the JPEG is cut short (\(text))")
    }
    return DecodingError("the JPEG is damaged (\(text))")
  }
}
