extension ImageAudit {
  /// The parts of the data, `training` and others, in the order of the directories.
  public var parts: [String] {
    var seen: Set<String> = []
    return directories.map(\.part).filter { seen.insert($0).inserted }
  }

  /// The number of images that can be used, for each class and each of ``parts``: training's classes first, in their
  /// order; images without a class are not among them.
  public var classCounts: [(name: String, counts: [Int])] {
    let parts = parts
    let numbers = Dictionary(uniqueKeysWithValues: parts.enumerated().map { ($1, $0) })
    var rows: [(name: String, counts: [Int])] = []
    var places: [String: Int] = [:]
    for directory in directories {
      for name in directory.classNames where places[name] == nil {
        places[name] = rows.count
        rows.append((name, [Int](repeating: 0, count: parts.count)))
      }
    }
    for image in images where image.facts != nil {
      let directory = directories[image.directory]
      guard !directory.classNames.isEmpty, let place = places[directory.classNames[image.file.label]],
        let part = numbers[directory.part]
      else { continue }
      rows[place].counts[part] += 1
    }
    return rows
  }

  /// The number of images that can be used of each size: the most frequent first, then the smaller.
  public var sizes: [(size: ImageSize, count: Int)] {
    counts(\.size).map { (size: $0.key, count: $0.value) }.sorted {
      (-$0.count, $0.size.area, $0.size.height) < (-$1.count, $1.size.area, $1.size.height)
    }
  }

  /// The number of images that can be used of each format, the most frequent first.
  public var formats: [(format: ImageFormat, count: Int)] {
    ranked(ImageFormat.allCases, counts(\.format)).map { (format: $0, count: $1) }
  }

  /// The number of images that can be used of each way to store colors, the most frequent first.
  public var colors: [(color: StoredColor, count: Int)] {
    ranked(StoredColor.allCases, counts(\.color)).map { (color: $0, count: $1) }
  }

  private func counts<Value: Hashable>(_ fact: KeyPath<ImageFacts, Value>) -> [Value: Int] {
    images.reduce(into: [:]) { counts, image in
      if let facts = image.facts { counts[facts[keyPath: fact], default: 0] += 1 }
    }
  }

  /// Equal counts stay in the order of the cases.
  private func ranked<Value: Hashable>(_ cases: [Value], _ counts: [Value: Int]) -> [(Value, Int)] {
    cases.enumerated().compactMap { place, value in counts[value].map { (place, value, $0) } }
      .sorted { (-$0.2, $0.0) < (-$1.2, $1.0) }.map { ($0.1, $0.2) }
  }
}
