extension ImageTransform {
  /// One thing that a transform does, by the name of its option, and how much of it.
  public struct Parameter: Hashable, Sendable, CustomStringConvertible {
    /// Such as `rotation`.
    public let name: String
    /// Degrees, pixels, factors or levels, rows before columns; none where the name says it all.
    public let values: [Double]

    /// Name and values with at most two digits after the point.
    public var description: String {
      ([name] + values.map { Self.text($0) }).joined(separator: " ")
    }

    private static func text(_ value: Double) -> String {
      let hundredths = (abs(value) * 100).rounded()
      guard hundredths < 1e15 else { return "\(value)" }
      let (whole, rest) = (Int(hundredths) / 100, Int(hundredths) % 100)
      let sign = value < 0 && hundredths > 0 ? "-" : ""
      guard rest > 0 else { return "\(sign)\(whole)" }
      let digits = rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)"
      return "\(sign)\(whole).\(digits)"
    }
  }

  /// What the transform does, in the order in which it is done; nothing for the one that changes nothing.
  public var parameters: [Parameter] {
    var result: [Parameter] = []
    func add(_ name: String, _ values: Double..., unless isNone: Bool) {
      if !isNone { result.append(Parameter(name: name, values: values)) }
    }
    if let crop {
      add("crop", crop.top, crop.left, crop.height, crop.width, unless: false)
    }
    add("rotation", rotation, unless: rotation == 0)
    add("shift", verticalShift, horizontalShift, unless: verticalShift == 0 && horizontalShift == 0)
    add("shear", shear, unless: shear == 0)
    add("zoom", verticalZoom, horizontalZoom, unless: verticalZoom == 1 && horizontalZoom == 1)
    add("horizontal_flip", unless: !flipsHorizontally)
    add("vertical_flip", unless: !flipsVertically)
    add("channel_shift", channelShift, unless: channelShift == 0)
    add("brightness", brightness, unless: brightness == 1)
    add("contrast", contrast, unless: contrast == 1)
    add("saturation", saturation, unless: saturation == 1)
    add("hue", hue, unless: hue == 0)
    for index in 0..<operations.count {
      let operation = operations[index]
      let saysItAll = [.identity, .autoContrast, .equalize].contains(operation.kind)
      result.append(Parameter(name: operation.kind.name, values: saysItAll ? [] : [operation.value]))
    }
    if let erased {
      add(
        "erased", Double(erased.top), Double(erased.left), Double(erased.height), Double(erased.width),
        unless: false)
    }
    return result
  }
}

extension ImageOperation.Kind {
  /// The name as the options of the command line are written: `translate_x`.
  public var name: String {
    switch self {
    case .identity: "identity"
    case .shearX: "shear_x"
    case .shearY: "shear_y"
    case .translateX: "translate_x"
    case .translateY: "translate_y"
    case .rotate: "rotate"
    case .brightness: "brightness"
    case .color: "color"
    case .contrast: "contrast"
    case .sharpness: "sharpness"
    case .posterize: "posterize"
    case .solarize: "solarize"
    case .autoContrast: "auto_contrast"
    case .equalize: "equalize"
    }
  }
}
