import Parallelism
import Testing

@testable import ImageData

@Suite struct ContactSheetTests {
  /// The color of one pixel.
  private func color(_ image: DecodedImage, x: Int, y: Int) -> DrawingColor {
    let place = 3 * (y * image.size.width + x)
    return DrawingColor(
      UInt32(image.pixels[place]) << 16 | UInt32(image.pixels[place + 1]) << 8
        | UInt32(image.pixels[place + 2]))
  }

  private func audit(_ folder: TemporaryFolder) throws -> ImageAudit {
    ImageAudit(try AuditedDirectory.list([folder.path]), executor: SerialExecutor())
  }

  @Test func markedImagesComeFirstAndTheOthersEvenly() throws {
    let folder = try TemporaryFolder()
    for number in 0..<60 { try folder.write(DuplicateSearchTests.photo(number + 1), "a/\(100 + number).jpg") }
    try folder.write([1], "a/150x.jpg")
    try folder.write(
      png([UInt8](repeating: 9, count: 400), height: 20, width: 20, channels: 1), "a/blank.png")
    try folder.write(DuplicateSearchTests.photo(90), "b/1.jpg")
    let sheet = ContactSheet(try audit(folder))
    #expect(sheet.sections.map(\.title) == ["a  62 images, 2 marked", "b  1 image"])
    // Three rows of twelve: the damaged file, the blank one, 34 of the others from the first on.
    let shown = sheet.sections[0].images
    #expect(shown.count == 36 && shown[0] == 51 && shown[1] == 61 && shown[2] == 0)
    #expect(shown.dropFirst(2).elementsEqual(shown.dropFirst(2).sorted()))
    #expect(Set(shown).count == 36)
    #expect(sheet.hiddenClasses == 0)
  }

  @Test func framesShowWhatWasFound() throws {
    let folder = try TemporaryFolder()
    let white = [UInt8](repeating: 255, count: 3 * 40 * 40)
    try folder.write(png(white, height: 40, width: 40, channels: 3), "a/1.png")
    try folder.write([1, 2], "a/2.png")
    try folder.write(DuplicateSearchTests.photo(1, height: 60, width: 60), "a/3.jpg")
    try folder.write(DuplicateSearchTests.photo(2), "b/1.jpg")
    let sheet = ContactSheet(try audit(folder)).draw(executor: SerialExecutor())
    let step = SheetDrawing.cell + 6
    let top = 16 + 32 + 24
    #expect(sheet.size.width == 12 * step - 6 + 32)
    #expect(color(sheet, x: 16, y: top) == SheetMark.odd.color)
    #expect(color(sheet, x: 16 + SheetDrawing.cell / 2, y: top + SheetDrawing.cell / 2) == .white)
    #expect(color(sheet, x: 16 + step, y: top) == SheetMark.damaged.color)
    #expect(color(sheet, x: 16 + step + SheetDrawing.cell / 2, y: top + SheetDrawing.cell / 2) == .black)
    #expect(color(sheet, x: 16 + 2 * step, y: top) == DrawingColor(0xD8D8D8))
  }

  @Test func theSheetDoesNotDependOnTheThreads() throws {
    let folder = try TemporaryFolder()
    for (number, image) in GoldenImage.all.enumerated() {
      try folder.write(image.bytes, "\(number % 4)/\(image.name)")
    }
    let sheet = ContactSheet(try audit(folder))
    #expect(sheet.draw(executor: SerialExecutor()) == sheet.draw(executor: ScrambledExecutor(threads: 4)))
  }

  @Test func ofVeryManyClassesSomeAreLeftOut() throws {
    let folder = try TemporaryFolder()
    let image = png(height: 20, width: 20)
    for number in 0..<103 { try folder.write(image, "\(1000 + number)/1.png") }
    let sheet = ContactSheet(try audit(folder))
    #expect(sheet.sections.count == 100 && sheet.hiddenClasses == 3)
  }
}
