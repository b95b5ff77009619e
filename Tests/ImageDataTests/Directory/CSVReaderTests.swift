import Testing

@testable import ImageData

@Suite struct CSVReaderTests {
  private func records(_ text: String) throws -> [CSVReader.Record] {
    var reader = CSVReader(Array(text.utf8))
    var records: [CSVReader.Record] = []
    while let record = try reader.next() { records.append(record) }
    return records
  }

  @Test func fieldsAndLines() throws {
    #expect(
      try records("\u{FEFF}a,b\r\n\r\n,\n\"x, \"\"y\"\"\nz\",w\nlast,1") == [
        CSVReader.Record(line: 1, fields: ["a", "b"]), CSVReader.Record(line: 3, fields: ["", ""]),
        CSVReader.Record(line: 4, fields: ["x, \"y\"\nz", "w"]),
        CSVReader.Record(line: 6, fields: ["last", "1"]),
      ])
    #expect(try records("").isEmpty && records("\n\r\n").isEmpty)
    #expect(try records("\"a\"\r\nb\r") == [.init(line: 1, fields: ["a"]), .init(line: 2, fields: ["b"])])
  }

  @Test func brokenTextIsRefusedByItsLine() {
    func failure(_ bytes: [UInt8]) -> CSVReader.Failure? {
      var reader = CSVReader(bytes)
      do throws(CSVReader.Failure) {
        while try reader.next() != nil {}
        return nil
      } catch {
        return error
      }
    }
    #expect(failure(Array("a\nb,\"c\nd".utf8))?.line == 2)
    #expect(failure(Array("a\n\"b\"c\n".utf8))?.line == 2)
    #expect(failure([0x61, 0x0A, 0x62, 0x0A, 0xFF, 0x0A])?.line == 3)
  }
}
