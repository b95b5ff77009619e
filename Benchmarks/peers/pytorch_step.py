"""Training steps in PyTorch, eager and compiled, each with images as (N, C, H, W) or with channels last."""

import os

# Compiling in this process leaves no idle workers beside the others' measurements.
os.environ.setdefault("TORCHINDUCTOR_COMPILE_THREADS", "1")

import numpy as np
import torch
from torch import nn

import training_step
import workloads
from workloads import Convolution, Dense, Flatten, Pooling, Workload


def layers(workload: Workload) -> list[nn.Module]:
    modules: list[nn.Module] = []
    for layer, (*_, channels) in workload.layers_with_inputs():
        match layer:
            case Convolution(filters, kernel, padding, activation):
                modules += [nn.Conv2d(channels, filters, kernel, padding=padding), *activations(activation)]
            case Pooling(size):
                modules.append(nn.MaxPool2d(size))
            case Flatten():
                modules.append(nn.Flatten())
            case Dense(units, activation):
                modules += [nn.Linear(channels, units), *activations(activation)]
    return modules


def activations(name: str | None) -> list[nn.Module]:
    return {None: [], "relu": [nn.ReLU()], "swish": [nn.SiLU()]}[name]


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
