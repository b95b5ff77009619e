import LinearAlgebra

extension Preprocessing {
  /// The Python function `prepare(path)`, which makes of an image file what the network takes, by Pillow and NumPy; nil
  /// where that takes more: the matrix of a whitening, or a function of the program that trained the model. So it is for
  /// a filter or a color that Pillow does not know, and for an input that is no such image.
  ///
  /// The results are those of this package but for roundings, and for JPEG files that are far larger than the input,
  /// which are decoded to a smaller size here.
  ///
  /// - Parameters:
  ///   - input: What the network takes.
  ///   - shape: The shape of what it returns, for its documentation.
  ///   - result: What it returns, said by `x`, (height, width, channels) in float32.
  func pythonFunction(for input: Shape, shape: String, returning result: String) -> String? {
    guard pythonObstacle == nil, let filter = Self.pillowFilters[resizeFilter],
      let mode = Self.pillowModes[color], input == [height, width, mode.channels]
    else { return nil }
    let steps = openingSteps(mode.name) + resizingSteps(mode.name, filter) + valueSteps(mode.channels)
    let body = steps.map { "    \($0)\n" }.joined()
    return """
      def prepare(path):
          \"""The image of a file as the network takes it, \(shape) in float32.\"""
          import numpy as np
          from PIL import Image, ImageOps

      \(body)    return \(result)
      """
  }

  /// What a script cannot do to an image, in words; nil where it can do all.
  var pythonObstacle: String? {
    if let function = standardization.preprocessingFunction {
      return "the function \(function.inPython) of the program that trained the model"
    }
    return standardization.whitening == nil
      ? nil : "a whitening by preprocessing/zca_whitening of the trained model's file"
  }

  /// From the file to an upright image of 8 bits a value, without transparency.
  private func openingSteps(_ mode: String) -> [String] {
    let open = exifOrientation ? "ImageOps.exif_transpose(Image.open(path))" : "Image.open(path)"
    let opened = [
      "image = \(open)",
      "if image.mode.startswith(\"I\"):  # 16 bits: Pillow would make all above 255 white.",
      "    image = Image.fromarray(((np.asarray(image, np.int64) + 128) // 257).astype(np.uint8))",
    ]
    guard mode != "RGBA" else { return opened }
    let shown = background.split(separator: ",").compactMap { UInt8($0) }.map(String.init)
    return opened + [
      "if image.has_transparency_data:",
      "    behind = Image.new(\"RGBA\", image.size, (\(shown.joined(separator: ", "))))",
      "    image = Image.alpha_composite(behind, image.convert(\"RGBA\"))",
    ]
  }

  /// From there to an image of the network's size and color.
  private func resizingSteps(_ mode: String, _ filter: String) -> [String] {
    let resize = "image = image.convert(\"\(mode)\").resize((\(width), \(height)), Image.Resampling.\(filter)"
    guard keepAspectRatio else { return [resize + ")"] }
    return [
      "width = max(min(image.width, image.height * \(width) // \(height)), 1)",
      "height = max(min(image.height, image.width * \(height) // \(width)), 1)",
      "left, top = (image.width - width) // 2, (image.height - height) // 2",
      resize + ", (left, top, left + width, top + height))",
    ]
  }

  /// From there to the numbers; order and constants are those of the standardization.
  private func valueSteps(_ channels: Int) -> [String] {
    let steps = standardization
    var lines = [
      "x = np.asarray(image, np.float32).reshape(\(height), \(width), \(channels)) * \(rescale)"
    ]
    if steps.samplewiseCenter || steps.samplewiseStdNormalization { lines.append("x -= x.mean()") }
    if steps.samplewiseStdNormalization { lines.append("x /= x.std() + 1e-6") }
    if let means = steps.featurewiseMean { lines.append("x -= np.array(\(means), np.float32)") }
    if let deviations = steps.featurewiseStd {
      lines.append("x /= np.array(\(deviations), np.float32) + 1e-6")
    }
    return lines
  }

  /// Pillow's names of the filters.
  private static let pillowFilters = [
    "bilinear": "BILINEAR", "nearest": "NEAREST", "bicubic": "BICUBIC", "lanczos": "LANCZOS", "box": "BOX",
    "hamming": "HAMMING",
  ]

  /// Pillow's names of the color modes, with their channels.
  private static let pillowModes = [
    "grayscale": (name: "L", channels: 1), "rgb": (name: "RGB", channels: 3),
    "rgba": (name: "RGBA", channels: 4),
  ]
}

extension String {
  /// The text as it stands within a string of Python: quotation marks, backslashes and control characters are escaped.
  var inPython: String {
    String(String.UnicodeScalarView(JSON.string(self).description.unicodeScalars.dropFirst().dropLast()))
  }
}
