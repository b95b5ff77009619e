import Foundation
import Parallelism

/// Decodes files without knowing their size and color beforehand: it takes the first image to be like all others, and
/// starts again with what it then knows if one is not. So files are read once where all are alike.
struct ImageLoading {
  let files: [ImageFile]
  let size: ImageSize?
  let color: ColorMode?
  let interpolation: Interpolation
  let decoding: DecodingOptions
  /// Where the images are kept.
  var cache = ImageCache.ram
  /// The directory of the files, by which their cache file is found.
  var directory = ""
  let executor: any TaskExecutor
  let progress: ((Int, Int) -> Void)?
  /// The bytes of memory that are free.
  var freeMemory: () -> Int = usableMemory

  func load(classNames: [String]) throws(ImageDataError) -> ImageDataset {
    let selection = CacheSelection(cache, files: files, key: key, freeMemory: freeMemory, executor: executor)
    let first = size == nil || color == nil ? firstUsableHeader() : nil
    var format = PixelFormat(
      size: size ?? first?.size ?? ImageDataset.sizeOfMixedImages,
      color: color ?? first?.color ?? .grayscale, interpolation: interpolation, decoding: decoding)
    var doubts: LoadingPass.Surprise = []
    if size == nil { doubts.insert(.otherSize) }
    if color == nil, format.color == .grayscale { doubts.insert(.colorAmongGray) }
    var sizeNote: String?
    while true {
      let sink: any PixelSink
      switch try selection.choose(format, isCertain: !doubts.contains(.otherSize)) {
      case .found(let pixels):
        (format.size, format.color) = (pixels.table.size, pixels.table.color)
        return dataset(
          pixels, format, reasons: pixels.table.reasons, classNames, pixels.table.sizeNote, selection.note)
      case .fill(let chosen): sink = chosen
      }
      let pass = LoadingPass(format, stopsAt: doubts, sink: sink)
      pass.run(files, executor: executor, progress: progress)
      let surprises = pass.surprises
      if surprises.contains(.otherSize) {
        sizeNote = "the images differ in size: all are resized to \(ImageDataset.sizeOfMixedImages)"
        format.size = ImageDataset.sizeOfMixedImages
      }
      if surprises.contains(.colorAmongGray) { format.color = .rgb }
      if surprises.isEmpty, !selection.isTrial {
        do throws(ImageDataError) {
          let pixels = try sink.finish(reasons: pass.reasons, sizeNote: sizeNote)
          return dataset(pixels, format, reasons: pass.reasons, classNames, sizeNote, selection.note)
        } catch {
          try selection.giveUpDisk(after: error)
        }
      } else {
        doubts.subtract(surprises.isEmpty ? doubts : surprises)
      }
    }
  }

  private func key() -> CacheKey {
    CacheKey(
      directory: directory, files: files, size: size, color: color, interpolation: interpolation,
      decoding: decoding)
  }

  /// The header of the first file that can be decoded.
  private func firstUsableHeader() -> ImageHeader? {
    let chunk = FileChunk()
    let decoder = ImageDecoder(options: decoding)
    for index in files.indices {
      chunk.read([files[index]], from: 0)
      let header = try? chunk.withBytes(of: 0) { (bytes) throws(DecodingError) in
        try decoder.checkedHeader(of: bytes)
      }
      if let header { return header }
    }
    return nil
  }

  /// The data set without the files that could not be used.
  private func dataset(
    _ pixels: any PixelSource, _ format: PixelFormat, reasons: [Int: String], _ classNames: [String],
    _ sizeNote: String?, _ cacheNote: String?
  ) -> ImageDataset {
    let usable = files.indices.filter { reasons[$0] == nil }
    return ImageDataset(
      pixels: pixels, positions: usable, size: format.size, channels: format.color.channels,
      classNames: classNames, labels: usable.map { files[$0].label },
      relativePaths: usable.map { files[$0].relativePath },
      identifiers: usable.map { stableHash(files[$0].relativePath) },
      badImages: reasons.sorted { $0.key < $1.key }.map {
        BadImage(path: files[$0.key].path, reason: $0.value)
      },
      sizeNote: sizeNote, cacheNote: cacheNote)
  }
}
