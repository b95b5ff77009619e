import Foundation
import TestSupport
import Testing

@testable import train_parallel

struct RunFolderTests {
  @Test func `the first free number is claimed`() throws {
    try withTemporaryFolder { base in
      let claimed = try (1...3).map { _ in try RunFolder.claim(nil, in: base + "/").path }
      #expect(claimed == ["train", "train-2", "train-3"].map { base + "/runs/" + $0 })
    }
  }

  @Test func `of many at the same time each has its own`() throws {
    try withTemporaryFolder { base in
      let lock = NSLock()
      nonisolated(unsafe) var paths: Set<String> = []
      DispatchQueue.concurrentPerform(iterations: 20) { _ in
        guard let folder = try? RunFolder.claim(nil, in: base + "/") else { return }
        _ = lock.withLock { paths.insert(folder.path) }
      }
      #expect(paths.count == 20)
    }
  }

  @Test func `a folder given is made with those around it`() throws {
    try withTemporaryFolder { base in
      let folder = try RunFolder.claim(base + "/a/b")
      #expect(try names(in: base + "/a") == ["b"])
      #expect(folder.model == base + "/a/b/model.safetensors")
    }
  }

  @Test func `a folder without a model is given up, what is not the run's stays`() throws {
    try withTemporaryFolder { base in
      let new = try RunFolder.claim(base + "/new")
      try writeWhole("{}", to: new.arguments)
      new.discardWithoutModel()
      #expect(try names(in: base).isEmpty)
      try writeWhole("x", to: base + "/notes.txt")
      let old = try RunFolder.claim(base)
      try writeWhole("{}", to: old.arguments)
      old.discardWithoutModel()
      #expect(try names(in: base) == ["notes.txt"])
      try writeWhole("x", to: old.model)
      old.discardWithoutModel()
      #expect(try names(in: base) == ["model.safetensors", "notes.txt"])
    }
  }

  @Test(arguments: [
    "model.safetensors", "best.safetensors", "metrics.jsonl", "metrics.csv", "arguments.json",
  ])
  func `a folder that holds a run is refused`(mark: String) throws {
    try withTemporaryFolder { base in
      try writeWhole("x", to: base + "/" + mark)
      let error = try #require(throws: ProgramError.self) { try RunFolder.claim(base) }
      #expect(error.kind == .cannotCreate)
      #expect(error.description.contains(base) && error.description.contains(mark))
      #expect(try names(in: base) == [mark])
    }
  }

  @Test func `a folder with other files is taken, a file is not`() throws {
    try withTemporaryFolder { base in
      try writeWhole("x", to: base + "/notes.txt")
      #expect(try RunFolder.claim(base).path == base)
      for path in ["/notes.txt", "/notes.txt/run"] {
        let error = try #require(throws: ProgramError.self) { try RunFolder.claim(base + path) }
        #expect(error.kind == .cannotCreate)
      }
    }
  }

  @Test func `what cannot be made is refused before any work is done`() throws {
    try withTemporaryFolder { base in
      try RunFolder.requireFree(base + "/a/b/c")
      for path in ["r", "a-folder-that-is-not-there/run", "./r/", "r//s", "./../r", base + "/ö/", base] {
        try RunFolder.requireFree(path)
      }
      try writeWhole("x", to: base + "/file")
      let error = try #require(throws: ProgramError.self) { try RunFolder.requireFree(base + "/file/a//b/") }
      #expect(error.kind == .cannotCreate)
      #expect(error.description.contains(base + "/file:"))
      #expect(try names(in: base) == ["file"])
    }
  }
}
