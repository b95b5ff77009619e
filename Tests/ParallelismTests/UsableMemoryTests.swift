import Testing

@testable import Parallelism

struct UsableMemoryTests {
  @Test func `the line of meminfo is in kibibytes`() {
    let text =
      "MemTotal:       24683520 kB\nMemFree:        20000000 kB\nMemAvailable:   23514624 kB\nBuffers: 1 kB\n"
    #expect(availableMemory(inMeminfo: text) == 23_514_624 * 1024)
  }

  @Test(arguments: [
    "", "MemTotal: 1 kB", "MemAvailable:", "MemAvailable: kB", "MemAvailable: -1 kB", "MemAvailable: 1 MB",
    "MemAvailable: 9223372036854775807 kB", "MemAvailable: 99999999999999999999 kB",
  ]) func `what states no memory is none`(text: String) {
    #expect(availableMemory(inMeminfo: text) == nil)
  }

  @Test func `this machine has some`() {
    #expect(usableMemory() > 0)
  }
}
