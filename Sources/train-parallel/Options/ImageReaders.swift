import TrainParallel

extension ValueReader where Value == ImageSize {
  /// `150` for a square, `100x150` for 100 rows of 150 pixels.
  static var imageSize: ValueReader {
    let most = 16_384
    return ValueReader(
      expected: "a size such as 150, or height x width such as 100x150, from 1 to \(most) pixels",
      read: { text in
        let sides = text.lowercased().split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(sides.count), let height = sides[0], let width = sides[sides.count - 1],
          (1...most).contains(height), (1...most).contains(width)
        else { return nil }
        return ImageSize(height: height, width: width)
      },
      text: { "\($0)" })
  }
}

extension ValueReader where Value == BackgroundColor {
  /// `255,255,255`, or one number for a shade of gray.
  static var backgroundColor: ValueReader {
    ValueReader(
      expected: "R,G,B or one number for gray, each from 0 to 255", read: { BackgroundColor($0) },
      text: { "\($0)" })
  }
}

extension ValueReader where Value == SampleGrouping {
  /// A text that ends the prefix of a name, or a number of characters.
  static var grouping: ValueReader {
    ValueReader(
      expected: "a text such as _ that ends the common beginning of names, or a number of letters above 0",
      read: { SampleGrouping($0) }, text: { "\($0)" })
  }
}

extension ValueReader where Value == [String] {
  /// Names with commas between them, each once.
  static var names: ValueReader {
    ValueReader(
      expected: "two names or more with commas between them, each once, such as cat,dog",
      read: { text in
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        return names.count > 1 && !names.contains("") && Set(names).count == names.count ? names : nil
      },
      text: { $0.joined(separator: ",") })
  }
}

extension ValueReader where Value == ShiftRange {
  /// With a decimal point a fraction of the size, otherwise pixels; with commas the pixels to choose from.
  static var shift: ValueReader {
    ValueReader(
      expected:
        "a fraction of the size such as 0.1, or a whole number of pixels such as 2, at least 0; or pixels to choose "
        + "from such as -2,0,2",
      read: { ShiftRange($0) }, text: { "\($0)" })
  }
}

extension ValueReader where Value == ZoomRange {
  /// `0.2`, or `0.8,1.2` for the same.
  static var zoom: ValueReader {
    ValueReader(
      expected: "a number such as 0.2, at least 0 and below 1, or a range above 0 such as 0.8,1.2",
      read: { ZoomRange($0) }, text: { "\($0)" })
  }
}

/// Two numbers that a third is drawn between.
struct NumberRange: Hashable {
  let range: ClosedRange<Double>
}

extension ValueReader where Value == NumberRange? {
  /// `0.8,1.2`
  static var factors: ValueReader {
    numbers("two factors, the lower one first, at least 0, such as 0.8,1.2") { $0 >= 0 && $1.isFinite }
  }

  /// `0.5,1`
  static var parts: ValueReader {
    numbers("two parts of the image, the lower one first, above 0, at most 1, such as 0.5,1") {
      $0 > 0 && $1 <= 1
    }
  }

  private static func numbers(
    _ expected: String, _ areExpected: @escaping (Double, Double) -> Bool
  ) -> ValueReader {
    ValueReader(
      expected: expected,
      read: { text in
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
        guard numbers.count == 2, let lower = numbers[0], let upper = numbers[1], lower <= upper,
          areExpected(lower, upper)
        else { return nil }
        return NumberRange(range: lower...upper)
      },
      text: { $0.map { "\($0.range.lowerBound),\($0.range.upperBound)" } ?? "none" })
  }
}

extension ValueReader where Value == RandAugment {
  /// `2,9`: operations for each image and their magnitude.
  static var randAugment: ValueReader {
    ValueReader(
      expected:
        "a number of operations from 1 to \(ImageOperations.most) and a magnitude from 0 to 30, such as 2,9",
      read: { text in
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2, let operations = Int(parts[0]), let magnitude = Double(parts[1]),
          (1...ImageOperations.most).contains(operations),
          (0...RandAugment.greatestMagnitude).contains(magnitude)
        else { return nil }
        return RandAugment(operations: operations, magnitude: magnitude)
      },
      text: { "\($0.operations),\($0.magnitude)" })
  }
}

extension ValueReader where Value == InterpolationOrder {
  /// `0` or `1`, as Keras has them.
  static var interpolationOrder: ValueReader {
    ValueReader(
      expected: "0 for the nearest pixel or 1 for bilinear interpolation",
      read: { Int($0).flatMap(InterpolationOrder.init) }, text: { "\($0.rawValue)" })
  }
}

extension ValueReader where Value == Int? {
  /// A number of threads, or `auto` for as many as there are processors to use.
  static var threads: ValueReader {
    let number = ValueReader<Int>.wholeNumber(atLeast: 1, atMost: 1024)
    return ValueReader(
      expected: "\(number.expected), or auto",
      read: { text in text == "auto" ? .some(nil) : number.read(text).map { .some($0) } },
      text: { $0.map { "\($0)" } ?? "auto" })
  }
}

extension ValueReader where Value == InstructionSet {
  /// An instruction set that this machine has.
  static var instructionSet: ValueReader {
    let available = InstructionSet.available
    return ValueReader(
      expected: "one that this machine has: \(list(available.map(\.rawValue)))",
      read: { text in available.first { $0.rawValue == text } }, text: { $0.rawValue })
  }
}
