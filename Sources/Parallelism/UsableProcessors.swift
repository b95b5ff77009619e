import Foundation

/// The number of processors that this process can keep busy: min(affinity mask, ceil(control group's quota)), at least 1.
public func usableProcessors() -> Int {
  let group = (try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8)).map(ControlGroup.init)
  let quota = group?.quota { try? String(contentsOfFile: $0, encoding: .utf8) }
  return usableProcessors(allowed: allowedProcessors(), quota: quota)
}

/// A quota of one and a half processors keeps two threads busy most of the time: so it is rounded up.
func usableProcessors(allowed: Int, quota: Double?) -> Int {
  guard let quota, quota < Double(allowed) else { return max(1, allowed) }
  return max(1, Int(quota.rounded(.up)))
}

/// The processors that the affinity mask allows, or that are online where there is no mask.
private func allowedProcessors() -> Int {
  let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
  return status.flatMap(allowedProcessors(inStatus:)) ?? ProcessInfo.processInfo.activeProcessorCount
}

/// The number of processors in the line `Cpus_allowed_list: 0-3,8` of Linux' `/proc/self/status`.
func allowedProcessors(inStatus status: String) -> Int? {
  let key = "Cpus_allowed_list:"
  guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix(key) }) else { return nil }
  var count = 0
  for range in line.dropFirst(key.count).split(separator: ",") {
    let bounds = range.split(separator: "-").map { Int($0.filter { !$0.isWhitespace }) }
    guard let first = bounds.first, let lower = first, let last = bounds.last, let upper = last,
      lower <= upper
    else { return nil }
    count += upper - lower + 1
  }
  return count > 0 ? count : nil
}
