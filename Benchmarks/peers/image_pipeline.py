"""Times a peer's way from a directory of images to batches, flipped left to right and shifted by up to a tenth.

With --everything the images are decoded beforehand and stay in memory, and are turned, zoomed, sheared and brightened
besides.

A peer gives batches without end, epoch after epoch, reading and decoding every file in every epoch; they are float32
from 0 to 1. Timed is how many images come in a window of half a second or more. The first window warms up, and takes
what was prepared while nobody waited; the median of the others counts.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from serving import WINDOW_SECONDS, MeasuringParser, serve

BATCH_SIZE = 32
LARGEST_SHIFT = 0.1

# With --everything.
LARGEST_ROTATION_DEGREES = 40
LARGEST_SHEAR_DEGREES = 10
LARGEST_ZOOM = 0.2
BRIGHTNESS = (0.8, 1.2)

# Images of (N, H, W, C) or (N, C, H, W), and whatever stands for their labels.
Batches = Iterator[tuple[np.ndarray, object]]


@dataclass(frozen=True)
class Source:
    directory: Path
    # The height and width that images are brought to.
    side: int
    threads: int
    # Whether images come from memory and get every kind of augmentation.
    everything: bool


def decoded(source: Source) -> tuple[np.ndarray, np.ndarray]:
    """All images as (N, side, side, 3) bytes, and their classes."""
    from PIL import Image

    images, labels = [], []
    for label, folder in enumerate(sorted(path for path in source.directory.iterdir() if path.is_dir())):
        for path in sorted(folder.iterdir()):
            with Image.open(path) as image:
                images.append(np.asarray(image.convert("RGB").resize((source.side, source.side), Image.BILINEAR)))
            labels.append(label)
    return np.stack(images), np.array(labels)


def main(variants: dict[str, Callable[[Source], Batches]]) -> None:
    """Serves the variant and directory that the command line names."""
    parser = MeasuringParser(variants)
    parser.add_argument("--images", type=Path, required=True, help="a directory with a folder a class")
    parser.add_argument("--side", type=int, required=True, help="the height and width that images are brought to")
    parser.add_argument(
        "--everything", action="store_true", help="decoded images, turned, zoomed, sheared and brightened besides"
    )
    options = parser.parse_args()
    source = Source(options.images, options.side, options.threads, options.everything)
    batches = variants[options.variant](source)
    check(next(batches)[0], options.side)
    rate(batches)

    def measure() -> dict[str, float]:
        rate(batches)
        return {"images_per_second": statistics.median(rate(batches) for _ in range(options.windows))}

    serve(measure)


def check(images: np.ndarray, side: int) -> None:
    """Ends the program unless a batch is what a network can be trained on."""
    images = np.asarray(images)
    shapes = {(BATCH_SIZE, side, side, 3), (BATCH_SIZE, 3, side, side)}
    if images.shape not in shapes or images.dtype != np.float32:
        raise SystemExit(f"a batch is {images.dtype} of shape {images.shape}, expected float32 of {shapes}")
    if not (0 <= images.min() < images.max() <= 1):
        raise SystemExit(f"pixels are from {images.min()} to {images.max()}, expected 0 to 1")


def rate(batches: Batches) -> float:
    """Images per second over a window."""
    start = time.perf_counter()
    count = 0
    while (elapsed := time.perf_counter() - start) < WINDOW_SECONDS:
        images, _ = next(batches)
        count += len(images)
    return count / elapsed
