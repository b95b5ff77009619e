import Testing

@testable import ImageData

@Suite struct FolderNamesTests {
  private func found(_ names: [String]) -> [[String]] {
    suspiciousClassNames(names, in: "d").map(\.paths)
  }

  @Test func ordinaryNamesPass() {
    #expect(
      found(["0", "1", "10", "cat", "dog", "golden_retriever", "n01440764", "trains", "Äpfel"]).isEmpty)
  }

  @Test(arguments: ["__MACOSX", "@eaDir", "#recycle", "$RECYCLE.BIN", "lost+found", "cat~", "Thumbs"])
  func foldersOfProgramsAreTold(name: String) {
    #expect(found(["cat", name]) == [["d/" + name]])
  }

  @Test(arguments: ["train", "Validation", "TEST", "val", " cat", "cat ", "cat\n"])
  func namesOfPartsAndNamesWithSpacesAroundAreTold(name: String) {
    #expect(found(["dog", name]) == [["d/" + name]])
  }

  @Test func namesThatPeopleReadAsOneAreTold() {
    let names = ["Cat", "cat", "cat copy", "cat (2)", "dog", "golden retriever", "golden-retriever"]
    let findings = suspiciousClassNames(names, in: "d")
    #expect(
      findings.map(\.paths) == [
        ["d/Cat", "d/cat", "d/cat copy", "d/cat (2)"], ["d/golden retriever", "d/golden-retriever"],
      ])
    #expect(findings[1].detail.contains("\"golden retriever\", \"golden-retriever\""))
    #expect(findings.allSatisfy { $0.kind == .suspiciousFolder })
  }
}
