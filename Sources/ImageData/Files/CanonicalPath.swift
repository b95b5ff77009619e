import Foundation

/// The absolute path without links, `.` and `..`, also of what is not there yet.
func canonicalPath(_ path: String) -> String {
  let absolute = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
  var names = absolute.split(separator: "/").filter { $0 != "." }
  var missing: [Substring] = []
  // Links are followed as far as there is something; of the rest `..` can only mean the name before it.
  while true {
    if let found = realpath("/" + names.joined(separator: "/"), nil) {
      defer { free(found) }
      names = String(cString: found).split(separator: "/")
      break
    }
    guard let last = names.popLast() else { break }
    missing.insert(last, at: 0)
  }
  for name in missing {
    if name == ".." { _ = names.popLast() } else { names.append(name) }
  }
  return "/" + names.joined(separator: "/")
}

/// Whether a path is a folder, or inside of it; both canonical.
func isInside(_ path: String, of folder: String) -> Bool {
  path == folder || path.hasPrefix(folder == "/" ? "/" : folder + "/")
}
