/// The part of an image that a resized one shows: whole pixels.
struct CropBox: Equatable {
  /// The first row.
  var top: Int
  /// The first column.
  var left: Int
  /// The height and width.
  var size: ImageSize

  /// All of an image.
  init(allOf size: ImageSize) {
    (top, left, self.size) = (0, 0, size)
  }

  /// The largest part in the middle of an image whose sides are to one another as those of `target`:
  /// height min(H, ⌊W h / w⌋), width min(W, ⌊H w / h⌋), at least 1; an odd margin is smaller above and on the left.
  ///
  /// - Source: Keras, `image_utils.py`, `load_img` with `keep_aspect_ratio`.
  init(of size: ImageSize, like target: ImageSize) {
    let height = min(size.height, size.width * target.height / target.width)
    let width = min(size.width, size.height * target.width / target.height)
    self.size = ImageSize(height: max(height, 1), width: max(width, 1))
    (top, left) = ((size.height - self.size.height) / 2, (size.width - self.size.width) / 2)
  }

  /// The size that the whole image would have if the box had that of `target`.
  func wholeSize(of whole: ImageSize, for target: ImageSize) -> ImageSize {
    ImageSize(
      height: (whole.height * target.height + size.height - 1) / size.height,
      width: (whole.width * target.width + size.width - 1) / size.width)
  }

  /// The same part of the image as it is stored, of the size that is stored: where rows or columns are counted from the
  /// other end, the margins change places.
  func stored(_ orientation: ImageOrientation, in size: ImageSize) -> CropBox {
    var box = self
    if orientation.exchangesSides {
      (box.top, box.left) = (left, top)
      box.size = orientation.size(of: self.size)
    }
    if orientation.reversesStoredRows { box.top = size.height - box.size.height - box.top }
    if orientation.reversesStoredColumns { box.left = size.width - box.size.width - box.left }
    return box
  }
}
