import Foundation
import Parallelism

extension ImageDataGenerator {
  /// Draws the transform of one image in one epoch.
  ///
  /// Each quantity has a random number of its own, found by its place in `Draw`: switching one option on or off changes
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
    guard !geometry.isNone || !color.isNone || randAugment != nil else { return transform }
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
    if let range = geometry.randomResizedCrop { transform.crop = draws.crop(area: range, of: size) }
    if let range = color.contrastRange { transform.contrast = draws.uniform(.contrast, in: range) }
    if let range = color.saturationRange { transform.saturation = draws.uniform(.saturation, in: range) }
    if color.hueRange != 0 { transform.hue = draws.uniform(.hue, in: -color.hueRange...color.hueRange) }
    if color.randomErasing > 0, draws.uniform(.erasing, in: 0...1) < color.randomErasing {
      transform.erased = draws.erased(of: size)
    }
    if let randAugment {
      transform.operations = randAugment.draw(size: size) { draws.words(of: $0) }
    }
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

    /// Two words for an operation of ``RandAugment``: its block of the counter lies behind all others.
    func words(of operation: Int) -> (UInt32, UInt32) {
      let (low, high) = (UInt32(truncatingIfNeeded: identifier), UInt32(truncatingIfNeeded: identifier >> 32))
      let block = numbers.block(low, high, Draw.firstOperation.rawValue + UInt32(operation))
      return (block[0], block[1])
    }

    func uniform(_ draw: Draw, in range: ClosedRange<Double>) -> Double {
      range.lowerBound + (range.upperBound - range.lowerBound) * (Double(word(draw)) * 0x1p-32)
    }

    /// A number whose logarithm is uniform.
    func ratio(_ draw: Draw, in range: ClosedRange<Double>) -> Double {
      exp(uniform(draw, in: log(range.lowerBound)...log(range.upperBound)))
    }

    func crop(area range: ClosedRange<Double>, of size: ImageSize) -> ImageTransform.Crop {
      let area = uniform(.cropArea, in: range) * Double(size.area)
      let ratio = ratio(.cropRatio, in: 3.0 / 4...4.0 / 3)
      let height = min((area / ratio).squareRoot(), Double(size.height))
      let width = min((area * ratio).squareRoot(), Double(size.width))
      return ImageTransform.Crop(
        top: uniform(.cropTop, in: 0...Double(size.height) - height),
        left: uniform(.cropLeft, in: 0...Double(size.width) - width), height: height, width: width)
    }

    func erased(of size: ImageSize) -> ImageTransform.Box {
      let area = uniform(.erasedArea, in: 0.02...0.33) * Double(size.area)
      let ratio = ratio(.erasedRatio, in: 0.3...3.3)
      let height = min(max(Int((area * ratio).squareRoot().rounded()), 1), size.height)
      let width = min(max(Int((area / ratio).squareRoot().rounded()), 1), size.width)
      return ImageTransform.Box(
        top: Int(uniform(.erasedTop, in: 0...Double(size.height - height + 1))),
        left: Int(uniform(.erasedLeft, in: 0...Double(size.width - width + 1))), height: height, width: width)
    }
  }

  /// The place of each quantity among an image's random numbers: block c of the counter (identifier, c). The order is
  /// that of Keras' draws, then of those that Keras has not.
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
    case cropArea = 10
    case cropRatio = 11
    case cropTop = 12
    case cropLeft = 13
    case contrast = 14
    case saturation = 15
    case hue = 16
    case erasing = 17
    case erasedArea = 18
    case erasedRatio = 19
    case erasedTop = 20
    case erasedLeft = 21
    case firstOperation = 22
  }
}
