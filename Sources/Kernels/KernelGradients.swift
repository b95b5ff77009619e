/// dW[f] += g · patch of X, filter by filter.
@frozen
@usableFromInline struct KernelGradients: PatchBody {
  @_transparent
  @usableFromInline static var mostUnits: Int { 24 }
  @usableFromInline let taps: ChosenTaps
  @usableFromInline let part: PatchPart
  @usableFromInline let image: UnsafePointer<Float>
  @usableFromInline let packed: UnsafeMutablePointer<Float>

  @_transparent
  @usableFromInline init(
    taps: ChosenTaps, part: PatchPart, image: UnsafePointer<Float>, packed: UnsafeMutablePointer<Float>
  ) {
    self.taps = taps
    self.part = part
    self.image = image
    self.packed = packed
  }

  @_transparent
  @usableFromInline func run<P: Patch>(_: P.Type) {
    let x = image + part.place
    for filter in 0..<taps.filters {
      let weights = packed + (part.packedPlace &+ filter &* part.filterStep)
      var entries = taps.entries(ofFilter: filter)
      var sum = P(loading: weights, part.packedRowStep)
      for _ in 0..<entries.count {
        sum.addProduct(
          of: P.Row.V(repeating: entries.gradient[0]), x + entries.place[0].value, part.rowStep)
        entries.place += entries.step
        entries.gradient += entries.step
      }
      sum.store(weights, part.packedRowStep)
    }
  }
}

/// dW[f] += g · patch of X for as many filters at a time as the registers hold: small patches, one after the other,
/// would wait for the sum before.
@frozen
@usableFromInline struct GroupedKernelGradients<Kernels: ChoiceKernels>: PatchBody {
  @_transparent
  @usableFromInline static var mostUnits: Int { 10 }
  @_transparent
  @usableFromInline static var mostVectors: Int { Kernels.mostUnits &* Kernels.Unit.count }
  @usableFromInline let taps: ChosenTaps
  @usableFromInline let part: PatchPart
  @usableFromInline let places: UnsafePointer<PatchPlace>
  @usableFromInline let image: UnsafePointer<Float>
  @usableFromInline let packed: UnsafeMutablePointer<Float>

  @_transparent
  @usableFromInline init(
    taps: ChosenTaps, part: PatchPart, places: UnsafePointer<PatchPlace>, image: UnsafePointer<Float>,
    packed: UnsafeMutablePointer<Float>
  ) {
    self.taps = taps
    self.part = part
    self.places = places
    self.image = image
    self.packed = packed
  }

  @_transparent
  @usableFromInline func run<P: Patch>(_: P.Type) {
    typealias Pair = FilterPair<OneFilter<P>>
    var filter = 0
    if 4 &* P.vectors <= Self.mostVectors {
      while filter &+ 2 < taps.filters {
        add(FilterPair<Pair>.self, filter)
        filter &+= 4
      }
    }
    if 2 &* P.vectors <= Self.mostVectors {
      while filter < taps.filters {
        add(Pair.self, filter)
        filter &+= 2
      }
    } else {
      while filter < taps.filters {
        add(OneFilter<P>.self, filter)
        filter &+= 1
      }
    }
  }

  @_transparent
  @usableFromInline func add<Group: FilterGroup>(_: Group.Type, _ filter: Int) {
    let weights = packed + (part.packedPlace &+ filter &* part.filterStep)
    var sums = Group(loading: weights, part)
    var gradient = UnsafePointer(taps.gradients + filter)
    var place = places + filter
    for _ in 0..<taps.windows {
      sums.addProducts(gradient, image + part.place, place, part)
      gradient += taps.gradientStep
      place += taps.gradientStep
    }
    sums.store(weights, part)
  }
}
