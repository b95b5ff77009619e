import Parallelism

/// Finds images that are the same, or nearly the same.
///
/// - The same: files of equal bytes (by SHA-256), or of equal size and pixels once decoded.
/// - Nearly the same: hashes that differ in at most ``distance`` bits, and thumbnails whose correlation is at least
///   ``correlation``: copies that were resized, compressed anew, made brighter or given more contrast. Copies that were
///   mirrored, turned or cropped by more than a pixel of the thumbnail are not found.
///
/// Equal pixels are looked for among nearly equal images. Images of hardly one color are all alike and take part by
/// their bytes only. Nearness is handed on: of three images in a row the first and the last may be less alike.
///
/// The limits were chosen by looking at pairs of CIFAR-10's test and training images: down to a correlation of 0.95 all
/// pairs looked at are one photo, at 0.93 the first are two; 0.97 leaves a margin and finds 60 pairs. Of photos that were
/// only compressed anew or resized the correlation is above 0.99. Simple drawings are alike by chance: of MNIST's test
/// images one in eight, most of them ones, has a neighbour within these limits.
struct DuplicateSearch {
  /// The greatest number of bits in which hashes of nearly equal images differ.
  static let distance = 10
  /// The least correlation of thumbnails of nearly equal images.
  static let correlation = 0.97

  let images: [AuditedImage]
  let executor: any TaskExecutor

  /// Groups of images by number, each in ascending order.
  struct Groups {
    /// Images that are the same.
    var same: [[Int]]
    /// Images that are nearly the same and not all the same.
    var near: [[Int]]
  }

  /// Searches all images.
  func run() -> Groups {
    var same = DisjointSets(count: images.count)
    let firsts = mergeEqualFiles(&same)
    var near = same
    NearSearch(fingerprints: firsts.map { images[$0].facts?.fingerprint }, executor: executor)
      .forEachPair { near.merge(firsts[$0], firsts[$1]) }
    mergeEqualPixels(near.groups(), &same)
    let groups = near.groups().filter { group in Set(group.map { same.find($0) }).count > 1 }
    return Groups(same: same.groups(), near: groups)
  }

  /// Merges files of equal bytes; returns the first of each kind.
  private func mergeEqualFiles(_ same: inout DisjointSets) -> [Int] {
    var firsts: [[UInt8]: Int] = [:]
    var numbers: [Int] = []
    for (number, image) in images.enumerated() {
      guard let facts = image.facts else { continue }
      if let first = firsts[facts.digest] {
        same.merge(first, number)
      } else {
        firsts[facts.digest] = number
        numbers.append(number)
      }
    }
    return numbers
  }

  /// Merges the images of a group whose pixels are equal: only those of equal size are decoded once more.
  private func mergeEqualPixels(_ groups: [[Int]], _ same: inout DisjointSets) {
    var candidates: [Int] = []
    for group in groups {
      let firsts = group.filter { same.find($0) == $0 }
      for ofSize in Dictionary(grouping: firsts, by: { images[$0].facts?.size }).values where ofSize.count > 1
      {
        candidates += ofSize
      }
    }
    candidates.sort()
    let digests = FilePass(pixelDigest).run(candidates.map { images[$0].file }, executor: executor)
    var firsts: [[UInt8]: Int] = [:]
    for (number, digest) in zip(candidates, digests) {
      // A file that was removed meanwhile stays what it was.
      guard let digest = try? digest.get() else { continue }
      if let first = firsts[digest] { same.merge(first, number) } else { firsts[digest] = number }
    }
  }
}
