import TrainParallel

extension ValueReader where Value == Loss {
  /// A loss by Keras' name; for the short names that are in use, the long one is told.
  static var loss: ValueReader {
    let names = Loss.allCases.map(\.rawValue)
    let short = [
      "focal": Loss.categoricalFocalCrossentropy, "mse": .meanSquaredError, "bce": .binaryCrossentropy,
      "binary": .binaryCrossentropy, "crossentropy": .categoricalCrossentropy,
      "cce": .categoricalCrossentropy,
    ]
    return ValueReader(
      expected: list(names), read: Loss.init, text: { $0.rawValue },
      expectedFor: { text in
        let near = short[text.lowercased()]?.rawValue ?? nearestName(to: text, among: names)
        return near.map { "\(list(names)); did you mean \($0)?" }
      })
  }
}
