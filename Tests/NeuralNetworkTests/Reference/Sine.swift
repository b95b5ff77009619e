import Foundation

/// sin x, named so that no test needs Foundation's whole namespace.
func sine(_ x: Double) -> Double { sin(x) }
