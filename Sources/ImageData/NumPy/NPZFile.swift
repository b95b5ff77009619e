/// Arrays in NumPy's `.npz` format: a zip archive that stores an `.npy` file for each.
///
/// - Source: `numpy/lib/_npyio_impl.py`, `savez`; PKWARE's APPNOTE.TXT 6.3.
public enum NPZFile {
  /// An archive of arrays, of less than 4 GiB together.
  ///
  /// - Parameter arrays: Names, and the bytes of an `.npy` file for each.
  public static func bytes(_ arrays: [(name: String, npy: [UInt8])]) -> [UInt8] {
    precondition(
      arrays.reduce(0) { $0 + $1.npy.count + 200 } < Int(UInt32.max), "An archive has less than 4 GiB")
    var (file, list): ([UInt8], [UInt8]) = ([], [])
    for (name, npy) in arrays {
      let name = Array((name + ".npy").utf8)
      // Version 2.0, no flags, stored, the first of January 1980: the same arrays give the same bytes.
      let common =
        number(20, 2) + number(0, 2) + number(0, 2) + number(0, 2) + number(0x21, 2)
        + number(checksum(npy[...]), 4) + number(npy.count, 4) + number(npy.count, 4) + number(name.count, 2)
        + number(0, 2)
      list += number(0x0201_4B50, 4) + number(20, 2) + common
      list += number(0, 2) + number(0, 2) + number(0, 2) + number(0, 4) + number(file.count, 4) + name
      file += number(0x0403_4B50, 4) + common + name + npy
    }
    let start = file.count
    return file + list + number(0x0605_4B50, 4) + number(0, 4) + number(arrays.count, 2)
      + number(arrays.count, 2) + number(list.count, 4) + number(start, 4) + number(0, 2)
  }

  /// A number, lowest byte first.
  private static func number(_ value: Int, _ bytes: Int) -> [UInt8] {
    (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
