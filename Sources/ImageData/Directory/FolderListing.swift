import Files

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The names in one folder, without those that begin with a dot, in the order of their bytes.
struct FolderListing {
  var folders: [String] = []
  var files: [String] = []
  /// What is neither a file nor a folder: sockets, pipes, devices.
  var others = 0

  /// Lists a folder.
  ///
  /// - Parameter followsLinks: Whether a link to a folder counts as one; a link to a file always does.
  /// - Throws: The system's error number.
  init(_ path: String, followsLinks: Bool) throws(SystemError) {
    guard let stream = opendir(path) else { throw SystemError() }
    defer { closedir(stream) }
    var folderNames = NameList()
    var fileNames = NameList()
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        if errno != 0 { throw SystemError() }
        break
      }
      withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { name in
          guard name[0] != CChar(UInt8(ascii: ".")) else { return }
          switch FileKind(entry.pointee.d_type, path + "/" + String(cString: name)) {
          case .file: fileNames.append(name)
          case .folder: folderNames.append(name)
          case .linkedFolder:
            if followsLinks { folderNames.append(name) }
          case .other: others += 1
          }
        }
      }
    }
    folders = folderNames.sorted()
    files = fileNames.sorted()
  }
}

/// What a path leads to.
enum FileKind {
  case file, folder, linkedFolder, other

  /// From the type that the folder notes, or, where it notes none or a link, from the file itself.
  init(_ type: UInt8, _ path: @autoclosure () -> String) {
    switch Int32(type) {
    case Int32(DT_REG): self = .file
    case Int32(DT_DIR): self = .folder
    case Int32(DT_LNK):
      // A link to nothing is a file that cannot be opened, so that it is told and not passed over.
      let target = FileKind(path()) ?? .file
      self = target == .folder ? .linkedFolder : target
    case Int32(DT_UNKNOWN): self = FileKind(path()) ?? .other
    default: self = .other
    }
  }

  /// From the file itself; `nil` if nothing is there.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .folder
    default: self = .other
    }
  }
}
