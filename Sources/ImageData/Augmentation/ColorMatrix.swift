import Foundation

/// Contrast, saturation and hue as one affine map of a pixel's channels: x' = clamp(M x + o) to 0 ... 255.
///
/// With l = (0.213, 0.715, 0.072), the parts of red, green and blue in a pixel's gray, G the matrix whose rows are all l, and
/// N that of a quarter turn around gray: M = c (G + s cos h (1 − G) + s sin h N) and o = (1 − c) · the image's mean gray. So
/// the contrast is changed first, then the saturation, then the hue, and nothing is cut off in between.
///
/// Gray images have their contrast changed alone.
///
/// - Source: `saturate` and `hueRotate` of W3C, "Filter Effects Module Level 1", `feColorMatrix`.
struct ColorMatrix {
  private static let gray = (0.213, 0.715, 0.072)

  /// The rows of M.
  private let red, green, blue: (Float, Float, Float)
  private let contrast: Float
  private let offset: Float

  /// The map of a transform for an image: its mean gray is that of the pixels as they are now.
  init(_ transform: ImageTransform, of rows: PixelRows) {
    let contrast = transform.contrast
    let mean = contrast == 1 ? 0 : Self.meanGray(of: rows)
    self.contrast = Float(contrast)
    offset = Float((1 - contrast) * mean)
    let cosine = transform.saturation * cos(transform.hue * .pi / 180)
    let sine = transform.saturation * sin(transform.hue * .pi / 180)
    let (r, g, b) = Self.gray
    func entry(_ gray: Double, _ isDiagonal: Bool, _ turn: Double) -> Float {
      Float(contrast * (gray + cosine * ((isDiagonal ? 1 : 0) - gray) + sine * turn))
    }
    red = (entry(r, true, -0.213), entry(g, false, -0.715), entry(b, false, 0.928))
    green = (entry(r, false, 0.143), entry(g, true, 0.140), entry(b, false, -0.283))
    blue = (entry(r, false, -0.787), entry(g, false, 0.715), entry(b, true, 0.072))
  }

  /// Replaces every pixel.
  func apply(to rows: PixelRows) {
    for y in 0..<rows.height {
      let row = rows.row(y)
      guard rows.channels >= 3 else {
        for i in 0..<rows.count { row[i] = Self.clamped(contrast * row[i] + offset) }
        continue
      }
      var pixel = row
      for _ in 0..<rows.width {
        let (r, g, b) = (pixel[0], pixel[1], pixel[2])
        pixel[0] = Self.clamped((red.0 * r + red.1 * g) + (red.2 * b + offset))
        pixel[1] = Self.clamped((green.0 * r + green.1 * g) + (green.2 * b + offset))
        pixel[2] = Self.clamped((blue.0 * r + blue.1 * g) + (blue.2 * b + offset))
        pixel += rows.channels
      }
    }
  }

  private static func clamped(_ value: Float) -> Float { min(max(value, 0), 255) }

  /// The mean of l · x over all pixels; of gray images that of their values.
  private static func meanGray(of rows: PixelRows) -> Double {
    var sums = (0.0, 0.0, 0.0)
    for y in 0..<rows.height {
      var pixel = rows.row(y)
      for _ in 0..<rows.width {
        sums.0 += Double(pixel[0])
        if rows.channels >= 3 {
          sums.1 += Double(pixel[1])
          sums.2 += Double(pixel[2])
        }
        pixel += rows.channels
      }
    }
    let count = Double(rows.height * rows.width)
    guard rows.channels >= 3 else { return sums.0 / count }
    return (gray.0 * sums.0 + gray.1 * sums.1 + gray.2 * sums.2) / count
  }
}
