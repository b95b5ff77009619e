import Testing

@testable import Parallelism

struct UsableProcessorsTests {
  @Test(
    arguments: [
      (8, nil, 8), (8, 2.0, 2), (8, 1.5, 2), (8, 0.2, 1), (8, 64.0, 8), (0, nil, 1), (2, 1.9, 2),
      (2, 1e300, 2),
    ] as [(Int, Double?, Int)])
  func `the least of mask and quota, rounded up`(allowed: Int, quota: Double?, expected: Int) {
    #expect(usableProcessors(allowed: allowed, quota: quota) == expected)
  }

  @Test(
    arguments: [
      ("Name:\tx\nCpus_allowed:\tff\nCpus_allowed_list:\t0-3,8,10-11\nMems_allowed:\t1\n", 7),
      ("Cpus_allowed_list:\t5\n", 1), ("Name:\tx\n", nil), ("Cpus_allowed_list:\t\n", nil),
      ("Cpus_allowed_list:\t3-1\n", nil), ("Cpus_allowed_list:\ta-b\n", nil),
    ] as [(String, Int?)])
  func `the affinity mask is read from the status`(status: String, expected: Int?) {
    #expect(allowedProcessors(inStatus: status) == expected)
  }

  @Test func `this machine has a processor`() {
    #expect(usableProcessors() >= 1)
  }
}
