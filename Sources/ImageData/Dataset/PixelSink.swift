/// What a ``LoadingPass`` fills with pixels.
protocol PixelSink: AnyObject, Sendable {
  /// Calls `decode` with room for the pixels of one file, and keeps what it wrote unless it throws; from many threads at
  /// once, once for each file.
  func fill(
    _ file: Int, _ decode: (UnsafeMutablePointer<UInt8>) throws(DecodingError) -> Void
  ) throws(DecodingError)

  /// What went wrong with keeping the pixels; the pass need not go on then.
  var failure: ImageDataError? { get }

  /// The pixels, once all files have been through.
  ///
  /// - Parameter reasons: Why files could not be used, by number.
  func finish(reasons: [Int: String], sizeNote: String?) throws(ImageDataError) -> any PixelSource
}

extension PixelSink {
  /// Memory takes what it is given.
  var failure: ImageDataError? { nil }
}

extension PixelSink where Self: PixelSource {
  /// Itself.
  func finish(reasons: [Int: String], sizeNote: String?) throws(ImageDataError) -> any PixelSource { self }
}
