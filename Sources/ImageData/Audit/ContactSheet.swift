import Foundation
import Parallelism

/// A picture of an audit: small images of every class, those with a finding framed in its color.
public struct ContactSheet {
  /// The most images in a row.
  static let columns = 12
  /// The most classes; the last line tells of the others.
  static let classLimit = 100

  /// Which images are shown: for each class its title and the numbers of its images.
  struct Section: Equatable {
    var title: String
    var images: [Int]
  }

  let sections: [Section]
  /// How many classes are not shown.
  let hiddenClasses: Int
  private let audit: ImageAudit
  /// The worst finding of each image that has one with a color.
  private let marks: [Int: SheetMark]

  /// Chooses the images: up to half of each class's places for those with findings, the worst first; the others evenly
  /// from the rest.
  public init(_ audit: ImageAudit) {
    self.audit = audit
    let marks = SheetMark.marks(of: audit)
    var classes = ContactSheet.classes(of: audit)
    hiddenClasses = max(0, classes.count - ContactSheet.classLimit)
    classes = Array(classes.prefix(ContactSheet.classLimit))
    let rows = classes.count <= 1 ? 10 : classes.count <= 10 ? 3 : classes.count <= 30 ? 2 : 1
    self.marks = marks
    sections = classes.map { name, images in
      let chosen = ContactSheet.choose(rows * ContactSheet.columns, of: images, marks: marks)
      let marked = images.count { marks[$0] != nil }
      return Section(
        title: "\(name)  \(images.count) \(images.count == 1 ? "image" : "images")"
          + (marked > 0 ? ", \(marked) marked" : ""),
        images: chosen)
    }
  }

  /// The images of each class, of all parts of the data; those without a class come together.
  private static func classes(of audit: ImageAudit) -> [(name: String, images: [Int])] {
    var classes: [(name: String, images: [Int])] = []
    var places: [String: Int] = [:]
    for (number, image) in audit.images.enumerated() {
      let names = audit.directories[image.directory].classNames
      let name = names.isEmpty ? "images without a class" : names[image.file.label]
      let place = places[name] ?? classes.count
      places[name] = place
      if place == classes.count { classes.append((name, [])) }
      classes[place].images.append(number)
    }
    return classes
  }

  private static func choose(_ places: Int, of images: [Int], marks: [Int: SheetMark]) -> [Int] {
    guard images.count > places else { return images }
    let ranks = images.compactMap { number in marks[number].map { ($0.rawValue, number) } }.sorted { $0 < $1 }
    let plain = images.filter { marks[$0] == nil }
    let marked = ranks.prefix(max(places / 2, places - plain.count)).map(\.1)
    let free = places - marked.count
    return marked + (0..<free).map { plain[$0 * plain.count / free] }
  }

  /// Draws it.
  ///
  /// - Parameter executor: The threads that decode the images once more.
  /// - Returns: An RGB image.
  public func draw(executor: any TaskExecutor) -> DecodedImage {
    let numbers = sections.flatMap(\.images)
    let small = FilePass { bytes, worker throws(DecodingError) in try smallImage(bytes, worker) }
      .run(numbers.map { audit.images[$0].file }, executor: executor)
    let images = Dictionary(uniqueKeysWithValues: zip(numbers, small.map { try? $0.get() }))
    var drawing = SheetDrawing(sections: sections, hiddenClasses: hiddenClasses)
    for (section, contents) in sections.enumerated() {
      drawing.title(section, contents.title)
      for (place, number) in contents.images.enumerated() {
        drawing.cell(section, place, images[number] ?? nil, marks[number])
      }
    }
    return drawing.image
  }
}
