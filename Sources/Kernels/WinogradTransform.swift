/// The linear maps of a minimal algorithm F(m, r): m outputs of a correlation with r taps from n = m + r − 1 products
/// instead of m · r, Y = Aᵀ[(G w) ⊙ (Bᵀ x)].
///
/// The way back goes through the transposes: dw = Gᵀ[(A dy) ⊙ (Bᵀ x)] and dx = B[(A dy) ⊙ (G w)]. In two dimensions each
/// map is applied down the columns and then along the rows.
///
/// - Source: S. Winograd, *Arithmetic Complexity of Computations* (1980); A. Lavin, S. Gray, *Fast Algorithms for
///   Convolutional Neural Networks*, arXiv 1509.09308. The matrices are Toom and Cook's for the points named below.
public protocol WinogradTransform {
  /// t = Bᵀx, n numbers to n.
  associatedtype Image: LinearMap
  /// u = G w, r numbers to n.
  associatedtype Kernel: LinearMap
  /// y = Aᵀm, n numbers to m.
  associatedtype Output: LinearMap
  /// dx = B dt, n numbers to n.
  associatedtype ImageGradient: LinearMap
  /// dw = Gᵀdu, n numbers to r.
  associatedtype KernelGradient: LinearMap
  /// dm = A dy, m numbers to n.
  associatedtype OutputGradient: LinearMap
}
