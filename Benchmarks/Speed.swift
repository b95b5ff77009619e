import Kernels
import TrainParallel

/// The speed of some arithmetic on one thread.
struct Speed {
  /// The seconds of one pass over it.
  let seconds: Spread
  /// 10⁹ floating-point operations per second.
  let gflops: Spread
  /// 100 · the median / the most that this thread can do.
  let percentOfPeak: Double
  /// 10⁹ floating-point operations per second: the most that this thread can do.
  let peak: Double

  /// Measures `work`, which does so many floating-point operations, with samples of the peak in between.
  init(operations: Double, seconds: Double, _ kernels: any KernelSet.Type, _ work: @escaping () -> Void) {
    let meter = PeakMeter(kernels)
    let windows = secondsPerCall(seconds: seconds, of: [work], betweenWindows: meter.sample)[0]
    self.init(operations: operations, seconds: Spread(windows), peak: meter.peak)
  }

  /// Works out the speed of what was measured.
  init(operations: Double, seconds: Spread, peak: Double) {
    self.seconds = seconds
    gflops = seconds.map { operations / $0 / 1e9 }
    self.peak = peak / 1e9
    percentOfPeak = 100 * operations / seconds.median / peak
  }

  /// The columns of a speed.
  static func columns<Row>(_ speed: @escaping @Sendable (Row) -> Speed) -> [ResultTable<Row>.Column] {
    [
      .number("gflops", "GFLOP/s", digits: 1) { speed($0).gflops.median },
      .number("lowest", "lowest", digits: 1) { speed($0).gflops.lowest },
      .number("highest", "highest", digits: 1) { speed($0).gflops.highest },
      .number("percent_of_peak", "% of peak", digits: 1) { speed($0).percentOfPeak },
      .json("peak_gflops") { .number(speed($0).peak) },
    ]
  }
}
