import LinearAlgebra
import NeuralNetwork
import Testing

/// Weights that an optimizer moves, step after step, with its slots.
struct OptimizerRun {
  static let count = 32
  /// Longer than the weights: what lies between the slots belongs to other stretches.
  static let slotStride = 48
  static let poison: Float = 666.666

  var weights: [Float]
  var slots: [Float]
  private let optimizer: any Optimizer
  private let set: InstructionSet

  /// Weights from −1 to 1, or all the same.
  init(_ optimizer: any Optimizer, weight: Float? = nil, set: InstructionSet = .best) {
    self.optimizer = optimizer
    self.set = set
    weights = (0..<Self.count).map { weight ?? Float(sine(Double($0) + 1)) }
    slots = (0..<Self.slotStride * optimizer.slotNames.count).map {
      $0 % Self.slotStride < Self.count ? optimizer.initialSlotValue : Self.poison
    }
  }

  /// Runs one step, numbered from 1.
  mutating func step(_ number: Int, gradient: [Float]) {
    let (optimizer, kernels) = (optimizer, set.kernels)
    weights.withUnsafeMutableBufferPointer { weights in
      slots.withUnsafeMutableBufferPointer { slots in
        gradient.withUnsafeBufferPointer { gradient in
          guard let w = weights.baseAddress, let g = gradient.baseAddress else { return }
          optimizer.update(
            ParameterStretch(
              count: Self.count, weights: w, gradient: g, slots: slots.baseAddress ?? w,
              slotStride: Self.slotStride, kernels: kernels),
            step: number)
        }
      }
    }
  }

  /// One weight in Double with its slots.
  struct Exact {
    var w: Double
    var slots: [Double]
  }

  /// Expects ten steps to follow a rule, under every instruction set.
  static func expect(
    _ optimizer: any Optimizer, follows rule: (inout Exact, _ gradient: Double, _ step: Int) -> Void,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for set in InstructionSet.available {
      var run = OptimizerRun(optimizer, set: set)
      var exact = run.weights.map {
        Exact(
          w: Double($0),
          slots: optimizer.slotNames.map { _ in Double(optimizer.initialSlotValue) })
      }
      for step in 1...10 {
        let gradient = (0..<count).map { Float(sine(Double(step * count + $0) * 1.7)) }
        run.step(step, gradient: gradient)
        for i in 0..<count {
          rule(&exact[i], Double(gradient[i]), step)
          // A step rounds numbers up to 2 some eight times, each by 2⁻²⁴ of them at most.
          let tolerance = Double(step) * 16 * 0x1p-24
          #expect(
            abs(Double(run.weights[i]) - exact[i].w) <= tolerance, "\(set)", sourceLocation: sourceLocation)
          for (slot, value) in exact[i].slots.enumerated() {
            let found = Double(run.slots[slot * slotStride + i])
            #expect(abs(found - value) <= tolerance, "\(set), slot \(slot)", sourceLocation: sourceLocation)
          }
        }
      }
      let gaps = run.slots.indices.filter { $0 % slotStride >= count }
      #expect(gaps.allSatisfy { run.slots[$0] == poison }, sourceLocation: sourceLocation)
    }
  }
}
