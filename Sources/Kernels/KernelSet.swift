/// All hot loops of the program, specialized for one instruction set.
///
/// The bodies stand in extensions of the protocols, generic over the vector type. Each instruction set's module
/// declares one internal type that conforms, so that the bodies are compiled there, with that module's flags, into
/// symbols that no other module can see; what leaves the module is the table of functions, as an
/// `any KernelSet.Type`.
public protocol KernelSet: Sendable, ContractionKernels, TransposeKernels, WinogradKernels, ActivationKernels,
  PoolingKernels, ChoiceKernels, GradientKernels, ClippingKernels, OptimizerKernels, LossKernels,
  PixelKernels, PeakKernels, PlanarKernels, ResamplingKernels, AffineKernels, GrayKernels, ColorKernels,
  CurveKernels,
  NormalizationKernels, DepthwiseKernels
{
  /// What the kernels are built for.
  static var instructionSet: InstructionSet { get }
}
