import Foundation

/// sin x, named so that no test needs Foundation's whole namespace.
func sine(_ x: Double) -> Double { sin(x) }

/// e^x, likewise.
func exponential(_ x: Double) -> Double { exp(x) }
