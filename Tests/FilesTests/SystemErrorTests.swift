import Foundation
import Testing

@testable import Files

@Suite struct SystemErrorTests {
  @Test func texts() {
    #expect(SystemError(code: EACCES).description == "Permission denied")
    #expect(SystemError(code: ENOENT).description == "No such file or directory")
  }

  @Test func theCallThatJustFailed() {
    #expect(open("/dev/null/none", O_RDONLY) < 0)
    #expect(SystemError().code == ENOTDIR)
  }
}
