"""Training steps in PyTorch, eager and compiled, each with images as (N, C, H, W) or with channels last."""

import os

# Compiling in this process leaves no idle workers beside the others' measurements.
os.environ.setdefault("TORCHINDUCTOR_COMPILE_THREADS", "1")

import numpy as np
import torch
from torch import nn

import training_step
import workloads
from workloads import (
    Convolution,
    Dense,
    Dropout,
    Flatten,
    GlobalPooling,
    LocalResponse,
    NormalizedConvolution,
    NormalizedDepthwise,
    OverlappingPooling,
    Pooling,
    Residual,
    Workload,
)


def layers(workload: Workload) -> list[nn.Module]:
    modules: list[nn.Module] = []
    for layer, (*_, channels) in workload.layers_with_inputs():
        match layer:
            case Convolution(filters, kernel, padding, activation):
                modules += [nn.Conv2d(channels, filters, kernel, padding=padding), *activations(activation)]
            case Pooling(size):
                modules.append(nn.MaxPool2d(size))
            case OverlappingPooling(size, stride):
                # The last window of an even side reaches one pixel beyond it, as Keras' does.
                modules.append(nn.MaxPool2d(size, stride, ceil_mode=True))
            case LocalResponse(radius, bias, alpha, beta):
                # PyTorch divides alpha by the number of channels.
                channels_summed = 2 * radius + 1
                modules.append(nn.LocalResponseNorm(channels_summed, alpha * channels_summed, beta, bias))
            case NormalizedConvolution(filters, kernel, stride, activation):
                modules += normalized(channels, filters, kernel, stride, activation)
            case NormalizedDepthwise(kernel, stride, activation):
                modules += normalized(channels, channels, kernel, stride, activation, groups=channels)
            case Residual(filters, stride):
                modules.append(Block(channels, filters, stride))
            case Dropout(rate):
                modules.append(nn.Dropout(rate))
            case GlobalPooling():
                modules += [nn.AdaptiveAvgPool2d(1), nn.Flatten()]
            case Flatten():
                modules.append(nn.Flatten())
            case Dense(units, activation):
                modules += [nn.Linear(channels, units), *activations(activation)]
    return modules


def activations(name: str | None) -> list[nn.Module]:
    return {None: [], "relu": [nn.ReLU(inplace=True)], "relu6": [nn.ReLU6(inplace=True)], "swish": [nn.SiLU()]}[name]


def normalized(
    channels: int, filters: int, kernel: int, stride: int, activation: str | None, groups: int = 1
) -> list[nn.Module]:
    convolution = nn.Conv2d(channels, filters, kernel, stride, kernel // 2, groups=groups, bias=False)
    return [convolution, nn.BatchNorm2d(filters, eps=1e-3, momentum=0.01), *activations(activation)]


class Block(nn.Module):
    """relu(F(x) + x)."""

    def __init__(self, channels: int, filters: int, stride: int):
        super().__init__()
        self.branch = nn.Sequential(
            *normalized(channels, filters, 3, stride, "relu"), *normalized(filters, filters, 3, 1, None)
        )
        self.shortcut = nn.Conv2d(channels, filters, 1, stride, bias=False) if stride > 1 else nn.Identity()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return nn.functional.relu(self.branch(x) + self.shortcut(x), inplace=True)


class PyTorchStep:
    """Timed are zeroing the gradients, forward, cross-entropy, backward and a fused Adam."""

    def __init__(
        self, workload: Workload, batch_size: int, threads: int, memory_format: torch.memory_format, compiled: bool
    ):
        torch.set_num_threads(threads)
        torch.manual_seed(0)
        images, labels = training_step.batch(workload, batch_size)
        self.images = torch.from_numpy(images).permute(0, 3, 1, 2).contiguous(memory_format=memory_format)
        self.labels = torch.from_numpy(labels).long()
        self.model = nn.Sequential(*layers(workload)).to(memory_format=memory_format)
        self.optimizer = torch.optim.Adam(
            self.model.parameters(),
            lr=workloads.LEARNING_RATE,
            betas=(workloads.BETA_1, workloads.BETA_2),
            eps=workloads.EPSILON,
            fused=True,
        )
        self.batch_loss = torch.compile(self.forward, dynamic=False) if compiled else self.forward

    def forward(self, images: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        return nn.functional.cross_entropy(self.model(images), labels)

    def run(self, steps: int) -> None:
        for _ in range(steps):
            self.optimizer.zero_grad()
            self.batch_loss(self.images, self.labels).backward()
            self.optimizer.step()

    def time_windows(self, count: int, steps: int) -> list[float]:
        return training_step.time_loop(self.run, count, steps)

    @torch.no_grad()
    def loss(self) -> float:
        return self.forward(self.images, self.labels).item()

    def weights(self) -> list[np.ndarray]:
        return [parameter.detach().numpy() for parameter in self.model.parameters()]


def variant(memory_format: torch.memory_format, compiled: bool):
    return lambda workload, batch_size, threads: PyTorchStep(workload, batch_size, threads, memory_format, compiled)


if __name__ == "__main__":
    training_step.main(
        {
            "pytorch-nchw": variant(torch.contiguous_format, compiled=False),
            "pytorch-channels-last": variant(torch.channels_last, compiled=False),
            "pytorch-compiled-nchw": variant(torch.contiguous_format, compiled=True),
            "pytorch-compiled-channels-last": variant(torch.channels_last, compiled=True),
        }
    )
