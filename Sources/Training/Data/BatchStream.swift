/// The batches of a source, pass after pass over its data.
struct BatchStream {
  private let source: any SampleSource
  private let batchSize: Int
  private var pass: Int
  private var rest: ArraySlice<Int> = []

  /// The number of batches of a pass: ⌈N / batch size⌉.
  static func batchesPerPass(of samples: Int, batchSize: Int) -> Int {
    (samples + batchSize - 1) / batchSize
  }

  /// - Parameter skipped: The batches that were used before.
  init(source: any SampleSource, batchSize: Int, skipping skipped: Int = 0) {
    self.source = source
    self.batchSize = batchSize
    let batchesPerPass = Self.batchesPerPass(of: source.sampleCount, batchSize: batchSize)
    pass = skipped / batchesPerPass - 1
    if skipped % batchesPerPass > 0 {
      pass += 1
      rest = source.order(epoch: pass).dropFirst(skipped % batchesPerPass * batchSize)
    }
  }

  /// The next batch: its samples and the pass they belong to, from 0. The last batch of a pass may be smaller.
  mutating func next() -> (samples: ArraySlice<Int>, pass: Int) {
    if rest.isEmpty {
      pass += 1
      rest = source.order(epoch: pass)[...]
    }
    defer { rest = rest.dropFirst(batchSize) }
    return (rest.prefix(batchSize), pass)
  }

  /// The samples of the batch after the one that was given last; none at the end of a pass.
  var upcoming: ArraySlice<Int> { rest.prefix(batchSize) }
}
