"""The networks that every trainer runs, as Scripts/reference/workloads.json describes them."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).resolve().parents[2] / "Scripts" / "reference" / "workloads.json"

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
class Flatten:
    pass


@dataclass(frozen=True)
class Dense:
    units: int
    activation: str | None


Layer = Convolution | Pooling | Flatten | Dense
LAYERS = {"conv": Convolution, "pool": Pooling, "flatten": Flatten, "dense": Dense}


@dataclass(frozen=True)
class Workload:
    name: str
    input: Shape
    classes: int
    batch_sizes: tuple[int, ...]
    layers: tuple[Layer, ...]

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
        return sum(math.prod(shape) + shape[-1] for shape in self.kernel_shapes())


def output_shape(layer: Layer, shape: Shape) -> Shape:
    match layer, shape:
        case Convolution(filters, kernel, padding), (height, width, _):
            lost = 0 if padding == "same" else kernel - 1
            return height - lost, width - lost, filters
        case Pooling(size), (height, width, channels):
            return height // size, width // size, channels
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
        for name, entry in json.loads(TABLE.read_text()).items()
    }
