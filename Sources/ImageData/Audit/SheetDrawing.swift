/// Where everything stands on a contact sheet, and the drawing of it.
struct SheetDrawing {
  /// The height and width of the place of an image, with its frame.
  static let cell = 84
  private static let frame = 4
  private static let gap = 6
  private static let margin = 16
  private static let legendHeight = 32
  private static let titleHeight = 24
  /// How large the letters are.
  private static let textScale = 2

  /// The height and width that images are fitted into.
  static let imageSide = cell - 2 * (frame + 1)

  private var canvas: Canvas
  /// The row of pixels at which each section begins.
  private let tops: [Int]

  init(sections: [ContactSheet.Section], hiddenClasses: Int) {
    var top = SheetDrawing.margin + SheetDrawing.legendHeight
    var tops: [Int] = []
    for section in sections {
      tops.append(top)
      let rows = (section.images.count + ContactSheet.columns - 1) / ContactSheet.columns
      top += SheetDrawing.titleHeight + rows * (SheetDrawing.cell + SheetDrawing.gap) + SheetDrawing.gap
    }
    self.tops = tops
    let bottom = top + (hiddenClasses > 0 ? SheetDrawing.titleHeight : 0)
    let width = ContactSheet.columns * (SheetDrawing.cell + SheetDrawing.gap) - SheetDrawing.gap
    canvas = Canvas(
      size: ImageSize(height: bottom + SheetDrawing.margin, width: width + 2 * SheetDrawing.margin),
      color: DrawingColor(0xECECEC))
    drawLegend()
    if hiddenClasses > 0 {
      canvas.text(
        "... and \(hiddenClasses) more classes", x: SheetDrawing.margin, y: top,
        scale: SheetDrawing.textScale)
    }
  }

  /// What was drawn.
  var image: DecodedImage { DecodedImage(pixels: canvas.pixels, size: canvas.size, color: .rgb) }

  private mutating func drawLegend() {
    var x = SheetDrawing.margin
    for mark in SheetMark.allCases {
      // As high as the letters.
      let side = BitmapFont.height * SheetDrawing.textScale
      canvas.fill(x: x, y: SheetDrawing.margin, width: side, height: side, .white)
      canvas.frame(
        x: x, y: SheetDrawing.margin, width: side, height: side, thickness: SheetDrawing.frame, mark.color)
      canvas.text(mark.label, x: x + side + 6, y: SheetDrawing.margin, scale: SheetDrawing.textScale)
      x += side + 6 + BitmapFont.advance * SheetDrawing.textScale * mark.label.count + 20
    }
  }

  /// Draws the title of a section, cut where the sheet ends.
  mutating func title(_ section: Int, _ text: String) {
    let room = (canvas.size.width - 2 * SheetDrawing.margin) / (BitmapFont.advance * SheetDrawing.textScale)
    let shown = text.count <= room ? text : text.prefix(room - 3) + "..."
    canvas.text(shown, x: SheetDrawing.margin, y: tops[section], scale: SheetDrawing.textScale)
  }

  /// Draws one image in the middle of its place; one that cannot be decoded is a cross.
  mutating func cell(_ section: Int, _ place: Int, _ image: DecodedImage?, _ mark: SheetMark?) {
    let step = SheetDrawing.cell + SheetDrawing.gap
    let x = SheetDrawing.margin + place % ContactSheet.columns * step
    let y = tops[section] + SheetDrawing.titleHeight + place / ContactSheet.columns * step
    let side = SheetDrawing.cell
    canvas.fill(x: x, y: y, width: side, height: side, DrawingColor(0xD8D8D8))
    if let image {
      canvas.draw(image, x: x + (side - image.size.width) / 2, y: y + (side - image.size.height) / 2)
    } else {
      canvas.cross(x: x + 20, y: y + 20, width: side - 40, height: side - 40, thickness: 4, .black)
    }
    if let mark {
      canvas.frame(x: x, y: y, width: side, height: side, thickness: SheetDrawing.frame, mark.color)
    }
  }
}

/// An image as large as its place on a sheet allows: pixels of small images stay sharp.
func smallImage(_ bytes: UnsafeRawBufferPointer, _ worker: FileWorker) throws(DecodingError) -> DecodedImage {
  let own = try worker.decoder.header(of: bytes).size
  let side = SheetDrawing.imageSide
  let size = ImageSize(
    height: max(1, own.height * side / own.longerSide), width: max(1, own.width * side / own.longerSide))
  let pixels = try worker.pixels(3 * size.area)
  _ = try worker.decoder.decode(
    bytes, size: size, color: .rgb, interpolation: own.longerSide < side ? .nearest : .bilinear, into: pixels)
  return DecodedImage(
    pixels: Array(UnsafeBufferPointer(start: pixels, count: 3 * size.area)), size: size, color: .rgb)
}
