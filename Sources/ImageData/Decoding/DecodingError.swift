/// Why the bytes of one image cannot be used. Who knows the path adds it.
struct DecodingError: Error, Sendable {
  var reason: String

  init(_ reason: String) {
    self.reason = reason
  }
}
