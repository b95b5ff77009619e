import ImageData
import NeuralNetwork

extension Preprocessing {
  /// What a flow does to its images, its augmentation apart.
  public init(_ flow: ImageFlow) {
    // The factor 1/255 is kept as the Double that it is meant to be, not as its Float.
    let rescale = flow.generator.rescale
    self.init(
      height: flow.dataset.height, width: flow.dataset.width, color: flow.dataset.color.rawValue,
      rescale: rescale == 1 / 255 ? 1.0 / 255 : Double(rescale))
  }

  /// The size of the images.
  public var size: ImageSize { ImageSize(height: height, width: width) }

  /// Gray or RGB; nil for a name that is neither.
  public var colorMode: ColorMode? { ColorMode(rawValue: color) }

  /// The filter that brings images to their size.
  public var interpolation: Interpolation { resizeFilter == "nearest" ? .nearest : .bilinear }

  /// The generator that prepares images to be predicted.
  public var generator: ImageDataGenerator { ImageDataGenerator(rescale: Float(rescale)) }
}
