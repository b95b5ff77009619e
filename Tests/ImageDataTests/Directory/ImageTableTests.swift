import Testing

@testable import ImageData

@Suite struct ImageTableTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func path(_ text: String) throws -> String {
    try folder.write(Array(text.utf8), "labels.csv")
  }

  /// The message of the refusal, from the line's number on.
  private func refusal(_ text: String, weight: String? = nil, classNames: [String]? = nil) throws -> String {
    let path = try path(text)
    let error = try #require(throws: ImageDataError.self) {
      try ImageTable(path: path, weightColumn: weight, classNames: classNames)
    }
    return error.description.replacing(path + ":", with: "")
  }

  @Test func columnsAreFoundByName() throws {
    let path = try path("id,class,filename\n1,rose,r/1.png\n2,Daisy,/abs/d.png\n3,rose,\"r/2, b.png\"\n")
    let table = try ImageTable(path: path)
    #expect(table.classNames == ["Daisy", "rose"] && table.weights == nil)
    #expect(table.files.map(\.label) == [1, 0, 1])
    #expect(table.files.map(\.relativePath) == ["r/1.png", "/abs/d.png", "r/2, b.png"])
    #expect(
      table.files.map(\.path) == [folder.path + "/r/1.png", "/abs/d.png", folder.path + "/r/2, b.png"])
    #expect(try ImageTable.columnNames(of: path) == ["id", "class", "filename"])
    let other = try ImageTable(path: path, directory: "data/", pathColumn: "filename", labelColumn: "id")
    #expect(other.files[0].path == "data/r/1.png" && other.classNames == ["1", "2", "3"])
  }

  @Test func whatIsWrongIsToldByItsLine() throws {
    #expect(try refusal("").hasPrefix("1: the table is empty"))
    #expect(try refusal("file,class\n").hasPrefix("1: there is no column \"filename\""))
    #expect(try refusal("filename,class\n").hasPrefix("1: the table lists no images"))
    #expect(try refusal("filename,class\na,x\nb,x\n").contains("all images are of the class \"x\""))
    #expect(try refusal("filename,class\na,x\nb\n").hasPrefix("3: 1 fields, expected 2"))
    #expect(try refusal("filename,class\na,x\n,y\n").hasPrefix("3: the path"))
    #expect(try refusal("filename,class\na,x\nb,\n").hasPrefix("3: the class of b is missing"))
    #expect(try refusal("filename,class\na,x\nb,y\na,y\n").hasPrefix("4: a stands on line 2 too"))
    #expect(try refusal("filename,class\na,\"x\n").hasPrefix("2: a quotation mark"))
    for weight in ["", "x", "-1", "nan", "1e9"] {
      let text = try refusal("filename,class,weight\na,x,1\nb,y,\(weight)\n", weight: "weight")
      #expect(text.hasPrefix("3: the weight of b is \"\(weight)\""))
    }
    #expect(try refusal("filename,class\na,x\nb,q\n", classNames: ["x", "y"]).contains("\"q\""))
  }

  /// Weights go with the images, also where some are left out.
  @Test func weightsFollowTheImages() throws {
    try folder.write(png(height: 2, width: 2), "1.png")
    try folder.write([1, 2, 3], "2.png")
    try folder.write(png(height: 2, width: 2), "3.png")
    let path = try path("filename,class,weight\n1.png,x,3\n2.png,x,4\n3.png,y,5\n")
    let table = try ImageTable(path: path, weightColumn: "weight")
    let images = try ImageDataset.load(
      table.directory, onBadImage: .skip, executor: ScrambledExecutor(threads: 2))
    #expect(
      images.relativePaths == ["1.png", "3.png"] && images.badImages.map(\.path) == [folder.path + "/2.png"])
    #expect(table.weights(of: images) == [3, 5])
    #expect(table.weights(of: images.subset([1])) == [5])
  }
}
