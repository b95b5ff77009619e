import Parallelism

extension ImageDataGenerator {
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
    guard !geometry.isNone || !color.isNone else { return transform }
    let draws = Draws(seed: seed, epoch: epoch, identifier: identifier)
    if geometry.rotationRange != 0 {
      transform.rotation = draws.uniform(.rotation, in: -geometry.rotationRange...geometry.rotationRange)
    }
    if !geometry.heightShiftRange.isNone {
      transform.verticalShift = geometry.heightShiftRange.shift(draws.word(.heightShift), size: size.height)
    }
    if !geometry.widthShiftRange.isNone {
      transform.horizontalShift = geometry.widthShiftRange.shift(draws.word(.widthShift), size: size.width)
    }
    if geometry.shearRange != 0 {
      transform.shear = draws.uniform(.shear, in: -geometry.shearRange...geometry.shearRange)
    }
    if !geometry.zoomRange.isNone {
      transform.verticalZoom = draws.uniform(.verticalZoom, in: geometry.zoomRange.range)
      transform.horizontalZoom = draws.uniform(.horizontalZoom, in: geometry.zoomRange.range)
    }
    transform.flipsHorizontally = geometry.horizontalFlip && draws.word(.horizontalFlip) < 1 << 31
    transform.flipsVertically = geometry.verticalFlip && draws.word(.verticalFlip) < 1 << 31
    if color.channelShiftRange != 0 {
      transform.channelShift = draws.uniform(
        .channelShift, in: -color.channelShiftRange...color.channelShiftRange)
    }
    if let range = color.brightnessRange { transform.brightness = draws.uniform(.brightness, in: range) }
    return transform
  }

  /// The random numbers of one image in one epoch.
  private struct Draws {
    let numbers: RandomNumbers
    let identifier: UInt64

    init(seed: UInt64, epoch: Int, identifier: UInt64) {
      numbers = RandomNumbers(
        seed: seed, purpose: .augmentation, stream: UInt32(truncatingIfNeeded: epoch) & 0xFF_FFFF)
      self.identifier = identifier
    }

    func word(_ draw: Draw) -> UInt32 {
      let (low, high) = (UInt32(truncatingIfNeeded: identifier), UInt32(truncatingIfNeeded: identifier >> 32))
      return numbers.block(low, high, draw.rawValue)[0]
    }

    func uniform(_ draw: Draw, in range: ClosedRange<Double>) -> Double {
      range.lowerBound + (range.upperBound - range.lowerBound) * (Double(word(draw)) * 0x1p-32)
    }
  }

  /// The place of each quantity among an image's random numbers: block c of the counter (identifier, c). The order is
  /// that of Keras' draws.
  private enum Draw: UInt32 {
    case rotation = 0
    case heightShift = 1
    case widthShift = 2
    case shear = 3
    case verticalZoom = 4
    case horizontalZoom = 5
    case horizontalFlip = 6
    case verticalFlip = 7
    case channelShift = 8
    case brightness = 9
  }
}
