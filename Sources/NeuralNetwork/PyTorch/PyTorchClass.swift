/// The modules that the exported script defines for what PyTorch lacks; the raw values are their names in Python.
enum PyTorchClass: String {
  /// A tensor with its axes in another order.
  case permute = "Permute"
  /// Flattened (C, H, W) as if (H, W, C) had been flattened.
  case reorder = "FlattenedChannelsLast"
  /// The smallest of each window.
  case minPool = "MinPool2d"
  /// The mean of each window's pixels inside of the image, whose padding may differ from side to side.
  case averagePool = "PaddedAvgPool2d"
  /// x · weight + bias.
  case scale = "Scale"
  /// A rectifier with a slope for each element of a sample.
  case elementwisePReLU = "ElementwisePReLU"
  /// A rectifier with a maximum, a slope and a threshold.
  case thresholdReLU = "ThresholdReLU"
  /// The sum of the inputs.
  case add = "Add"
  /// The inputs side by side.
  case concatenate = "Concatenate"

  /// The definition.
  var definition: String {
    switch self {
    case .permute:
      """
      class Permute(nn.Module):
          def __init__(self, *order):
              super().__init__()
              self.order = order

          def forward(self, x):
              return x.permute(self.order)
      """
    case .reorder:
      """
      class FlattenedChannelsLast(nn.Module):
          def __init__(self, *sizes):
              super().__init__()
              self.sizes = sizes

          def forward(self, x):
              return x.unflatten(1, self.sizes).permute(0, 2, 3, 1).flatten(1)
      """
    case .minPool:
      """
      class MinPool2d(nn.MaxPool2d):
          def forward(self, x):
              return -super().forward(-x)
      """
    case .averagePool:
      """
      class PaddedAvgPool2d(nn.Module):
          def __init__(self, kernel_size, stride, padding):
              super().__init__()
              self.kernel_size, self.stride, self.padding = kernel_size, stride, padding

          def mean(self, x):
              x = nn.functional.pad(x, self.padding)
              return nn.functional.avg_pool2d(x, self.kernel_size, self.stride)

          def forward(self, x):
              return self.mean(x) / self.mean(torch.ones_like(x[:1, :1]))
      """
    case .scale:
      """
      class Scale(nn.Module):
          def __init__(self, *shape):
              super().__init__()
              self.weight = nn.Parameter(torch.ones(shape))
              self.bias = nn.Parameter(torch.zeros(shape))

          def forward(self, x):
              return x * self.weight + self.bias
      """
    case .elementwisePReLU:
      """
      class ElementwisePReLU(nn.Module):
          def __init__(self, *shape):
              super().__init__()
              self.weight = nn.Parameter(torch.zeros(shape))

          def forward(self, x):
              return torch.where(x > 0, x, self.weight * x)
      """
    case .thresholdReLU:
      """
      class ThresholdReLU(nn.Module):
          def __init__(self, maximum, slope, threshold):
              super().__init__()
              self.maximum, self.slope, self.threshold = maximum, slope, threshold

          def forward(self, x):
              above = x if self.maximum is None else x.clamp(max=self.maximum)
              return torch.where(x > self.threshold, above, self.slope * (x - self.threshold))
      """
    case .add:
      """
      class Add(nn.Module):
          def forward(self, *inputs):
              return sum(inputs)
      """
    case .concatenate:
      """
      class Concatenate(nn.Module):
          def __init__(self, dim):
              super().__init__()
              self.dim = dim

          def forward(self, *inputs):
              return torch.cat(inputs, self.dim)
      """
    }
  }
}
