import Testing

@testable import ImageData

@Suite struct SampleMixingTests {
  private let size = ImageSize(height: 20, width: 30)

  private func draws(_ mixing: SampleMixing, epoch: Int = 0, seed: UInt64 = 0) -> [SampleMixing.Draw] {
    (0..<2000).map {
      mixing.draw(
        seed: seed, epoch: epoch, identifier: $0 &* 0x9E37_79B9_7F4A_7C15, count: 7, size: size)
    }
  }

  /// Beta(α, α) has the mean 1/2 and the variance 1/(8 α + 4); of 2,000 draws the mean is within five deviations, the
  /// variance within a tenth.
  @Test(arguments: [0.2, 1, 4]) func sharesAreOfTheBetaDistribution(alpha: Double) {
    let shares = draws(SampleMixing(.mixup, alpha: alpha)).map(\.share)
    #expect(shares.allSatisfy { $0 >= 0 && $0 <= 1 })
    let mean = shares.reduce(0, +) / 2000
    let variance = shares.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 2000
    let expected = 1 / (8 * alpha + 4)
    #expect(abs(mean - 0.5) < 5 * (expected / 2000).squareRoot())
    #expect(abs(variance - expected) < 0.1 * expected)
  }

  @Test func partnersAreDrawnByEpochAndSeed() {
    let mixing = SampleMixing(.mixup, alpha: 1)
    #expect(draws(mixing) == draws(mixing))
    #expect(draws(mixing) != draws(mixing, epoch: 1) && draws(mixing) != draws(mixing, seed: 1))
    // A seventh of 2,000 with a standard deviation of 15.6: five of them.
    for partner in 0..<7 { #expect(abs(draws(mixing).count { $0.partner == partner } - 286) < 79) }
  }

  /// λ is what is left of the image when the box lies in it.
  @Test func boxesLieInTheImage() {
    for draw in draws(SampleMixing(.cutmix, alpha: 1)) {
      let box = draw.box
      #expect(box.top >= 0 && box.left >= 0 && box.height >= 0 && box.width >= 0)
      #expect(box.top + box.height <= 20 && box.left + box.width <= 30)
      #expect(abs(draw.share - (1 - Double(box.height * box.width) / 600)) < 1e-12)
    }
  }

  /// Pixels and targets of a batch, by their definition from the unmixed images.
  @Test(arguments: [SampleMixing.Kind.mixup, .cutmix]) func imagesAndLabelsAreMixed(kind: SampleMixing.Kind) {
    let dataset = ImageDataset.shapes(count: 12, size: 10)
    let geometry = ImageDataGenerator.Geometry(rotationRange: 30)
    let plain = ImageDataGenerator(geometry: geometry).flow(dataset, shuffle: false, seed: 4).epoch(2)[0]
    let mixing = SampleMixing(kind, alpha: 1)
    let flow = ImageDataGenerator(geometry: geometry, mixing: mixing).flow(dataset, shuffle: false, seed: 4)
    let mixed = flow.epoch(2)[0]
    for sample in 0..<12 {
      let draw = mixing.draw(
        seed: 4, epoch: 2, identifier: dataset.identifiers[sample], count: 12, size: dataset.size)
      var target = [Float](repeating: 0, count: 3)
      target[dataset.labels[sample]] += Float(draw.share)
      target[dataset.labels[draw.partner]] += Float(1 - draw.share)
      #expect(Array(mixed.targets.scalars[sample * 3..<sample * 3 + 3]) == target)
      for place in 0..<100 {
        let own = plain.images.scalars[sample * 100 + place]
        let other = plain.images.scalars[draw.partner * 100 + place]
        let (y, x) = (place / 10 - draw.box.top, place % 10 - draw.box.left)
        let isPasted = y >= 0 && y < draw.box.height && x >= 0 && x < draw.box.width
        let blend = Float(draw.share) * own + (1 - Float(draw.share)) * other
        let expected = kind == .mixup ? blend : isPasted ? other : own
        #expect(abs(mixed.images.scalars[sample * 100 + place] - expected) < 1e-6)
      }
    }
  }
}
