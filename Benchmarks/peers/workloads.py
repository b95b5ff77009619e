"""The networks that every trainer runs, as Scripts/reference/workloads.json and networks.json describe them."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
TABLES = (HERE.parents[1] / "Scripts" / "reference" / "workloads.json", HERE / "networks.json")

# Adam as Keras has it. The step size is small, since thousands of steps on one batch must not bring the loss to zero:
# the gradients would become subnormal numbers, with which processors are many times slower.
LEARNING_RATE = 1e-6
BETA_1 = 0.9
BETA_2 = 0.999
EPSILON = 1e-7

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Convolution:
    filters: int
    kernel: int
    padding: str
    activation: str | None


@dataclass(frozen=True)
class Pooling:
    size: int


@dataclass(frozen=True)
class OverlappingPooling:
    """The maximum of windows that share pixels; the output has the input's size over the stride."""

    size: int
    stride: int


@dataclass(frozen=True)
class LocalResponse:
    """y = x / (bias + alpha Σ x²)^beta, over as many channels on either side as the radius."""

    radius: int
    bias: float
    alpha: float
    beta: float


@dataclass(frozen=True)
class Flatten:
    pass


@dataclass(frozen=True)
class Dense:
    units: int
    activation: str | None


@dataclass(frozen=True)
class NormalizedConvolution:
    """A convolution without bias whose output has the input's size over the stride, then batch normalization."""

    filters: int
    kernel: int
    stride: int
    activation: str | None


@dataclass(frozen=True)
class NormalizedDepthwise:
    """The same with each channel by itself."""

    kernel: int
    stride: int
    activation: str | None


@dataclass(frozen=True)
class Residual:
    """relu(F(x) + x) with two normalized convolutions of 3 x 3 in F; x goes through one of 1 x 1 where sizes change."""

    filters: int
    stride: int


@dataclass(frozen=True)
class Dropout:
    rate: float


@dataclass(frozen=True)
class GlobalPooling:
    """The mean of each channel."""


Layer = (
    Convolution
    | Pooling
    | Flatten
    | Dense
    | OverlappingPooling
    | LocalResponse
    | NormalizedConvolution
    | NormalizedDepthwise
    | Residual
    | Dropout
    | GlobalPooling
)
LAYERS = {
    "conv": Convolution,
    "pool": Pooling,
    "flatten": Flatten,
    "dense": Dense,
    "overlappingpool": OverlappingPooling,
    "localresponse": LocalResponse,
    "normconv": NormalizedConvolution,
    "normdepthwise": NormalizedDepthwise,
    "residual": Residual,
    "dropout": Dropout,
    "globalpool": GlobalPooling,
}


@dataclass(frozen=True)
class Workload:
    name: str
    input: Shape
    classes: int
    batch_sizes: tuple[int, ...]
    layers: tuple[Layer, ...]

    @property
    def is_plain(self) -> bool:
        """Whether it is made of the layers of a first course alone."""
        return all(isinstance(layer, Convolution | Pooling | Flatten | Dense) for layer in self.layers)

    def layers_with_inputs(self) -> Iterator[tuple[Layer, Shape]]:
        """Each layer and the shape of a sample that it is given: (H, W, C), or (features,) after Flatten."""
        shape = self.input
        for layer in self.layers:
            yield layer, shape
            shape = output_shape(layer, shape)

    def kernel_shapes(self) -> list[Shape]:
        """(kernel, kernel, in, out) of each convolution and (in, out) of each dense layer."""
        shapes = []
        for layer, (*_, channels) in self.layers_with_inputs():
            match layer:
                case Convolution(filters, kernel):
                    shapes.append((kernel, kernel, channels, filters))
                case Dense(units):
                    shapes.append((channels, units))
        return shapes

    def parameter_count(self) -> int:
        """The trainable weights."""
        count = 0
        for layer, (*_, channels) in self.layers_with_inputs():
            match layer:
                case Convolution(filters, kernel):
                    count += (kernel * kernel * channels + 1) * filters
                case Dense(units):
                    count += (channels + 1) * units
                case NormalizedConvolution(filters, kernel):
                    count += (kernel * kernel * channels + 2) * filters
                case NormalizedDepthwise(kernel):
                    count += (kernel * kernel + 2) * channels
                case Residual(filters, stride):
                    count += (9 * channels + 2) * filters + (9 * filters + 2) * filters
                    count += channels * filters if stride > 1 else 0
        return count


def output_shape(layer: Layer, shape: Shape) -> Shape:
    match layer, shape:
        case Convolution(filters, kernel, padding), (height, width, _):
            lost = 0 if padding == "same" else kernel - 1
            return height - lost, width - lost, filters
        case Pooling(size), (height, width, channels):
            return height // size, width // size, channels
        case NormalizedConvolution(filters, _, stride), (height, width, _):
            return -(-height // stride), -(-width // stride), filters
        case NormalizedDepthwise(_, stride) | OverlappingPooling(_, stride), (height, width, channels):
            return -(-height // stride), -(-width // stride), channels
        case Residual(filters, stride), (height, width, _):
            return -(-height // stride), -(-width // stride), filters
        case Dropout() | LocalResponse(), _:
            return shape
        case GlobalPooling(), (*_, channels):
            return (channels,)
        case Flatten(), _:
            return (math.prod(shape),)
        case Dense(units), (_,):
            return (units,)
    raise ValueError(f"{layer} cannot follow an output of shape {shape}")


def load() -> dict[str, Workload]:
    """All workloads by name."""
    return {
        name: Workload(
            name=name,
            input=tuple(entry["input"]),
            classes=entry["classes"],
            batch_sizes=tuple(entry["batch"]),
            layers=tuple(LAYERS[kind](*values) for kind, *values in entry["layers"]),
        )
        for table in TABLES
        for name, entry in json.loads(table.read_text()).items()
    }
