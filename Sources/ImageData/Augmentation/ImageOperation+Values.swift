extension ImageOperation {
  /// Changes the values of an image, floats of 0 ... 255, in place; nothing where pixels change places. The opacity stays.
  ///
  /// Values are not rounded, unless the operation is one on whole levels.
  ///
  /// - Parameter memory: Room for two rows.
  /// - Source: Pillow, `ImageOps.py` and `ImageEnhance.py`.
  func apply(to rows: PixelRows, memory: UnsafeMutablePointer<Float>) {
    switch kind {
    case .identity, .shearX, .shearY, .translateX, .translateY, .rotate: break
    case .brightness: rows.mapColors { Float(value) * $0 }
    case .color: ColorMatrix(ImageTransform(saturation: value), of: rows).apply(to: rows)
    case .contrast: ColorMatrix(ImageTransform(contrast: value), of: rows).apply(to: rows)
    case .sharpness: rows.sharpen(Float(value), memory: memory)
    case .posterize:
      let mask = ~(1 << max(8 - Int(value), 0) - 1)
      rows.mapColors { Float(Self.level($0) & mask) }
    case .solarize: rows.mapColors { $0 < Float(value) ? $0 : 255 - $0 }
    case .autoContrast: for channel in 0..<rows.colorChannels { rows.stretch(channel) }
    case .equalize: for channel in 0..<rows.colorChannels { rows.equalize(channel) }
    }
  }

  /// The level 0 ... 255 nearest to a value.
  fileprivate static func level(_ value: Float) -> Int { Int(min(max(value, 0), 255).rounded()) }
}

extension PixelRows {
  /// The channels that are colors: all but the opacity.
  fileprivate var colorChannels: Int { channels == 4 ? 3 : channels }

  /// x ← clamp(f(x)) for all values of colors.
  @inline(__always)
  fileprivate func mapColors(_ f: (Float) -> Float) {
    for channel in 0..<colorChannels { mapChannel(channel, f) }
  }

  @inline(__always)
  private func mapChannel(_ channel: Int, _ f: (Float) -> Float) {
    for y in 0..<height {
      let row = row(y)
      for i in Swift.stride(from: channel, to: count, by: channels) { row[i] = min(max(f(row[i]), 0), 255) }
    }
  }

  @inline(__always)
  private func forEach(_ channel: Int, _ body: (Float) -> Void) {
    for y in 0..<height {
      let row = row(y)
      for i in Swift.stride(from: channel, to: count, by: channels) { body(row[i]) }
    }
  }

  /// x ← 255 (x − a) / (b − a), with a the least and b the greatest value of the channel.
  fileprivate func stretch(_ channel: Int) {
    var (least, greatest) = (Float.infinity, -Float.infinity)
    forEach(channel) { (least, greatest) = (min(least, $0), max(greatest, $0)) }
    guard greatest > least else { return }
    let scale = 255 / (greatest - least)
    mapChannel(channel) { ($0 - least) * scale }
  }

  /// x ← ⌊(s/2 + the number of values below x) / s⌋, with s = ⌊(n − those of the greatest value) / 255⌋, for whole levels.
  fileprivate func equalize(_ channel: Int) {
    // A kibibyte: what may stand on the stack.
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 256) { levels in
      levels.update(repeating: 0)
      forEach(channel) { levels[ImageOperation.level($0)] += 1 }
      var greatest = 255
      while greatest > 0, levels[greatest] == 0 { greatest -= 1 }
      let step = (Int32(height * width) - levels[greatest]) / 255
      guard step > 0 else { return }
      var below = step / 2
      for level in 0..<256 {
        let next = below + levels[level]
        levels[level] = min(below / step, 255)
        below = next
      }
      mapChannel(channel) { Float(levels[ImageOperation.level($0)]) }
    }
  }

  /// x ← s + v (x − s), where s is the mean of the 3 x 3 values around x, x itself counted five times. The image's edge
  /// stays as it is.
  fileprivate func sharpen(_ value: Float, memory: UnsafeMutablePointer<Float>) {
    guard height > 2, width > 2 else { return }
    // The rows above and here as they were before.
    var (above, here) = (memory, memory + count)
    above.update(from: row(0), count: count)
    for y in 1..<height - 1 {
      let (row, below) = (row(y), row(y + 1))
      here.update(from: row, count: count)
      for i in channels..<count - channels where channels < 4 || i % 4 != 3 {
        let (left, right) = (i - channels, i + channels)
        let corners = above[left] + above[right] + below[left] + below[right]
        let sides = above[i] + below[i] + here[left] + here[right]
        let smooth = (corners + sides + 5 * here[i]) * (1 / 13)
        row[i] = min(max(smooth + value * (here[i] - smooth), 0), 255)
      }
      (above, here) = (here, above)
    }
  }
}
