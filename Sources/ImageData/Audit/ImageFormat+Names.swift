extension ImageFormat {
  /// The endings of names that stand for the format.
  var extensions: [String] {
    switch self {
    case .jpeg: [".jpg", ".jpeg"]
    case .png: [".png"]
    case .webp: [".webp"]
    case .gif: [".gif"]
    case .bmp: [".bmp"]
    case .pnm: [".ppm", ".pgm", ".pbm", ".pnm"]
    }
  }

  /// The format that the ending of a name stands for; `nil` for any other name.
  init?(named name: String) {
    guard let point = name.lastIndex(of: ".") else { return nil }
    let ending = name[point...].lowercased()
    guard let format = ImageFormat.allCases.first(where: { $0.extensions.contains(ending) }) else {
      return nil
    }
    self = format
  }
}
