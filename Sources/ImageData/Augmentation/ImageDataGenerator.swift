import Parallelism

/// How images are changed at random before each use; options and defaults are those of Keras' `ImageDataGenerator`.
///
///     let generator = ImageDataGenerator(horizontalFlip: true, widthShiftRange: 0.1, heightShiftRange: 0.1)
///     for batch in try generator.flowFromDirectory("flowers/train", batchSize: 32).epoch(0) { ... }
///
/// Differences from Keras: `widthShiftRange` moves images horizontally (as documented; Keras since 2022 moves them
/// vertically), `rescale` is 1/255 and not 1, and every draw is a function of seed, epoch and the image's path, so that
/// it depends neither on other images nor on threads.
public struct ImageDataGenerator: Hashable, Sendable {
  /// Exchange left and right of every other image.
  public var horizontalFlip: Bool
  /// Exchange top and bottom of every other image.
  public var verticalFlip: Bool
  /// How far images move to the left or right.
  public var widthShiftRange: ShiftRange
  /// How far images move up or down.
  public var heightShiftRange: ShiftRange
  /// What stands outside of a shifted image.
  public var fillMode: FillMode
  /// The value outside with ``FillMode/constant``, from 0 to 255 as the pixels are; it is rescaled with them.
  public var cval: Float
  /// The factor that makes inputs of pixels.
  public var rescale: Float

  /// Creates a generator; without arguments, one that only rescales.
  public init(
    horizontalFlip: Bool = false, verticalFlip: Bool = false, widthShiftRange: ShiftRange = .none,
    heightShiftRange: ShiftRange = .none, fillMode: FillMode = .nearest, cval: Float = 0,
    rescale: Float = 1 / 255
  ) {
    precondition(
      widthShiftRange.isValid && heightShiftRange.isValid, "A shift range is finite and not negative")
    self.horizontalFlip = horizontalFlip
    self.verticalFlip = verticalFlip
    self.widthShiftRange = widthShiftRange
    self.heightShiftRange = heightShiftRange
    self.fillMode = fillMode
    self.cval = cval
    self.rescale = rescale
  }

  /// This generator without its random parts: what validation images go through.
  public var withoutAugmentation: ImageDataGenerator {
    ImageDataGenerator(rescale: rescale)
  }

  /// Draws the transform of one image in one epoch.
  ///
  /// Each quantity has a random number of its own, found by its place in ``Draw``: switching one option on or off changes
  /// nothing in the others.
  ///
  /// - Parameters:
  ///   - seed: The seed of the run.
  ///   - epoch: The epoch, from 0.
  ///   - identifier: The image's number, such as `ImageDataset.identifiers` holds.
  ///   - size: The image's size, of which shifts may be a fraction.
  public func randomTransform(
    seed: UInt64, epoch: Int, identifier: UInt64, size: ImageSize
  ) -> ImageTransform {
    var transform = ImageTransform()
    guard horizontalFlip || verticalFlip || !widthShiftRange.isNone || !heightShiftRange.isNone else {
      return transform
    }
    let numbers = RandomNumbers(
      seed: seed, purpose: .augmentation, stream: UInt32(truncatingIfNeeded: epoch) & 0xFF_FFFF)
    func word(_ draw: Draw) -> UInt32 {
      let (low, high) = (UInt32(truncatingIfNeeded: identifier), UInt32(truncatingIfNeeded: identifier >> 32))
      return numbers.block(low, high, draw.rawValue)[0]
    }
    if !heightShiftRange.isNone {
      transform.verticalShift = heightShiftRange.shift(word(.heightShift), size: size.height)
    }
    if !widthShiftRange.isNone {
      transform.horizontalShift = widthShiftRange.shift(word(.widthShift), size: size.width)
    }
    transform.flipsHorizontally = horizontalFlip && word(.horizontalFlip) < 1 << 31
    transform.flipsVertically = verticalFlip && word(.verticalFlip) < 1 << 31
    return transform
  }

  /// The place of each quantity among an image's random numbers: block c of the counter (identifier, c). The order is
  /// that of Keras' draws; the gaps are for the quantities that Keras has and we do not have yet.
  private enum Draw: UInt32 {
    case heightShift = 1
    case widthShift = 2
    case horizontalFlip = 6
    case verticalFlip = 7
  }
}
