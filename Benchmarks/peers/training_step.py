"""Times whole training steps of a peer: forward, loss, backward, Adam, on a batch that stays in memory.

Timed are windows of half a second or more, each of many steps and one wait for their result. The first window warms
up, the median of the others counts. Before and after, the loss on the batch is computed, and must have fallen (without dropout).
"""

import math
import os
import statistics
import time
from collections.abc import Callable
from typing import Protocol

import numpy as np

import workloads
from serving import WINDOW_SECONDS, MeasuringParser, serve
from workloads import Workload

# How long steps are run at first, to learn how many fit into a window.
TRIAL_SECONDS = 0.1


class TrainingStep(Protocol):
    """A network, its optimizer and its batch in some framework."""

    def time_windows(self, count: int, steps: int) -> list[float]:
        """Trains for `count` windows of `steps` steps, and returns the seconds that each window took."""

    def loss(self) -> float:
        """The mean cross-entropy over the batch, with the weights as they are."""

    def weights(self) -> list[np.ndarray]:
        """All trainable weights."""


def batch(workload: Workload, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Images (N, H, W, C) uniform in [0, 1), and labels (N,)."""
    random = np.random.default_rng(0)
    images = random.random((size, *workload.input), dtype=np.float32)
    return images, random.integers(0, workload.classes, size, dtype=np.int32)


def time_loop(run: Callable[[int], None], count: int, steps: int) -> list[float]:
    """The seconds of each of `count` calls of `run(steps)`, which ends when its last step is done."""
    seconds = []
    for _ in range(count):
        start = time.perf_counter()
        run(steps)
        seconds.append(time.perf_counter() - start)
    return seconds


def main(variants: dict[str, Callable[[Workload, int, int], TrainingStep]]) -> None:
    """Serves the variant, workload and batch size that the command line names.

    A variant makes a step from the workload, the batch size and the number of threads.
    """
    table = workloads.load()
    parser = MeasuringParser(variants)
    parser.add_argument("--workload", choices=table, required=True)
    parser.add_argument("--batch-size", type=int, required=True)
    options = parser.parse_args()

    # XLA sizes its pool of threads by this, when JAX is first used.
    os.environ["NPROC"] = str(options.threads)
    workload = table[options.workload]
    step = variants[options.variant](workload, options.batch_size, options.threads)
    check_weights(step, workload)
    first_loss = step.loss()
    steps = steps_per_window(step)

    def measure() -> dict[str, float]:
        _, *seconds = step.time_windows(1 + options.windows, steps)
        loss = step.loss()
        # What dropout leaves differs from step to step, and the loss with it.
        falls = loss < first_loss or any(isinstance(layer, workloads.Dropout) for layer in workload.layers)
        if not (math.isfinite(loss) and falls):
            raise SystemExit(f"the loss went from {first_loss} to {loss}")
        return {"images_per_second": options.batch_size * steps / statistics.median(seconds)}

    serve(measure)


def check_weights(step: TrainingStep, workload: Workload) -> None:
    """Ends the program unless the network has as many weights as the workload, all in single precision."""
    weights = step.weights()
    count = sum(weight.size for weight in weights)
    if count != workload.parameter_count():
        raise SystemExit(f"the network has {count} weights, expected {workload.parameter_count()}")
    if types := {str(weight.dtype) for weight in weights} - {"float32"}:
        raise SystemExit(f"weights are {', '.join(types)}, expected float32")


def steps_per_window(step: TrainingStep) -> int:
    """How many steps fill a window, found after as long a warm-up."""
    step.time_windows(1, 1)
    steps = 1
    while (elapsed := step.time_windows(1, steps)[0]) < TRIAL_SECONDS:
        steps *= 2
    steps = math.ceil(steps * WINDOW_SECONDS / elapsed)
    elapsed = step.time_windows(1, steps)[0]
    return math.ceil(steps * WINDOW_SECONDS / elapsed)
