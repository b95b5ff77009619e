import Testing

@testable import ImageData

@Suite struct BitmapFontTests {
  private func glyph(_ letter: Unicode.Scalar) -> [String] {
    (0..<BitmapFont.height).map { y in
      String((0..<BitmapFont.width).map { x in BitmapFont.hasDot(letter, x: x, y: y) ? "#" : "." })
    }
  }

  @Test func lettersStandWhereTheyBelong() {
    #expect(glyph("A") == [".###.", "#...#", "#...#", "#####", "#...#", "#...#", "#...#"])
    #expect(glyph("~") == [".....", ".....", ".#...", "#.#.#", "...#.", ".....", "....."])
    #expect(glyph(" ").allSatisfy { $0 == "....." })
    #expect(glyph("7")[0] == "#####" && glyph("/")[0] == "....#")
  }

  @Test func allLettersDiffer() {
    let glyphs = (32..<127).compactMap { Unicode.Scalar($0) }.map(glyph)
    #expect(Set(glyphs).count == 95)
  }

  @Test func whatIsNotThereIsABox() {
    let box = ["#####", "#...#", "#...#", "#...#", "#...#", "#...#", "#####"]
    for letter in ["ä", "\u{0}", "\u{7F}", "\u{1F600}"] as [Unicode.Scalar] { #expect(glyph(letter) == box) }
  }
}
