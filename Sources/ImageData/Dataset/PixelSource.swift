/// Where the pixels of a data set come from, by the number of the file: H x W x C bytes, rows without gaps.
protocol PixelSource: AnyObject, Sendable {
  /// Calls `body` with the first byte of an image; may be called from many threads at once.
  ///
  /// An image that cannot be had any more is all zeros, and ``requireReadable()`` throws from then on.
  func withPixels<Result>(
    of file: Int, _ body: (UnsafePointer<UInt8>) throws -> Result
  ) rethrows -> Result

  /// Throws if an image that was asked for could not be had.
  func requireReadable() throws(ImageDataError)

  /// Whether it helps to say beforehand what will be asked for.
  var preparesAhead: Bool { get }

  /// Says that an image will be asked for soon; returns at once.
  func prepare(_ file: Int)
}

extension PixelSource {
  /// What is in memory can be read.
  func requireReadable() throws(ImageDataError) {}

  /// What is in memory need not be fetched.
  var preparesAhead: Bool { false }

  /// Nothing.
  func prepare(_ file: Int) {}
}
