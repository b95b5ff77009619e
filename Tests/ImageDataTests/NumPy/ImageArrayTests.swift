import Testing

@testable import ImageData

@Suite struct ImageArrayTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// An array of bytes.
  private func npy(_ shape: [Int], _ bytes: [UInt8]) -> [UInt8] {
    let sides = shape.map { "\($0)," }.joined(separator: " ")
    return NPYArrayTests.npy(NPYArrayTests.head("|u1", "(\(sides))"), bytes)
  }

  private func array(_ shape: [Int], due: ImageSize? = nil) throws -> ImageArray {
    let bytes = testPixels(height: 1, width: shape.reduce(1, *), channels: 1)
    return try ImageArray(path: try folder.write(npy(shape, bytes), "x.npy"), due: due)
  }

  private func refusal(_ bytes: [UInt8], _ name: String = "x.npy", due: ImageSize? = nil) throws -> String {
    let path = try folder.write(bytes, name)
    let error = try #require(throws: ImageDataError.self) { try ImageArray(path: path, due: due) }
    #expect(error.kind == .badData && error.description.hasPrefix(path + ": "))
    return error.description
  }

  private func pixels(_ images: ImageDataset) -> [UInt8] {
    (0..<images.count).flatMap { images.withPixels(of: $0) { Array($0) } }
  }

  /// Shapes, and the images that they are.
  @Test(arguments: [
    ([7, 5, 6], 7, ImageSize(height: 5, width: 6), 1), ([7, 5, 6, 1], 7, ImageSize(height: 5, width: 6), 1),
    ([2, 5, 6, 3], 2, ImageSize(height: 5, width: 6), 3), ([5, 6], 1, ImageSize(height: 5, width: 6), 1),
    ([5, 6, 4], 1, ImageSize(height: 5, width: 6), 4), ([5, 6, 1], 1, ImageSize(height: 5, width: 6), 1),
    ([5, 6, 2], 5, ImageSize(height: 6, width: 2), 1),
  ])
  func stacksAndSingleImages(shape: [Int], count: Int, size: ImageSize, channels: Int) throws {
    let array = try array(shape)
    #expect(array.count == count && array.size == size)
    let color = try #require(ColorMode(channels: channels))
    let images = try ImageDataset.load(array, 0..<count, size: size, color: color)
    #expect(pixels(images) == testPixels(height: 1, width: shape.reduce(1, *), channels: 1))
    #expect(images.relativePaths == (0..<count).map { "\(folder.path)/x.npy[\($0)]" })
    let last = try ImageDataset.load(array, count - 1..<count, size: size, color: color)
    #expect(pixels(last) == pixels(images).suffix(size.area * channels))
    #expect(last.relativePaths == ["\(folder.path)/x.npy[\(count - 1)]"])
  }

  @Test func theSizeThatIsDueTellsAStackFromColors() throws {
    #expect(try array([5, 6, 3], due: ImageSize(height: 6, width: 3)).count == 5)
    #expect(try array([5, 6, 3], due: ImageSize(height: 5, width: 6)).count == 1)
  }

  /// The same pixels as a file and in an array: cut, resized, recolored and laid over the background alike.
  @Test(arguments: [1, 3, 4], [Interpolation.bilinear, .nearest])
  func imagesBecomeWhatFilesBecome(channels: Int, interpolation: Interpolation) throws {
    let bytes = testPixels(height: 9, width: 14, channels: channels)
    let array = try ImageArray(path: try folder.write(npy([1, 9, 14, channels], bytes), "x.npy"))
    let file = png(bytes, height: 9, width: 14, channels: channels)
    for options in [
      DecodingOptions(),
      DecodingOptions(background: BackgroundColor(red: 9, green: 80, blue: 200), keepsAspectRatio: true),
    ] {
      for (size, color) in [
        (ImageSize(height: 9, width: 14), ColorMode.rgb), (ImageSize(6), .grayscale), (ImageSize(6), .rgba),
      ] {
        let images = try ImageDataset.load(
          array, 0..<1, size: size, color: color, interpolation: interpolation, decoding: options)
        let decoded = try decodeImage(
          bytes: file, size: size, color: color, interpolation: interpolation, options: options)
        #expect(pixels(images) == decoded.pixels, "\(size) \(color)")
      }
    }
  }

  @Test func ofAnArchiveTheImagesAreFound() throws {
    let (one, two) = (npy([1, 2, 3], [1, 2, 3, 4, 5, 6]), npy([2, 2, 5], Array(1...20)))
    func array(_ arrays: [(name: String, npy: [UInt8])]) throws -> ImageArray {
      try ImageArray(path: try folder.write(NPZFile.bytes(arrays), "a.npz"))
    }
    let both = try array([("x_train", one), ("y_train", npy([1], [0])), ("x_test", two)])
    #expect(both.name == "x_test" && both.count == 2 && both.path(of: 1) == "\(folder.path)/a.npz[1]")
    #expect(try array([("images", one), ("x", two)]).name == "x")
    #expect(try array([("arr_0", one)]).name == "arr_0")
    let text = try refusal(NPZFile.bytes([("a", one), ("b", two)]), "b.npz")
    #expect(text.contains("it holds the arrays a, b; x, images, x_test, x_train or a single one is expected"))
    #expect(
      try refusal(NPZFile.bytes([("x", npy([4], [1, 2, 3, 4]))]), "c.npz").contains("x: the images have"))
  }

  @Test func floatsAreTakenAsInTraining() throws {
    let bytes: [UInt8] = [0, 51, 102, 255]
    let path = try folder.write(NPYFile.bytes(bytes.map { Float($0) / 255 }, shape: [1, 2, 2]), "x.npy")
    let images = try ImageDataset.load(
      try ImageArray(path: path), 0..<1, size: ImageSize(2), color: .grayscale)
    #expect(pixels(images) == bytes)
    #expect(
      try refusal(NPYFile.bytes([0.5, -1], shape: [1, 1, 2])).contains("before they are standardized"))
  }

  @Test func otherArraysAreRefused() throws {
    let scalar = try refusal(npy([5], [1, 2, 3, 4, 5]))
    #expect(scalar.contains("the images have the shape 5; N x height x width is expected"))
    #expect(scalar.contains("or one image without the N"))
    #expect(try refusal(npy([0, 2, 2], [])).contains("0 x 2 x 2"))
    #expect(try refusal(npy([1, 2, 2, 2], Array(1...8))).contains("1, 3 or 4 channels"))
    let rows = try refusal(npy([2, 12], Array(1...24)), due: ImageSize(2))
    #expect(rows.contains("array.reshape(-1, 2, 2, 3)") && rows.contains("array[None]"))
    let missing = #expect(throws: ImageDataError.self) { try ImageArray(path: folder.path + "/none.npy") }
    #expect(missing?.kind == .missingInput)
  }

  /// Who has saved columns first shall save rows first: another copy of the file would be the same.
  @Test func aNewCopyIsAdvisedForDamageAlone() throws {
    let good = npy([1, 2, 2], [1, 2, 3, 4])
    #expect(try refusal(Array(good.dropLast())).hasSuffix("get the file anew"))
    #expect(try refusal([1, 2, 3], "x.npz").hasSuffix("get the file anew"))
    let columns = NPYArrayTests.npy(
      "{'descr': '|u1', 'fortran_order': True, 'shape': (1, 2, 2), }", [1, 2, 3, 4])
    #expect(try refusal(columns).hasSuffix("save numpy.ascontiguousarray of it"))
    for other in [
      npy([5], [1, 2, 3, 4, 5]), NPYArrayTests.npy(NPYArrayTests.head("|O", "(1,)"), [1]),
      NPYArrayTests.npy(NPYArrayTests.head(">i2", "(1, 1, 1)"), [0, 1]), NPYFile.bytes(["a"]),
      NPYFile.bytes([0.3], shape: [1, 1, 1]),
    ] {
      #expect(try !refusal(other).contains("anew"))
    }
  }

  @Test func namesTellArrays() throws {
    try folder.makeFolder("folder.npy")
    for name in ["x.npy", "X.NPZ"] { #expect(ImageArray.isNamed(folder.path + "/" + name)) }
    for name in ["folder.npy", "x.png", "npy"] { #expect(!ImageArray.isNamed(folder.path + "/" + name)) }
  }
}
