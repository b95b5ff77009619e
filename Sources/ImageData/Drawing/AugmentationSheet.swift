/// A picture of what a flow does to images: a row for each image, the stored one first, then what the network sees of it
/// epoch by epoch, with what was drawn below.
public struct AugmentationSheet {
  /// One image in one epoch.
  public struct Cell: Sendable {
    /// The image's path below its directory.
    public let path: String
    /// The epoch, from 1.
    public let epoch: Int
    /// What happens to the image.
    public let parameters: [ImageTransform.Parameter]
    /// The image that is mixed into it, and what part of this one is left.
    public let partner: (path: String, share: Double)?
    /// The least and the greatest number that the network sees.
    public let range: ClosedRange<Float>
    /// What the network sees, as colors: the pixels that it is made of, or its range stretched over all levels.
    let image: DecodedImage
    /// Whether it is pixels times a factor.
    let isPixels: Bool
  }

  /// The stored images in rows, and what becomes of each.
  public let rows: [(original: DecodedImage, cells: [Cell])]

  /// Applies the flow as a training does.
  ///
  /// - Parameters:
  ///   - flow: The images and how they are changed.
  ///   - samples: The images, by their position in the flow's data set.
  ///   - epochs: The epochs, from 1.
  public init(_ flow: ImageFlow, samples: [Int], epochs: ClosedRange<Int>) {
    precondition(epochs.lowerBound > 0 && !samples.isEmpty, "Epochs are counted from 1, of some images")
    rows = samples.map { sample in
      let original = flow.dataset.withPixels(of: sample) { pixels in
        DecodedImage(pixels: Array(pixels), size: flow.dataset.size, color: flow.dataset.color)
      }
      return (original.onWhite, epochs.map { Cell(flow, sample: sample, epoch: $0) })
    }
  }

  /// Neither black nor white, so that the edges of pictures show.
  private static let paper = DrawingColor(0xD8DCE0)
  /// The space around pictures.
  private static let margin = 8
  private static let lineHeight = BitmapFont.height + 3
  /// The least width of a picture with its text: some 24 letters.
  private static let leastWidth = 24 * BitmapFont.advance

  /// Draws it, as an RGB image. Small images are enlarged, pixel by pixel.
  public func draw() -> DecodedImage {
    let size = rows[0].original.size
    let scale = max(1, Self.leastWidth / size.width)
    let cellWidth = max(size.width * scale, Self.leastWidth) + Self.margin
    let letters = (cellWidth - Self.margin) / BitmapFont.advance
    let captions = rows.map { row in
      [Self.lines(of: [row.cells[0].path, "as it is stored"], letters: letters)]
        + row.cells.map { Self.lines(of: $0.words, letters: letters) }
    }
    let heights = captions.map { texts in
      size.height * scale + Self.margin + Self.lineHeight * (texts.map(\.count).max() ?? 0)
    }
    let columns = rows[0].cells.count + 1
    var canvas = Canvas(
      size: ImageSize(
        height: heights.reduce(Self.margin) { $0 + $1 + Self.margin },
        width: columns * cellWidth + Self.margin), color: Self.paper)
    var top = Self.margin
    for (row, (texts, height)) in zip(rows, zip(captions, heights)) {
      for (column, image) in ([row.original] + row.cells.map(\.image)).enumerated() {
        let left = Self.margin + column * cellWidth
        canvas.draw(image.enlarged(by: scale), x: left, y: top)
        for (line, text) in texts[column].enumerated() {
          canvas.text(text, x: left, y: top + size.height * scale + 4 + line * Self.lineHeight)
        }
      }
      top += height + Self.margin
    }
    return DecodedImage(pixels: canvas.pixels, size: canvas.size, color: .rgb)
  }

  /// Texts broken into lines of at most so many letters, a new line for each.
  private static func lines(of texts: [String], letters: Int) -> [String] {
    texts.flatMap { text in
      var lines: [String] = []
      var rest = Substring(text)
      while rest.count > letters {
        let line = rest.prefix(letters)
        let end = line.lastIndex(of: " ") ?? line.endIndex
        lines.append(String(rest[..<end]))
        rest = rest[end...].drop { $0 == " " }
      }
      return lines + [String(rest)]
    }
  }
}

extension AugmentationSheet.Cell {
  fileprivate init(_ flow: ImageFlow, sample: Int, epoch: Int) {
    let dataset = flow.dataset
    self.epoch = epoch
    path = dataset.relativePaths[sample]
    parameters = flow.transform(sample: sample, epoch: epoch - 1).parameters
    partner = flow.mixingDraw(sample: sample, epoch: epoch - 1).map {
      (dataset.relativePaths[$0.partner], $0.share)
    }
    let count = dataset.bytesPerImage
    var numbers = [Float](repeating: 0, count: count)
    flow.write(sample: sample, epoch: epoch - 1, to: &numbers, rowStride: dataset.width * dataset.channels)
    let (least, greatest) = (numbers.min() ?? 0, numbers.max() ?? 0)
    range = least...max(least, greatest)
    // Numbers that are no more than rescaled pixels become those pixels; others are stretched.
    let standardization = flow.generator.standardization
    isPixels = standardization.isOnlyRescale && standardization.rescale != 0
    let (zero, factor) =
      isPixels
      ? (0, 1 / standardization.rescale) : (least, greatest > least ? 255 / (greatest - least) : 0)
    image =
      DecodedImage(
        pixels: numbers.map { UInt8(min(max((($0 - zero) * factor).rounded(), 0), 255)) },
        size: dataset.size, color: dataset.color
      ).onWhite
  }

  /// The lines below the picture.
  fileprivate var words: [String] {
    ["epoch \(epoch)"]
      + (isPixels
        ? []
        : [
          "\(ImageTransform.Parameter(name: "values", values: [Double(range.lowerBound), Double(range.upperBound)]))"
        ]) + (parameters.isEmpty ? ["unchanged"] : parameters.map(\.description))
      + (partner.map {
        ["with \($0.path)", "\(ImageTransform.Parameter(name: "share", values: [$0.share]))"]
      } ?? [])
  }
}

extension DecodedImage {
  /// The image in RGB; what is transparent shows white.
  fileprivate var onWhite: DecodedImage {
    let channels = color.channels
    var result: [UInt8] = []
    result.reserveCapacity(3 * size.area)
    for pixel in 0..<size.area {
      for channel in 0..<3 {
        let value = Int(pixels[pixel * channels + (channels == 1 ? 0 : channel)])
        let opacity = channels == 4 ? Int(pixels[pixel * channels + 3]) : 255
        result.append(UInt8((value * opacity + 255 * (255 - opacity) + 127) / 255))
      }
    }
    return DecodedImage(pixels: result, size: size, color: .rgb)
  }

  /// Each pixel as a square of so many.
  fileprivate func enlarged(by scale: Int) -> DecodedImage {
    guard scale > 1 else { return self }
    let large = ImageSize(height: size.height * scale, width: size.width * scale)
    var result: [UInt8] = []
    result.reserveCapacity(3 * large.area)
    for y in 0..<large.height {
      for x in 0..<large.width {
        let place = 3 * (y / scale * size.width + x / scale)
        result.append(contentsOf: pixels[place..<place + 3])
      }
    }
    return DecodedImage(pixels: result, size: large, color: .rgb)
  }
}
