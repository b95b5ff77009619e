/// What is the matter with single images.
func imageFindings(_ images: [AuditedImage]) -> [AuditFinding] {
  let sides = images.compactMap { $0.facts?.size.shorterSide }.sorted()
  let median = sides.isEmpty ? 0 : sides[sides.count / 2]
  return images.flatMap { image in
    let findings: [(AuditFinding.Kind, String)] =
      switch image.contents {
      case .damaged(let reason): [(.damaged, reason)]
      case .image(let facts): facts.findings(path: image.file.path, medianSide: median)
      }
    return findings.map { AuditFinding($0, [image.file.path], $1) }
  }
}

extension ImageFacts {
  /// The shorter side from which on an image is no longer very small.
  private static let leastSide = 16

  fileprivate func findings(path: String, medianSide: Int) -> [(AuditFinding.Kind, String)] {
    var findings: [(AuditFinding.Kind, String)] = []
    if isBlank { findings.append((.blank, "\(size)")) }
    if size.shorterSide < ImageFacts.leastSide {
      findings.append((.tiny, "\(size)"))
    } else if 4 * size.shorterSide < medianSide {
      findings.append((.tiny, "\(size), less than a quarter of the median's \(medianSide) pixels"))
    }
    if let named = ImageFormat(named: path), named != format {
      findings.append((.misnamed, "it is named like \(named.rawValue) and holds \(format.rawValue)"))
    }
    if frameCount > 1 { findings.append((.animated, "\(frameCount) frames")) }
    if size.longerSide >= 4 * size.shorterSide { findings.append((.elongated, "\(size)")) }
    if isTurned { findings.append((.turned, "\(size) when upright")) }
    return findings
  }
}

extension ImageSize {
  var shorterSide: Int { min(height, width) }
  var longerSide: Int { max(height, width) }
}
