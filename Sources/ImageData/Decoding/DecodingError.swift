/// Why the bytes of one image cannot be used. Who knows the path adds it.
struct DecodingError: Error, Sendable {
  var reason: String
  /// Whether bytes are missing or wrong, so that another copy of the file may be whole.
  var isDamage = false

  init(_ reason: String) {
    self.reason = reason
  }

  /// Bytes are missing or wrong.
  static func damage(_ reason: String) -> DecodingError {
    var error = DecodingError(reason)
    error.isDamage = true
    return error
  }

  /// The same error of a part of the file: `x_train: the array is cut short`.
  func of(_ part: String) -> DecodingError {
    var error = self
    error.reason = "\(part): \(reason)"
    return error
  }
}
