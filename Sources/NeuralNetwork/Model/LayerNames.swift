/// The layers with a name each: their own, or Keras' next one for the class (`conv2d`, `conv2d_1`, ...).
///
/// A name that was given is never given again.
///
/// - Throws: `ModelError.layerName` for a name that two layers ask for, or that cannot stand in a file.
func resolvingNames(of layers: [any Layer]) throws(ModelError) -> [any Layer] {
  var taken: Set<String> = []
  for name in layers.map(\.name) where !name.isEmpty {
    guard !name.contains("/") else {
      throw .layerName(
        name, reason: "holds a \"/\", which separates a layer from its parameter; use another name")
    }
    guard taken.insert(name).inserted else {
      throw .layerName(name, reason: "is borne by two layers; give each its own")
    }
  }
  var used: [String: Int] = [:]
  return layers.map { layer in
    guard layer.name.isEmpty else { return layer }
    var layer = layer
    let base = snakeCase(layer.className)
    repeat {
      let number = used[base, default: 0]
      layer.name = number == 0 ? base : "\(base)_\(number)"
      used[base] = number + 1
    } while !taken.insert(layer.name).inserted
    return layer
  }
}

/// A class name as Keras writes it in layer names: `MaxPooling2D` becomes `max_pooling2d`.
///
/// - Source: `keras/src/utils/naming.py`, `to_snake_case`.
func snakeCase(_ name: String) -> String {
  let characters = Array(name)
  var result = ""
  for (index, character) in characters.enumerated() {
    if character.isUppercase, index > 0 {
      let startsWord = index + 1 < characters.count && characters[index + 1].isLowercase
      if characters[index - 1].isLowercase || startsWord { result += "_" }
    }
    result += character.lowercased()
  }
  return result
}
