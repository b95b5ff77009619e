#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// All names in a folder, hidden ones too, in the order of their bytes; none where it cannot be listed.
func allNames(in folder: String) -> [String] {
  guard let stream = opendir(folder) else { return [] }
  defer { closedir(stream) }
  var names = NameList()
  while let entry = readdir(stream) {
    withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { names.append($0) }
    }
  }
  return names.sorted().filter { $0 != "." && $0 != ".." }
}
