#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The bytes that are free to this user where a folder is, or is to be; nil if the system does not say.
func freeBytes(at path: String) -> UInt64? {
  var names = canonicalPath(path).split(separator: "/")
  while true {
    var status = statvfs()
    if statvfs("/" + names.joined(separator: "/"), &status) == 0 {
      return UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue
    }
    guard names.popLast() != nil else { return nil }
  }
}
