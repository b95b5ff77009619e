import Foundation

/// Where the decoded images of a data set are kept: bytes at their final size and in their color mode.
///
/// The pixels are the same wherever they are kept.
public enum ImageCache: Sendable, Hashable {
  /// In memory; more than there is is an error.
  case ram
  /// In a file of this folder, which is mapped into memory: the next run with the same files and settings finds it there
  /// and decodes nothing. See <doc:Cache> for what makes it stale.
  case disk(directory: String = ImageCache.defaultDirectory)
  /// Nowhere: an image is read and decoded anew whenever it is asked for.
  case off
  /// In memory if they take at most half of what is free; else in a file, if its folder has the room (`nil` for no
  /// folder); else nowhere.
  case automatic(directory: String? = ImageCache.defaultDirectory)

  /// The user's folder for caches of programs: `$XDG_CACHE_HOME/train-parallel`, or `~/.cache/train-parallel`.
  ///
  /// - Source: XDG Base Directory Specification 0.8, which has relative paths ignored.
  public static var defaultDirectory: String {
    let environment = ProcessInfo.processInfo.environment["XDG_CACHE_HOME"] ?? ""
    let base = environment.hasPrefix("/") ? environment : NSHomeDirectory() + "/.cache"
    return withoutTrailingSlash(base) + "/train-parallel"
  }

  /// The folder for files; nil where none is written.
  var directory: String? {
    switch self {
    case .disk(let directory): directory
    case .automatic(let directory): directory
    case .ram, .off: nil
    }
  }
}
