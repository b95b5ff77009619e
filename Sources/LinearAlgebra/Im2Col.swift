/// The order of an image's axes.
public enum DataFormat: String, Sendable, Hashable, CaseIterable {
  /// (N, C, H, W); a row of columns is ordered (C, kernel height, kernel width).
  case channelsFirst
  /// (N, H, W, C); a row of columns is ordered (kernel height, kernel width, C).
  case channelsLast
}

/// The matrix whose rows are the patches under a sliding window, so that a convolution is one product.
///
/// - Shapes: images (N, C, H, W) or (N, H, W, C); result (N · out H · out W, C · KH · KW). For (10, 3, 7, 7) and 5x5:
///   (90, 75).
/// - Parameters:
///   - images: A batch of images.
///   - kernel: The window's height and width.
///   - strides: The vertical and horizontal distance between neighbouring windows.
///   - dilation: The vertical and horizontal distance between neighbouring taps.
///   - padding: How the window meets the borders; pixels outside are 0.
///   - dataFormat: The order of the images' axes, and with it that of the columns.
public func im2col<Scalar: BinaryFloatingPoint>(
  _ images: Tensor<Scalar>, kernel: (Int, Int), strides: (Int, Int) = (1, 1), dilation: (Int, Int) = (1, 1),
  padding: Padding = .valid, dataFormat: DataFormat = .channelsLast
) -> Tensor<Scalar> {
  let patches = Patches(
    images: images.shape, dataFormat: dataFormat, kernel: kernel, strides: strides, dilation: dilation,
    padding: padding)
  var columns = Tensor(repeating: Scalar.zero, shape: patches.columnShape)
  images.scalars.withUnsafeBufferPointer { images in
    columns.scalars.withUnsafeMutableBufferPointer { columns in
      patches.forEachTap { column, pixel in columns[column] = images[pixel] }
    }
  }
  return columns
}

/// The images in which every pixel is the sum of all its places in the matrix: the transpose of `im2col`.
///
/// - Shapes: columns (N · out H · out W, C · KH · KW), result `imageShape`.
/// - Parameters:
///   - columns: What `im2col` gives for images of that shape.
///   - imageShape: (N, C, H, W) or (N, H, W, C).
///   - kernel: The window's height and width.
///   - strides: The vertical and horizontal distance between neighbouring windows.
///   - dilation: The vertical and horizontal distance between neighbouring taps.
///   - padding: How the window meets the borders; what fell outside is dropped.
///   - dataFormat: The order of the images' axes, and with it that of the columns.
public func col2im<Scalar: BinaryFloatingPoint>(
  _ columns: Tensor<Scalar>, imageShape: Shape, kernel: (Int, Int), strides: (Int, Int) = (1, 1),
  dilation: (Int, Int) = (1, 1), padding: Padding = .valid, dataFormat: DataFormat = .channelsLast
) -> Tensor<Scalar> {
  let patches = Patches(
    images: imageShape, dataFormat: dataFormat, kernel: kernel, strides: strides, dilation: dilation,
    padding: padding)
  precondition(
    columns.shape == patches.columnShape,
    "The columns of images \(imageShape) have shape \(patches.columnShape), not \(columns.shape)")
  var images = Tensor(repeating: Scalar.zero, shape: imageShape)
  columns.scalars.withUnsafeBufferPointer { columns in
    images.scalars.withUnsafeMutableBufferPointer { images in
      patches.forEachTap { column, pixel in images[pixel] += columns[column] }
    }
  }
  return images
}

/// Where each tap of each window lies, in the matrix and in the images: what both functions walk.
private struct Patches {
  let count: Int
  let channels: Int
  let window: WindowShape
  let dataFormat: DataFormat

  init(
    images: Shape, dataFormat: DataFormat, kernel: (Int, Int), strides: (Int, Int), dilation: (Int, Int),
    padding: Padding
  ) {
    precondition(images.rank == 4, "A batch of images has four axes, not the shape \(images)")
    self.dataFormat = dataFormat
    let (height, width, channel) = dataFormat == .channelsFirst ? (2, 3, 1) : (1, 2, 3)
    count = images[0]
    channels = images[channel]
    window = WindowShape(
      height: images[height], width: images[width], kernel: kernel, strides: strides, dilation: dilation,
      padding: padding)
    precondition(
      window.vertical.output > 0 && window.horizontal.output > 0,
      "A window of \(window.vertical.extent)x\(window.horizontal.extent) does not fit images \(images)")
  }

  var columnShape: Shape {
    [count * window.vertical.output * window.horizontal.output, channels * window.taps]
  }

  /// Calls `body` with the place of each tap that lies inside of its image: in the matrix, and in the images.
  func forEachTap(_ body: (_ column: Int, _ pixel: Int) -> Void) {
    let (rows, row) = (window.vertical, window.horizontal)
    let area = rows.input * row.input
    let isFirst = dataFormat == .channelsFirst
    let (pixelStride, channelStride) = isFirst ? (1, area) : (channels, 1)
    let (tapStride, columnChannelStride) = isFirst ? (1, window.taps) : (channels, 1)
    for n in 0..<count {
      for i in 0..<rows.output {
        for j in 0..<row.output {
          let patch = ((n * rows.output + i) * row.output + j) * channels * window.taps
          for p in 0..<rows.kernel {
            let y = i * rows.stride + p * rows.dilation - rows.paddingBefore
            guard y >= 0, y < rows.input else { continue }
            for q in 0..<row.kernel {
              let x = j * row.stride + q * row.dilation - row.paddingBefore
              guard x >= 0, x < row.input else { continue }
              let column = patch + (p * row.kernel + q) * tapStride
              let pixel = n * area * channels + (y * row.input + x) * pixelStride
              for c in 0..<channels { body(column + c * columnChannelStride, pixel + c * channelStride) }
            }
          }
        }
      }
    }
  }
}
