import ImageData
import NeuralNetwork

extension Preprocessing {
  /// What a flow does to its images, its augmentation apart.
  ///
  /// - Parameter decoding: The options with which the images were loaded.
  public init(_ flow: ImageFlow, decoding: DecodingOptions = DecodingOptions()) {
    // The factor 1/255 is kept as the Double that it is meant to be, not as its Float.
    let rescale = flow.generator.rescale
    self.init(
      height: flow.dataset.height, width: flow.dataset.width, color: flow.dataset.color.rawValue,
      decoding: decoding, rescale: rescale == 1 / 255 ? 1.0 / 255 : Double(rescale))
  }

  /// What is done to images, with the options of their decoding.
  public init(height: Int, width: Int, color: String, decoding: DecodingOptions, rescale: Double) {
    self.init(
      height: height, width: width, color: color, rescale: rescale,
      exifOrientation: decoding.appliesOrientation, background: decoding.background.description)
  }

  /// How files become pixels.
  public var decoding: DecodingOptions {
    DecodingOptions(
      appliesOrientation: exifOrientation, background: BackgroundColor(background) ?? .white)
  }

  /// The size of the images.
  public var size: ImageSize { ImageSize(height: height, width: width) }

  /// The color mode; nil for a name that is none.
  public var colorMode: ColorMode? { ColorMode(rawValue: color) }

  /// The filter that brings images to their size.
  public var interpolation: Interpolation { resizeFilter == "nearest" ? .nearest : .bilinear }

  /// The generator that prepares images to be predicted.
  public var generator: ImageDataGenerator { ImageDataGenerator(rescale: Float(rescale)) }
}
