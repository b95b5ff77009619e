import Testing

@testable import Parallelism

struct ControlGroupMemoryTests {
  @Test func `version 2: the least that is left on the way to the root`() {
    let group = ControlGroup(parsing: "0::/system.slice/a.service\n")
    let files = [
      "/sys/fs/cgroup/system.slice/a.service/memory.max": "max\n",
      "/sys/fs/cgroup/system.slice/a.service/memory.current": "700\n",
      "/sys/fs/cgroup/system.slice/memory.max": "1000\n",
      "/sys/fs/cgroup/system.slice/memory.current": "900\n",
      "/sys/fs/cgroup/system.slice/memory.stat": "anon 600\ninactive_file 250\nactive_file 50\n",
      "/sys/fs/cgroup/memory.max": "8000\n", "/sys/fs/cgroup/memory.current": "2000\n",
    ]
    #expect(group.memoryLeft { files[$0] } == 350)
  }

  @Test func `version 1: limit, use and what of it is given back`() {
    let group = ControlGroup(parsing: "12:memory:/docker/1\n4:cpu,cpuacct:/c\n")
    let files = [
      "/sys/fs/cgroup/memory/docker/1/memory.limit_in_bytes": "500\n",
      "/sys/fs/cgroup/memory/docker/1/memory.usage_in_bytes": "450\n",
      "/sys/fs/cgroup/memory/docker/1/memory.stat": "inactive_file 7\ntotal_inactive_file 100\n",
      "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
      "/sys/fs/cgroup/memory/memory.usage_in_bytes": "450\n",
    ]
    #expect(group.memoryLeft { files[$0] } == 150)
  }

  @Test func `a group over its limit has nothing left`() {
    #expect(
      ControlGroup.memoryLeft(
        limit: "10", used: "30", statistics: "inactive_file 5", freeable: "inactive_file")
        == 0)
  }

  @Test(
    arguments: [
      (nil, "1"), ("max", "1"), ("", "1"), ("-1", "1"), ("a b", "1"), ("10", nil), ("10", "x"),
      ("99999999999999999999", "1"),
    ] as [(String?, String?)]) func `what states no limit is none`(limit: String?, used: String?)
  {
    #expect(
      ControlGroup.memoryLeft(limit: limit, used: used, statistics: nil, freeable: "inactive_file") == nil)
  }
}
