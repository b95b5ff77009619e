"""What Pillow makes of images by the operations of RandAugment that change values, for the tests to compare with.

    python operations.py            computes and writes Tests/ImageDataTests/Golden/operations.json
    python operations.py --check    computes and compares with that file
"""

import argparse
import json
import pathlib

import numpy as np
from PIL import Image, ImageEnhance, ImageOps

OUTPUT = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "ImageDataTests" / "Golden" / "operations.json"
SHAPES = [(19, 23, 1), (20, 17, 3)]
OPERATIONS = [
    ("brightness", 0.4, lambda image, v: ImageEnhance.Brightness(image).enhance(v)),
    ("brightness", 1.7, lambda image, v: ImageEnhance.Brightness(image).enhance(v)),
    ("sharpness", 0.1, lambda image, v: ImageEnhance.Sharpness(image).enhance(v)),
    ("sharpness", 1.9, lambda image, v: ImageEnhance.Sharpness(image).enhance(v)),
    ("posterize", 8, lambda image, v: ImageOps.posterize(image, v)),
    ("posterize", 4, lambda image, v: ImageOps.posterize(image, v)),
    ("solarize", 255, lambda image, v: ImageOps.solarize(image, v)),
    ("solarize", 100, lambda image, v: ImageOps.solarize(image, v)),
    ("autoContrast", 0, lambda image, v: ImageOps.autocontrast(image)),
    ("equalize", 0, lambda image, v: ImageOps.equalize(image)),
]


def made(height, width, channels):
    """The bytes of `testPixels`, with fewer levels, so that there is something to stretch."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(channels), indexing="ij")
    whole = (37 * y + 91 * x + 53 * c + (x * y * (c + 1)) % 17 * 11) % 256
    return (30 + whole // 2).astype(np.uint8)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, compare with the file")
    options = parser.parse_args()
    cases = []
    for shape in SHAPES:
        pixels = made(*shape)
        image = Image.fromarray(pixels[..., 0] if shape[2] == 1 else pixels)
        for name, value, function in OPERATIONS:
            result = np.asarray(function(image, value)).flatten().tolist()
            cases.append({"operation": name, "value": value, "shape": list(shape), "pixels": result})
    text = "[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n"
    if not options.check:
        OUTPUT.write_text(text)
    elif OUTPUT.read_text() != text:
        raise SystemExit(f"{OUTPUT.name} is not what Pillow makes now")


if __name__ == "__main__":
    main()
