import Kernels

/// A rule that moves weights against their gradient.
///
/// An optimizer is a value: its hyper-parameters. What it remembers of earlier steps stands in slots, flat buffers
/// with the layout of the parameters; the engine owns them and hands out stretches, so that summing the gradients of
/// all lanes and updating the weights is one pass over memory.
public protocol Optimizer: Sendable {
  /// Keras' name of the optimizer, in lower case: `adam`.
  static var name: String { get }

  /// η, the size of a step.
  var learningRate: Double { get set }

  /// The fraction λ of η by which every weight shrinks before each step, w ← w − ηλw; nil for none.
  var weightDecay: Double? { get set }

  /// The names of the slots, as Keras has them.
  var slotNames: [String] { get }

  /// What a slot holds before the first step.
  var initialSlotValue: Float { get }

  /// Moves a stretch of the weights by one step.
  ///
  /// - Parameters:
  ///   - stretch: The weights, their gradient and their slots.
  ///   - step: The number of the step, from 1.
  func update(_ stretch: ParameterStretch, step: Int)

  /// Whether a tensor's step waits for the norms of its weights and of its direction: then `direct` stands in the place of
  /// `update`, and the engine takes the step w ← w − η ‖w‖ / ‖r‖ · r for each tensor.
  var scalesByNorms: Bool { get }

  /// Works out the direction r of a stretch.
  func direct(_ stretch: ParameterStretch, into direction: UnsafeMutablePointer<Float>, step: Int)
}

extension Optimizer {
  /// Most rules look at each weight by itself.
  public var scalesByNorms: Bool { false }

  /// Nothing: the rule has no direction apart from its step.
  public func direct(_ stretch: ParameterStretch, into direction: UnsafeMutablePointer<Float>, step: Int) {}

  /// Keras' name of the optimizer, in lower case.
  public var name: String { Self.name }

  /// Most slots start at zero.
  public var initialSlotValue: Float { 0 }
}

/// Consecutive parameters with their gradient and slots: whole multiples of 16 floats.
public struct ParameterStretch {
  /// The number of floats.
  public let count: Int
  /// The weights.
  public let weights: UnsafeMutablePointer<Float>
  /// The gradient of the mean loss.
  public let gradient: UnsafePointer<Float>
  private let slots: UnsafeMutablePointer<Float>
  private let slotStride: Int
  /// Whether weight decay applies.
  public let isDecayed: Bool
  let kernels: any KernelSet.Type

  /// Gathers a stretch.
  package init(
    count: Int, weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
    slots: UnsafeMutablePointer<Float>, slotStride: Int, isDecayed: Bool = true, kernels: any KernelSet.Type
  ) {
    precondition(count % 16 == 0, "A stretch is a multiple of 16 floats, not \(count)")
    self.count = count
    self.weights = weights
    self.gradient = gradient
    self.slots = slots
    self.slotStride = slotStride
    self.isDecayed = isDecayed
    self.kernels = kernels
  }

  /// The numbers of one slot.
  public func slot(_ index: Int) -> UnsafeMutablePointer<Float> { slots + index * slotStride }

  /// w ← w − ηλw
  func decay(_ weightDecay: Double?, learningRate: Double) {
    guard isDecayed, let weightDecay, weightDecay != 0 else { return }
    kernels.decay(count: count, weights: weights, rate: Float(learningRate * weightDecay))
  }
}
