/// C[m, n] = start[m, n] + Σᵢⱼₖ A[m, i, j, k] · B[i, j, k, n], with A read by broadcast and B by vectors.
///
/// One description serves every product of the network: what differs is only where A's and B's elements stand.
///
/// | product | m | n | i, j, k |
/// |---|---|---|---|
/// | convolution, forward | pixels of an output row | output channels | kernel row, kernel column, input channel |
/// | convolution, dW | kernel column and input channel | output channels | image, output row, output column |
/// | convolution, dX | pixels of an input row | input channels | kernel row, kernel column, output channel |
/// | matrix product | rows of A | columns of B | –, –, columns of A |
///
/// The sum runs over i, then j, then k, into one accumulator an output: its order depends on no tile size and on
/// no vector width, so that every instruction set with a fused multiply-add gives the same bits.
@frozen public struct Contraction {
  /// How one summation index moves through A and B.
  @frozen public struct Loop {
    /// The number of values of the index.
    public var count: Int
    /// The distance in A, in floats.
    public var aStep: Int
    /// The distance in B, in floats.
    public var bStep: Int

    /// Creates a loop; without arguments, one that runs once.
    @inlinable public init(_ count: Int = 1, aStep: Int = 0, bStep: Int = 0) {
      self.count = count
      self.aStep = aStep
      self.bStep = bStep
    }
  }

  /// What the sums start from.
  @frozen public enum Start {
    /// 0.
    case zero
    /// What stands in C: C += A·B.
    case accumulate
    /// One number a column, padded to whole vectors.
    case bias(UnsafePointer<Float>)
    /// One number a row, each repeated over a whole panel.
    case rowBias(UnsafePointer<Float>)
  }

  /// The same product over and over, with A, B and C further on each time: the rows of an image, for instance.
  @frozen public struct Repetition {
    /// How many times.
    public var count: Int
    /// The distance in A, in floats.
    public var aStep: Int
    /// The distance in B, in floats.
    public var bStep: Int
    /// The distance in C, in floats.
    public var cStep: Int

    /// Creates a repetition; without arguments, none.
    @inlinable public init(_ count: Int = 1, aStep: Int = 0, bStep: Int = 0, cStep: Int = 0) {
      self.count = count
      self.aStep = aStep
      self.bStep = bStep
      self.cStep = cStep
    }
  }

  /// M, the rows of C.
  public var rows: Int
  /// N, the columns of C.
  public var columns: Int
  /// A[0, 0, 0, 0].
  public var a: UnsafePointer<Float>
  /// The distance of A's rows.
  public let aRow: Int
  /// The distance of A's rows, four at a time: stored, so that the compiler takes it for a number of its own and
  /// addresses each four rows from a pointer of their own, instead of going from row to row by a chain of additions.
  @usableFromInline let aFourRows: Int
  /// B[0, 0, 0, 0]; whole vectors are read, so that up to a vector's width less one may be read behind a row.
  public var b: UnsafePointer<Float>
  /// The distance from one panel of `panelWidth` columns of B to the next.
  public var bPanel: Int
  /// The summation index i, outermost.
  public var outer: Loop
  /// The summation index j.
  public var middle: Loop
  /// The summation index k, innermost.
  public var inner: Loop
  /// C[0, 0].
  public var c: UnsafeMutablePointer<Float>
  /// The distance of C's rows.
  public var cRow: Int
  /// What the sums start from.
  public var start: Start
  /// Whether C's rows have room for whole vectors: then the lanes behind the last column are written too.
  public var isPadded: Bool
  /// The products that are computed: panel by panel of B, so that each stays in the cache for all of them.
  public var repetition: Repetition

  /// Describes a product.
  @inlinable public init(
    rows: Int, columns: Int, a: UnsafePointer<Float>, aRow: Int, b: UnsafePointer<Float>, bPanel: Int,
    outer: Loop = Loop(), middle: Loop = Loop(), inner: Loop, c: UnsafeMutablePointer<Float>, cRow: Int,
    start: Start, isPadded: Bool = false, repetition: Repetition = Repetition()
  ) {
    self.rows = rows
    self.columns = columns
    self.a = a
    self.aRow = aRow
    aFourRows = 4 &* aRow
    self.b = b
    self.bPanel = bPanel
    self.outer = outer
    self.middle = middle
    self.inner = inner
    self.c = c
    self.cRow = cRow
    self.start = start
    self.isPadded = isPadded
    self.repetition = repetition
  }
}
