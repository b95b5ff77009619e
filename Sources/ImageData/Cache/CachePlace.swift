/// Where the images of one data set are kept, once their number and size are known.
struct CachePlace: Equatable {
  enum Kind {
    case ram, disk, off
  }

  var kind: Kind
  /// Why, where nobody asked for it.
  var reason: String?
}

extension CachePlace {
  /// The part of the free memory that images may take where nobody said where to keep them: training needs some too, and
  /// what is free now may not be so for long.
  static let partOfMemory = 0.5
  /// The bytes that must stay free on a disk that nobody named.
  static let reserveOnDisk: UInt64 = 1 << 30

  /// Chooses a place for images that nobody named one for.
  ///
  /// - Parameters:
  ///   - bytes: What the pixels take.
  ///   - memory: The bytes of memory that are free.
  ///   - room: The bytes that are free in the folder for caches, or why it cannot be used.
  init(choosingFor bytes: UInt64, memory: Int, room: () -> Room) {
    guard Double(bytes) > Double(memory) * Self.partOfMemory else {
      self.init(kind: .ram)
      return
    }
    let size =
      "they would take \(byteText(bytes)) of the \(byteText(UInt64(max(memory, 0)))) of memory that are free"
    switch room() {
    case .none: self.init(kind: .off, reason: size)
    case .unusable(let problem): self.init(kind: .off, reason: "\(size), and \(problem)")
    case .free(let free) where free >= Self.reserveOnDisk && free - Self.reserveOnDisk >= bytes:
      self.init(kind: .disk, reason: size)
    case .free(let free):
      self.init(kind: .off, reason: "\(size), and the folder for caches has \(byteText(free)) left")
    }
  }

  /// What a folder for caches has to offer.
  enum Room {
    /// There is no such folder.
    case none
    /// It cannot be used, and why.
    case unusable(String)
    /// So many bytes are free.
    case free(UInt64)
  }
}
