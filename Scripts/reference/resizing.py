"""What Pillow makes of images that it resizes, for the tests to compare with.

    python resizing.py            resizes and writes Tests/ImageDataTests/Golden/resizing.json
    python resizing.py --check    resizes and compares with that file
"""

import argparse
import json
import pathlib

import numpy as np
from PIL import Image

OUTPUT = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "ImageDataTests" / "Golden" / "resizing.json"

FILTERS = {
    "nearest": Image.Resampling.NEAREST,
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
    "lanczos": Image.Resampling.LANCZOS,
    "box": Image.Resampling.BOX,
    "hamming": Image.Resampling.HAMMING,
}
# (height, width, channels) and the (height, width) that is wanted: down, up, one of both, by whole and odd factors.
SIZES = [
    ((13, 17, 1), (5, 4)),
    ((13, 17, 1), (1, 1)),
    ((7, 9, 1), (20, 23)),
    ((12, 10, 3), (6, 5)),
    ((9, 6, 3), (4, 13)),
    ((5, 8, 3), (11, 3)),
]


def made(height, width, channels):
    """The bytes of `testPixels`."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(channels), indexing="ij")
    return ((37 * y + 91 * x + 53 * c + (x * y * (c + 1)) % 17 * 11) % 256).astype(np.uint8)


def middle(shape, size):
    """The part that Keras' load_img shows with keep_aspect_ratio: its lines, for arrays."""
    (height, width), (target_height, target_width) = shape[:2], size
    crop_height = min(height, (width * target_height) // target_width)
    crop_width = min(width, (height * target_width) // target_height)
    top, left = (height - crop_height) // 2, (width - crop_width) // 2
    return (left, top, left + crop_width, top + crop_height)


def resized(pixels, size, name, keep):
    image = Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)
    box = middle(pixels.shape, size) if keep else None
    return np.asarray(image.resize((size[1], size[0]), FILTERS[name], box)).flatten().tolist()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, compare with the file")
    options = parser.parse_args()
    cases = [
        {
            "filter": name,
            "shape": list(shape),
            "size": list(size),
            "keep_aspect_ratio": keep,
            "pixels": resized(made(*shape), size, name, keep),
        }
        for shape, size in SIZES
        for keep in (False, True)
        for name in FILTERS
    ]
    text = "[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n"
    if not options.check:
        OUTPUT.write_text(text)
    elif OUTPUT.read_text() != text:
        raise SystemExit(f"{OUTPUT.name} is not what Pillow makes now")


if __name__ == "__main__":
    main()
