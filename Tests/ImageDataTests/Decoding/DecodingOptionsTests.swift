import Testing

@testable import ImageData

@Suite struct DecodingOptionsTests {
  @Test func colorsAreReadFromText() {
    #expect(BackgroundColor("1,20,255") == BackgroundColor(red: 1, green: 20, blue: 255))
    #expect(BackgroundColor("128") == BackgroundColor(red: 128, green: 128, blue: 128))
    #expect(BackgroundColor(BackgroundColor.white.description) == .white)
    for text in ["", "256", "-1", "1,2", "1,2,3,4", "1,,3", "white", " 1"] {
      #expect(BackgroundColor(text) == nil, "\(text)")
    }
  }

  @Test func uprightOnWhiteIsTheDefault() {
    #expect(DecodingOptions() == DecodingOptions(appliesOrientation: true, background: .white))
  }

  @Test func aGrayImageOnAColoredBackgroundIsNotGray() throws {
    let image = try #require(GoldenImage.all.first { $0.name == "gray-alpha.png" })
    #expect(try decodeImage(bytes: image.bytes).color == .grayscale)
    let sepia = DecodingOptions(background: BackgroundColor(red: 250, green: 240, blue: 200))
    #expect(try decodeImage(bytes: image.bytes, options: sepia).color == .rgb)
    for name in ["gray-8.png", "gray-16.png", "gray.gif"] {
      let opaque = try #require(GoldenImage.all.first { $0.name == name })
      #expect(try decodeImage(bytes: opaque.bytes, options: sepia).color == .grayscale)
    }
  }

  /// Both options reach the images of a directory.
  @Test func aDataSetIsDecodedWithThem() throws {
    let folder = try TemporaryFolder()
    let lying = try #require(GoldenImage.all.first { $0.name == "orientation-6.png" })
    let clear = try #require(GoldenImage.all.first { $0.name == "rgba.png" })
    let paths = try [folder.write(lying.bytes, "a.png"), folder.write(clear.bytes, "b.png")]
    let options = DecodingOptions(
      appliesOrientation: false, background: BackgroundColor(red: 9, green: 8, blue: 7))
    for (path, size) in zip(paths, [ImageSize(height: 4, width: 5), ImageSize(height: 11, width: 13)]) {
      let list = try ImageFileList(paths: [path])
      let dataset = try ImageDataset.load(list, decoding: options, executor: ScrambledExecutor(threads: 2))
      #expect(dataset.badImages.isEmpty && dataset.size == size)
      let expected = try decodeImage(path: path, options: options).pixels
      #expect(dataset.withPixels(of: 0) { Array($0) } == expected)
      #expect(try decodeImage(path: path).pixels != expected)
    }
  }
}
