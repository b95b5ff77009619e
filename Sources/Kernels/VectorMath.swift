/// Elementary functions made of additions, multiplications and fused multiply-adds only: the same bits under every
/// instruction set that has the latter, whatever the system's mathematical library.
extension Vector {
  /// eˣ, to 2 units in the last place; x is taken as at least −87 and at most 88.
  ///
  /// x = n ln 2 + r with |r| ≤ ln 2 / 2; eʳ by a polynomial of degree 6, times 2ⁿ.
  ///
  /// - Source: the coefficients are those of Cephes' `expf` (S. L. Moshier, netlib).
  @_transparent public func exponential() -> Self {
    let x = minimum(Self(repeating: 88)).maximum(Self(repeating: -87))
    let rounding = Self(repeating: 12_582_912)  // 1.5 · 2²³: adding it rounds to an integer
    let rounded = rounding.addingProduct(of: x, Self(repeating: 1.442_695_04))
    let n = rounded - rounding
    var r = x.addingProduct(of: n, Self(repeating: -0.693_359_375))
    r.addProduct(of: n, Self(repeating: 2.121_944_4e-4))
    var p = Self(repeating: 1.398_199_950_7e-3).addingProduct(of: r, Self(repeating: 1.987_569_15e-4))
    p = Self(repeating: 8.333_451_907_3e-3).addingProduct(of: p, r)
    p = Self(repeating: 4.166_579_589_4e-2).addingProduct(of: p, r)
    p = Self(repeating: 1.666_666_545_9e-1).addingProduct(of: p, r)
    p = Self(repeating: 5.000_000_120_1e-1).addingProduct(of: p, r)
    let value = (r + Self(repeating: 1)).addingProduct(of: p, r * r)
    return value * rounded.powerOfTwoOfRounded()
  }

  /// 1 / (1 + e⁻ˣ), to 3 units in the last place, and 0 below −87.
  ///
  /// It ends short of the denormal numbers, and so that x · sigmoid x does not grow again.
  @_transparent public func sigmoid() -> Self {
    let one = Self(repeating: 1)
    let value = one / (one + (Self.zero - self).exponential())
    return value.replacing(with: Self.zero, where: Self.isGreater(Self(repeating: -87), self))
  }

  /// tanh x, to 3 units in the last place: near 0 an odd polynomial, elsewhere 1 − 2 / (e²ˣ + 1).
  ///
  /// - Source: the coefficients are those of Cephes' `tanhf` (S. L. Moshier, netlib).
  @_transparent public func hyperbolicTangent() -> Self {
    let square = self * self
    var p = Self(repeating: 2.063_908_879_54e-2).addingProduct(
      of: square, Self(repeating: -5.704_988_727_45e-3))
    p = Self(repeating: -5.373_971_555_31e-2).addingProduct(of: p, square)
    p = Self(repeating: 1.333_144_220_36e-1).addingProduct(of: p, square)
    p = Self(repeating: -3.333_328_194_22e-1).addingProduct(of: p, square)
    let near = addingProduct(of: p * square, self)
    let one = Self(repeating: 1)
    let far = one - Self(repeating: 2) / ((self + self).exponential() + one)
    return near.replacing(with: far, where: Self.isGreater(square, Self(repeating: 0.390_625)))
  }

  /// log(1 + u) for 0 ≤ u ≤ 1, to 3 units in the last place: 2 artanh s with s = u / (2 + u) ≤ 1/3, as a series.
  @_transparent public func logarithmOfOnePlus() -> Self {
    let s = self / (Self(repeating: 2) + self)
    let square = s * s
    var p = Self(repeating: 2 / 13).addingProduct(of: square, Self(repeating: 2 / 15))
    p = Self(repeating: 2 / 11).addingProduct(of: p, square)
    p = Self(repeating: 2 / 9).addingProduct(of: p, square)
    p = Self(repeating: 2 / 7).addingProduct(of: p, square)
    p = Self(repeating: 2 / 5).addingProduct(of: p, square)
    p = Self(repeating: 2 / 3).addingProduct(of: p, square)
    return (s + s).addingProduct(of: p * square, s)
  }

  /// x^−b for 10⁻⁵ ≤ x ≤ 10⁵, to some 10⁻⁶ b: e^(−32 b log x^(1/32)), the root of x being so near to 1 that a short series
  /// gives its logarithm.
  @_transparent public func power(minus b: Float) -> Self {
    let root = squareRoot().squareRoot().squareRoot().squareRoot().squareRoot()
    let one = Self(repeating: 1)
    let s = (root - one) / (root + one)
    let square = s * s
    var p = Self(repeating: 2 / 5).addingProduct(of: square, Self(repeating: 2 / 7))
    p = Self(repeating: 2 / 3).addingProduct(of: p, square)
    let logarithm = (s + s).addingProduct(of: p * square, s)
    return (logarithm * Self(repeating: -32 * b)).exponential()
  }
}
