import TrainParallel

/// A picture of a convolution's filters: each a tile, from its least weight (black) to its greatest (white).
///
/// Filters over three channels are tiles in color. Of any other number of channels, each is a tile in gray: with one
/// channel the filters stand in rows of eight or sixteen, else each filter is a row of its channels.
struct FilterSheet {
  /// H x W x 3 bytes.
  let pixels: [UInt8]
  /// The height and width in pixels.
  let size: ImageSize
  /// The filters that are shown, in their order from the first.
  let filters: Int
  /// The input channels that are shown.
  let channels: Int

  /// The most filters and channels that are shown: a picture of more could not be looked at.
  static let mostFilters = 256
  static let mostChannels = 16
  /// The side that small tiles are enlarged to, about.
  private static let side = 48
  private static let gap = 4
  /// A pale blue, which no gray tile ends in.
  private static let paper: [UInt8] = [0xA9, 0xBE, 0xDA]
  /// What is no number, or infinite.
  private static let magenta: [UInt8] = [255, 0, 255]

  /// Draws a kernel.
  ///
  /// - Parameter kernel: (height, width, channels, filters).
  init(kernel: Tensor<Float>) {
    let (height, width) = (kernel.shape[0], kernel.shape[1])
    let (depth, count) = (kernel.shape[2], kernel.shape[3])
    let hasColor = depth == 3
    channels = min(depth, hasColor ? 3 : Self.mostChannels)
    // Kernels as large as photographs would make a picture of gigabytes.
    filters = min(count, Self.mostFilters, max(1, (1 << 24) / (height * width * channels)))
    let tilesPerFilter = hasColor ? 1 : channels
    let columns = tilesPerFilter > 1 ? tilesPerFilter : min(filters, filters > 64 ? 16 : 8)
    let rows = (filters * tilesPerFilter + columns - 1) / columns
    let scale = max(1, Self.side / max(height, width))
    let (tileHeight, tileWidth) = (height * scale, width * scale)
    let size = ImageSize(
      height: rows * (tileHeight + Self.gap) + Self.gap, width: columns * (tileWidth + Self.gap) + Self.gap)
    var pixels = (0..<3 * size.area).map { Self.paper[$0 % 3] }
    for filter in 0..<filters {
      let levels = Self.levels(of: filter, in: kernel)
      for tile in 0..<tilesPerFilter {
        let place = filter * tilesPerFilter + tile
        let top = Self.gap + place / columns * (tileHeight + Self.gap)
        let left = Self.gap + place % columns * (tileWidth + Self.gap)
        for y in 0..<tileHeight {
          for x in 0..<tileWidth {
            let weight = (y / scale * width + x / scale) * depth
            let target = 3 * ((top + y) * size.width + left + x)
            for color in 0..<3 {
              pixels[target + color] = levels[weight + (hasColor ? color : tile)] ?? Self.magenta[color]
            }
          }
        }
      }
    }
    (self.pixels, self.size) = (pixels, size)
  }

  /// The PNG file.
  var png: [UInt8] {
    pixels.withUnsafeBufferPointer { encodePNG($0, size: size, channels: 3) }
  }

  /// round(255 (w - least) / (greatest - least)) of each weight of a filter, 128 where all are equal; nil for what is no
  /// number.
  private static func levels(of filter: Int, in kernel: Tensor<Float>) -> [UInt8?] {
    let count = kernel.shape[3]
    // In Double: the difference of two great weights might be infinite.
    let weights = stride(from: filter, to: kernel.scalars.count, by: count).map { Double(kernel.scalars[$0]) }
    let numbers = weights.filter(\.isFinite)
    let (least, greatest) = (numbers.min() ?? 0, numbers.max() ?? 0)
    return weights.map { weight in
      guard weight.isFinite else { return nil }
      return greatest > least ? UInt8(((weight - least) / (greatest - least) * 255).rounded()) : 128
    }
  }
}

extension Sequential {
  /// The name of the first convolution and its kernel (height, width, channels, filters); nil where there is none.
  func firstKernel(in parameters: Parameters) -> (layer: String, kernel: Tensor<Float>)? {
    guard let layer = layers.first(where: { $0 is Conv2D }) else { return nil }
    return (layer.name, parameters["\(layer.name)/kernel"])
  }
}
