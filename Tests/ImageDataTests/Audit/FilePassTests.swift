import Parallelism
import Testing

@testable import ImageData

@Suite struct FilePassTests {
  @Test func everyFileHasItsResultInItsPlace() throws {
    let folder = try TemporaryFolder()
    var files: [ImageFile] = []
    for number in 0..<600 {
      let path = try folder.write([UInt8](repeating: 1, count: number), "\(number)")
      files.append(ImageFile(path: path, relativePath: "\(number)", label: 0))
    }
    files[17].path = folder.path + "/missing"
    for executor in [SerialExecutor(), ScrambledExecutor(threads: 5)] as [any TaskExecutor] {
      let pass = FilePass<Int> { bytes, _ throws(DecodingError) in
        if bytes.count == 30 { throw DecodingError("thirty") }
        return bytes.count
      }
      nonisolated(unsafe) var last = 0
      let results = pass.run(files, executor: executor) { done, count in
        #expect(done > last && count == 600)
        last = done
      }
      #expect(last == 600)
      let counts = results.map { try? $0.get() }
      let expected = (0..<600).map { $0 == 17 || $0 == 30 ? nil : $0 }
      #expect(counts == expected)
      guard case .failure(let missing) = results[17], case .failure(let thirty) = results[30] else {
        Issue.record("two files have no result")
        return
      }
      #expect(missing.reason.contains("No such file") && thirty.reason == "thirty")
    }
  }

  @Test func noFilesHaveNoResults() {
    #expect(FilePass<Int> { bytes, _ in bytes.count }.run([], executor: SerialExecutor()).isEmpty)
  }
}
