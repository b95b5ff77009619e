"""Matrix products in NumPy, which calls OpenBLAS, and in PyTorch: Y = X·W, dW = Xᵀ·dY or dX = dY·Wᵀ."""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable

import serving

VARIANTS = ("openblas", "pytorch-matmul")


def main() -> None:
    parser = serving.MeasuringParser(VARIANTS)
    parser.add_argument("--product", required=True, help="Y, dW or dX: which of the two factors is stored transposed")
    parser.add_argument("--size", required=True, help="M,N,K of the product")
    options = parser.parse_args()
    m, n, k = (int(number) for number in options.size.split(","))
    # OpenBLAS reads it when it is loaded.
    os.environ["OPENBLAS_NUM_THREADS"] = str(options.threads)
    import numpy as np

    numbers = np.random.default_rng(0)
    a = numbers.uniform(-1, 1, (k, m) if options.product == "dW" else (m, k)).astype(np.float32)
    b = numbers.uniform(-1, 1, (n, k) if options.product == "dX" else (k, n)).astype(np.float32)
    a = a.T if options.product == "dW" else a
    b = b.T if options.product == "dX" else b
    multiply = product(options, a, b)
    # The first row in double precision, within the bound of K + 1 roundings.
    first, right = a[:1].astype(np.float64), b.astype(np.float64)
    bound = (k + 1) * 2**-24 * (np.abs(first) @ np.abs(right))
    if np.any(np.abs(np.asarray(multiply())[:1] - first @ right) > bound):
        sys.exit("the product is wrong")
    serving.serve(lambda: measure(multiply, 2 * m * n * k, options))


def product(options: argparse.Namespace, a, b) -> Callable[[], object]:
    """A function that multiplies into memory that is there, as train-parallel does."""
    import numpy as np

    if options.variant == "openblas":
        c = np.empty((a.shape[0], b.shape[1]), np.float32)
        return lambda: np.matmul(a, b, out=c)

    import torch

    torch.set_num_threads(options.threads)
    left, right, out = torch.from_numpy(a), torch.from_numpy(b), torch.empty(a.shape[0], b.shape[1])
    return lambda: torch.matmul(left, right, out=out)


def measure(multiply: Callable[[], object], operations: int, options: argparse.Namespace) -> dict[str, float]:
    """The median speed of the windows, after one to warm up."""
    speeds = []
    for _ in range(options.windows + 1):
        runs, start = 0, time.perf_counter()
        while (seconds := time.perf_counter() - start) < serving.WINDOW_SECONDS:
            for _ in range(10):
                multiply()
            runs += 10
        speeds.append(operations * runs / seconds / 1e9)
    return {"gflops": statistics.median(speeds[1:])}


if __name__ == "__main__":
    main()
