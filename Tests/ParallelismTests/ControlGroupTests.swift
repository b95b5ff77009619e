import Testing

@testable import Parallelism

struct ControlGroupTests {
  @Test func `version 2: the least quota on the way to the root`() {
    let group = ControlGroup(parsing: "0::/system.slice/a.service\n")
    let files = [
      "/sys/fs/cgroup/system.slice/a.service/cpu.max": "max 100000\n",
      "/sys/fs/cgroup/system.slice/cpu.max": "150000 100000\n",
      "/sys/fs/cgroup/cpu.max": "800000 100000\n",
    ]
    #expect(group.quota { files[$0] } == 1.5)
  }

  @Test func `version 2: a container sees its own quota at the root`() {
    let group = ControlGroup(parsing: "0::/docker/0123\n")
    #expect(group.quota { $0 == "/sys/fs/cgroup/cpu.max" ? "50000 100000" : nil } == 0.5)
  }

  @Test func `version 1: quota and period of the cpu controller`() {
    let group = ControlGroup(parsing: "12:memory:/m\n4:cpu,cpuacct:/docker/1\n1:name=systemd:/s\n")
    let files = [
      "/sys/fs/cgroup/cpu/docker/1/cpu.cfs_quota_us": "300000\n",
      "/sys/fs/cgroup/cpu/docker/1/cpu.cfs_period_us": "100000\n",
      "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
      "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
    ]
    #expect(group.quota { files[$0] } == 3)
  }

  @Test(arguments: ["", "nonsense", "0:cpu", "0::", "4:cpu:relative", "::::\n\n"])
  func `no group, no quota`(text: String) {
    #expect(ControlGroup(parsing: text).quota { _ in "100000 100000" } == nil)
  }

  @Test(arguments: [nil, "", "max", "max 100000", "-1 100000", "0 100000", "100000 0", "a b", "1 2 3"])
  func `what states no limit is none`(text: String?) {
    #expect(ControlGroup.quota(text) == nil)
  }
}
