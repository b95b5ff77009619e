extension ValueReader where Value == ScheduleChoice {
  /// `constant`, `cosine,warmup=2`, `step,every=3,factor=0.5`, ...
  static var learningRateSchedule: ValueReader {
    ValueReader(
      expected: list(ScheduleForm.all.map(\.example)), read: { ScheduleChoice($0) }, text: { "\($0)" },
      expectedFor: { ScheduleChoice.form(of: $0)?.expected })
  }
}
