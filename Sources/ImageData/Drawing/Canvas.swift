/// An RGB color of a drawing.
struct DrawingColor: Hashable, Sendable {
  var red: UInt8
  var green: UInt8
  var blue: UInt8

  static let white = DrawingColor(0xFFFFFF)
  static let black = DrawingColor(0x000000)

  /// A color as web pages write it: 0xRRGGBB.
  init(_ code: UInt32) {
    red = UInt8(truncatingIfNeeded: code >> 16)
    green = UInt8(truncatingIfNeeded: code >> 8)
    blue = UInt8(truncatingIfNeeded: code)
  }
}

/// An RGB image to draw on; what lies outside of it is cut off.
struct Canvas {
  let size: ImageSize
  /// H x W x 3 bytes.
  private(set) var pixels: [UInt8]

  /// A canvas of one color.
  init(size: ImageSize, color: DrawingColor = .white) {
    self.size = size
    pixels = [UInt8](repeating: 0, count: 3 * size.area)
    fill(x: 0, y: 0, width: size.width, height: size.height, color)
  }

  /// Fills a rectangle.
  mutating func fill(x: Int, y: Int, width: Int, height: Int, _ color: DrawingColor) {
    for row in max(y, 0)..<max(min(y + height, size.height), max(y, 0)) {
      for column in max(x, 0)..<max(min(x + width, size.width), max(x, 0)) {
        put(color, row: row, column: column)
      }
    }
  }

  /// Draws the border of a rectangle, inside of it.
  mutating func frame(x: Int, y: Int, width: Int, height: Int, thickness: Int, _ color: DrawingColor) {
    fill(x: x, y: y, width: width, height: thickness, color)
    fill(x: x, y: y + height - thickness, width: width, height: thickness, color)
    fill(x: x, y: y, width: thickness, height: height, color)
    fill(x: x + width - thickness, y: y, width: thickness, height: height, color)
  }

  /// Draws both diagonals of a rectangle.
  mutating func cross(x: Int, y: Int, width: Int, height: Int, thickness: Int, _ color: DrawingColor) {
    for row in 0..<height {
      let column = row * (width - thickness) / max(height - 1, 1)
      fill(x: x + column, y: y + row, width: thickness, height: 1, color)
      fill(x: x + width - thickness - column, y: y + row, width: thickness, height: 1, color)
    }
  }

  /// Draws one line of text, each dot of a letter `scale` pixels wide and high.
  mutating func text(_ text: String, x: Int, y: Int, scale: Int = 1, _ color: DrawingColor = .black) {
    var left = x
    for letter in text.unicodeScalars {
      for row in 0..<BitmapFont.height {
        for column in 0..<BitmapFont.width where BitmapFont.hasDot(letter, x: column, y: row) {
          fill(x: left + column * scale, y: y + row * scale, width: scale, height: scale, color)
        }
      }
      left += BitmapFont.advance * scale
    }
  }

  /// Copies an RGB image.
  mutating func draw(_ image: DecodedImage, x: Int, y: Int) {
    precondition(image.color == .rgb, "a canvas takes RGB images, not \(image.color.rawValue)")
    for row in 0..<image.size.height where (0..<size.height).contains(y + row) {
      for column in 0..<image.size.width where (0..<size.width).contains(x + column) {
        let source = 3 * (row * image.size.width + column)
        let target = 3 * ((y + row) * size.width + x + column)
        for channel in 0..<3 { pixels[target + channel] = image.pixels[source + channel] }
      }
    }
  }

  private mutating func put(_ color: DrawingColor, row: Int, column: Int) {
    let place = 3 * (row * size.width + column)
    pixels[place] = color.red
    pixels[place + 1] = color.green
    pixels[place + 2] = color.blue
  }
}
