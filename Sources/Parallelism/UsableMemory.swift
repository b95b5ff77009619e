import Foundation

/// The bytes of memory that this process can still take without pushing others out: the least of what the system says is
/// available and what is left to the control group. Without either, as on macOS, half of the physical memory.
public func usableMemory() -> Int {
  func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }
  let available = text("/proc/meminfo").flatMap(availableMemory(inMeminfo:))
  let left = text("/proc/self/cgroup").map(ControlGroup.init)?.memoryLeft(read: text)
  let known = [available, left].compactMap { $0 }.min()
  return known ?? Int(clamping: ProcessInfo.processInfo.physicalMemory / 2)
}

/// The bytes of the line `MemAvailable: 23514624 kB` of Linux' `/proc/meminfo`.
func availableMemory(inMeminfo text: String) -> Int? {
  let key = "MemAvailable:"
  guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(key) }) else { return nil }
  let words = line.dropFirst(key.count).split(separator: " ")
  guard words.count == 2, words[1] == "kB", let kibibytes = Int(words[0]), kibibytes >= 0 else { return nil }
  let (bytes, overflows) = kibibytes.multipliedReportingOverflow(by: 1024)
  return overflows ? nil : bytes
}
