import Foundation
import Parallelism

/// How every image is mixed with another one of the data set, its label too.
///
/// The partner of an image, and how much of it is seen, are functions of seed, epoch and image, as everything that is
/// drawn; the partner comes with its own transform of the epoch. So batches of any size hold the same images.
public struct SampleMixing: Hashable, Sendable {
  /// What is mixed.
  public enum Kind: Hashable, Sendable {
    /// λ x + (1 − λ) x' for all pixels: Zhang et al., "mixup: Beyond empirical risk minimization", 2018.
    case mixup
    /// A box of x' in x, of a part 1 − λ of the image: Yun et al., "CutMix", 2019.
    case cutmix
  }

  /// What is mixed.
  public let kind: Kind
  /// α of the Beta(α, α) distribution that λ is drawn from: 1 for any part alike, near 0 for hardly any mixing.
  public let alpha: Double

  /// Describes a mixing.
  ///
  /// - Precondition: 0 < α ≤ 1000.
  public init(_ kind: Kind, alpha: Double) {
    precondition(alpha > 0 && alpha <= 1000, "α is above 0 and at most 1000, not \(alpha)")
    self.kind = kind
    self.alpha = alpha
  }

  /// What one image is mixed with.
  struct Draw: Equatable {
    /// The other image.
    let partner: Int
    /// λ: how much of the image's own label is left.
    let share: Double
    /// With cutmix, what of the other image is seen.
    let box: ImageTransform.Box
  }

  /// Draws what an image is mixed with.
  ///
  /// The box of cutmix has the image's shape, scaled by √(1 − λ); its center lies anywhere, and what of it lies outside
  /// is cut off. λ becomes what is then left of the image.
  func draw(seed: UInt64, epoch: Int, identifier: UInt64, count: Int, size: ImageSize) -> Draw {
    var numbers = RandomNumbers(
      seed: seed, purpose: .mixing, stream: UInt32(truncatingIfNeeded: epoch) & 0xFF_FFFF
    ).sequence(of: identifier)
    let partner = numbers.nextIndex(below: count)
    let (first, second) = (Self.gamma(alpha, &numbers), Self.gamma(alpha, &numbers))
    let share = first + second > 0 ? first / (first + second) : 0.5
    guard kind == .cutmix else {
      return Draw(partner: partner, share: share, box: .init(top: 0, left: 0, height: 0, width: 0))
    }
    let scale = (1 - share).squareRoot()
    let (y, x) = (numbers.nextIndex(below: size.height), numbers.nextIndex(below: size.width))
    let (rows, columns) = (Int(Double(size.height) * scale), Int(Double(size.width) * scale))
    let (top, left) = (max(y - rows / 2, 0), max(x - columns / 2, 0))
    let box = ImageTransform.Box(
      top: top, left: left, height: min(y - rows / 2 + rows, size.height) - top,
      width: min(x - columns / 2 + columns, size.width) - left)
    return Draw(
      partner: partner, share: 1 - Double(box.height * box.width) / Double(size.area), box: box)
  }

  /// A number of the Gamma(α, 1) distribution.
  ///
  /// Marsaglia and Tsang, "A simple method for generating gamma variables", 2000; below 1 by U^(1/α) · Gamma(α + 1).
  private static func gamma(_ alpha: Double, _ numbers: inout RandomSequence) -> Double {
    guard alpha >= 1 else {
      let uniform = (Double(numbers.next()) + 0.5) * 0x1p-32
      return gamma(alpha + 1, &numbers) * pow(uniform, 1 / alpha)
    }
    let d = alpha - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let normal = numbers.nextNormal()
      let v = pow(1 + c * normal, 3)
      let uniform = (Double(numbers.next()) + 0.5) * 0x1p-32
      if v > 0, log(uniform) < normal * normal / 2 + d - d * v + d * log(v) { return d * v }
    }
  }
}
