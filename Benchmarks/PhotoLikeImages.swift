import CTurboJPEG
import Foundation
import TrainParallel

/// JPEG files with what photographs have: smooth light, texture of every size, edges and a little noise.
///
/// An image is a function of its number alone, so that every run measures the same files.
struct PhotoLikeImages {
  let size: ImageSize
  let count: Int
  var quality: Int32 = 88

  /// Images are dealt to so many class folders.
  static let classes = 5

  /// Writes the files into class folders of a folder.
  func write(to folder: String) throws {
    for label in 0..<Self.classes {
      try FileManager.default.createDirectory(
        atPath: "\(folder)/class\(label)", withIntermediateDirectories: true)
    }
    for index in 0..<count {
      let bytes = try encodeJPEG(pixels(of: index), size: size, quality: quality)
      try bytes.write(to: URL(fileURLWithPath: "\(folder)/\(name(of: index))"))
    }
  }

  /// The path of an image below the folder.
  func name(of index: Int) -> String {
    String(format: "class%d/%06d.jpg", index % Self.classes, index)
  }

  /// H x W x 3 bytes: octaves of noise, a third of it by color, and rectangles half transparent.
  func pixels(of index: Int) -> [UInt8] {
    var numbers = RandomNumbers(seed: 3, purpose: .reference).sequence(UInt32(index), UInt32(size.area))
    var light = [Float](repeating: numbers.nextUniform() * 120 + 60, count: size.area * 3)
    var strength: Float = 70
    var cells = 2
    while cells <= size.width / 4 {
      addNoise(&light, cells: cells, strength: strength, &numbers)
      strength *= 0.6
      cells *= 2
    }
    for _ in 0..<5 { addRectangle(&light, &numbers) }
    return light.map { UInt8(max(0, min(255, $0 + 4 * (numbers.nextUniform() - 0.5)))) }
  }

  /// Adds noise that changes over a grid of `cells` by `cells` places, bilinear in between.
  private func addNoise(
    _ light: inout [Float], cells: Int, strength: Float, _ numbers: inout RandomSequence
  ) {
    let side = cells + 2
    let grid = (0..<side * side).flatMap { _ in
      let gray = numbers.nextUniform() - 0.5
      return (0..<3).map { _ in strength * (gray + 0.5 * (numbers.nextUniform() - 0.5)) }
    }
    for y in 0..<size.height {
      let v = Float(y * cells) / Float(size.height)
      let down = v - v.rounded(.down)
      for x in 0..<size.width {
        let u = Float(x * cells) / Float(size.width)
        let right = u - u.rounded(.down)
        let cell = 3 * (Int(v) * side + Int(u))
        for c in cell..<cell + 3 {
          let top = grid[c] * (1 - right) + grid[c + 3] * right
          let bottom = grid[c + 3 * side] * (1 - right) + grid[c + 3 * side + 3] * right
          light[3 * (y * size.width + x) + c - cell] += top * (1 - down) + bottom * down
        }
      }
    }
  }

  private func addRectangle(_ light: inout [Float], _ numbers: inout RandomSequence) {
    let color = (0..<3).map { _ in numbers.nextUniform() * 255 }
    let top = numbers.nextIndex(below: size.height)
    let left = numbers.nextIndex(below: size.width)
    let bottom = min(size.height, top + 1 + numbers.nextIndex(below: size.height / 2))
    let right = min(size.width, left + 1 + numbers.nextIndex(below: size.width / 2))
    for y in top..<bottom {
      for x in left..<right {
        for c in 0..<3 {
          let place = 3 * (y * size.width + x) + c
          light[place] = (light[place] + color[c]) / 2
        }
      }
    }
  }
}

/// The bytes of a JPEG file with half the color resolution, as cameras write it.
private func encodeJPEG(_ pixels: [UInt8], size: ImageSize, quality: Int32) throws -> Data {
  guard let encoder = tjInitCompress() else { throw BenchmarkError.wrongResult("no JPEG encoder") }
  defer { tjDestroy(encoder) }
  var buffer: UnsafeMutablePointer<UInt8>?
  var count: UInt = 0
  let code = tjCompress2(
    encoder, pixels, Int32(size.width), 0, Int32(size.height), TJPF_RGB.rawValue, &buffer, &count,
    Int32(TJSAMP_420.rawValue), quality, 0)
  defer { tjFree(buffer) }
  guard code == 0, let buffer else {
    throw BenchmarkError.wrongResult(String(cString: tjGetErrorStr2(encoder)))
  }
  return Data(bytes: buffer, count: Int(count))
}
