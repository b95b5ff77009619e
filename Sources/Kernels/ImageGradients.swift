/// patch of dX += g · W[f]
@frozen
@usableFromInline struct ImageGradients: PatchBody {
  @_transparent
  @usableFromInline static var mostUnits: Int { 12 }
  @usableFromInline let taps: ChosenTaps
  @usableFromInline let part: PatchPart
  @usableFromInline let passes: Int
  @usableFromInline let packed: UnsafePointer<Float>
  @usableFromInline let image: UnsafeMutablePointer<Float>

  @_transparent
  @usableFromInline init(
    taps: ChosenTaps, part: PatchPart, passes: Int, packed: UnsafePointer<Float>,
    image: UnsafeMutablePointer<Float>
  ) {
    self.taps = taps
    self.part = part
    self.passes = passes
    self.packed = packed
    self.image = image
  }

  @_transparent
  @usableFromInline func run<P: Patch>(_: P.Type) {
    guard let allMarks = taps.marks else { return }
    let words = taps.words
    for window in 0..<taps.windows {
      let gradients = taps.gradients + window &* taps.gradientStep
      for tap in 0..<taps.taps {
        let marks = allMarks + 8 &* words &* (window &* taps.taps &+ tap)
        var place = image + (part.place &+ window &* taps.windowStep &+ taps.tapPlaces[tap &+ 1])
        var weights = packed + part.packedPlace
        for _ in 0..<passes {
          var sum = P(loading: place, part.rowStep)
          for word in 0..<words {
            var mark = marks.load(fromByteOffset: 8 &* word, as: UInt64.self)
            while mark != 0 {
              let filter = word &* 64 &+ mark.trailingZeroBitCount
              mark &= mark &- 1
              sum.addProduct(
                of: P.Row.V(repeating: gradients[filter]), weights + filter &* part.filterStep,
                part.packedRowStep)
            }
          }
          sum.store(place, part.rowStep)
          place += P.rows &* part.rowStep
          weights += P.rows &* part.packedRowStep
        }
      }
    }
  }
}
