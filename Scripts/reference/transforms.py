"""What SciPy and NumPy make of images that are moved, recolored and standardized, for the tests to compare with.

    python transforms.py            computes and writes Tests/ImageDataTests/Golden/transforms.json
    python transforms.py --check    computes and compares with that file

Images are moved by scipy.ndimage.affine_transform, channel by channel in float64, with the matrix that Keras multiplies
together of 3 x 3 matrices, but about the true center ((h - 1) / 2, (w - 1) / 2); then they are flipped by NumPy. Their
fill mode "wrap" is SciPy's "grid-wrap". The places are chosen so that no coordinate comes near a place where a value
jumps: halfway between pixels for the nearest one, the image's edge for a constant. A right angle meets both, and is
tested elsewhere.
"""

import argparse
import json
import pathlib

import numpy as np
from scipy import ndimage

OUTPUT = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "ImageDataTests" / "Golden" / "transforms.json"

# Tall and wide, odd and even, gray and in color: (height, width, channels).
SHAPES = [(7, 11, 1), (6, 5, 3)]
MODES = {"nearest": "nearest", "reflect": "reflect", "wrap": "grid-wrap", "constant": "constant"}
CVAL = 77.0
DECIMALS = 4
# How near a coordinate may come to where a value jumps; tests compute it to 1e-8.
CLEARANCE = 1e-5

# What the records of the tests hold: degrees, pixels, factors.
TRANSFORMS = [
    {"rotation": 17.0},
    {"rotation": -131.0},
    {"vertical_shift": 1.3, "horizontal_shift": -2.6},
    {"shear": 21.0, "vertical_shift": 0.31},
    {"vertical_zoom": 1.41, "horizontal_zoom": 0.73},
    {"rotation": 33.0, "flip_horizontal": True},
    {"crop": [0.7, 1.9, 4.3, 6.1], "flip_vertical": True},
    {"crop": [1.3, 0.4, 3.7, 2.9], "rotation": 29.0},
    {
        "rotation": -24.0,
        "vertical_shift": -0.7,
        "horizontal_shift": 1.9,
        "shear": -13.0,
        "vertical_zoom": 0.87,
        "horizontal_zoom": 1.21,
        "flip_horizontal": True,
        "flip_vertical": True,
    },
]


def image(shape):
    """Made-up bytes."""
    return np.random.default_rng(2026).integers(0, 256, shape, dtype=np.uint8)


def matrix(record, height, width):
    """Keras' product of rotation, shift, shear and zoom, about the center."""
    theta, shear = np.deg2rad(record.get("rotation", 0)), np.deg2rad(record.get("shear", 0))
    rotation = np.array([[np.cos(theta), -np.sin(theta), 0], [np.sin(theta), np.cos(theta), 0], [0, 0, 1]])
    shift = np.array([[1, 0, record.get("vertical_shift", 0)], [0, 1, record.get("horizontal_shift", 0)], [0, 0, 1]])
    shearing = np.array([[1, -np.sin(shear), 0], [0, np.cos(shear), 0], [0, 0, 1]])
    zoom = np.diag([record.get("vertical_zoom", 1), record.get("horizontal_zoom", 1), 1])
    y, x = (height - 1) / 2, (width - 1) / 2
    to_center = np.array([[1, 0, y], [0, 1, x], [0, 0, 1]])
    from_center = np.array([[1, 0, -y], [0, 1, -x], [0, 0, 1]])
    # Top, left, height and width of what is brought to the image's size, edge to edge: pixels are half a pixel inside.
    top, left, crop_height, crop_width = record.get("crop", (0, 0, height, width))
    down, right = crop_height / height, crop_width / width
    crop = np.array([[down, 0, top + 0.5 * down - 0.5], [0, right, left + 0.5 * right - 0.5], [0, 0, 1]])
    return crop @ to_center @ rotation @ shift @ shearing @ zoom @ from_center


def check_clearance(affine, shape, record):
    """Ends the program if a coordinate lies where rounding decides about a value."""
    places = np.stack(np.meshgrid(np.arange(shape[0]), np.arange(shape[1]), indexing="ij"))
    coordinates = np.tensordot(affine[:2, :2], places, 1) + affine[:2, 2, None, None]
    for axis in range(2):
        jumps = [coordinates[axis] - 0, coordinates[axis] - (shape[axis] - 1)]
        jumps.append(np.mod(coordinates[axis], 1) - 0.5)
        # A coordinate that a transform does not touch is exact.
        is_untouched = np.array_equal(affine[axis], np.eye(3)[axis])
        nearest = min(np.abs(jump).min() for jump in jumps)
        if nearest < CLEARANCE and not is_untouched:
            raise SystemExit(f"{record} of {shape}: a coordinate is {nearest} from a jump; choose other numbers")


def moved(pixels, record, mode, order):
    affine = matrix(record, *pixels.shape[:2])
    check_clearance(affine, pixels.shape, record)
    channels = [
        ndimage.affine_transform(
            pixels[..., c].astype(np.float64), affine[:2, :2], affine[:2, 2], order=order, mode=MODES[mode], cval=CVAL
        )
        for c in range(pixels.shape[2])
    ]
    result = np.stack(channels, axis=-1)
    if record.get("flip_horizontal"):
        result = result[:, ::-1]
    if record.get("flip_vertical"):
        result = result[::-1]
    return result


def recolored(pixels, channel_shift, brightness):
    """Keras' channel shift, then brightness without rounding to bytes."""
    result = pixels.astype(np.float64)
    result = np.clip(result + channel_shift, result.min(), result.max())
    return np.clip(result * brightness, 0, 255)


def mixed(pixels, contrast, saturation, hue):
    """Contrast about the mean gray, then W3C's saturate and hueRotate matrices; cut off to 0 ... 255 at the end."""
    x = pixels.astype(np.float64)
    gray = np.array([0.213, 0.715, 0.072]) if pixels.shape[2] == 3 else np.ones(1)
    mean = (x @ gray).mean()
    x = mean + contrast * (x - mean)
    if pixels.shape[2] == 3:
        x = x @ (np.outer(np.ones(3), gray) * (1 - saturation) + saturation * np.eye(3)).T
        cosine, sine = np.cos(np.deg2rad(hue)), np.sin(np.deg2rad(hue))
        turn = np.array([[-0.213, -0.715, 0.928], [0.143, 0.140, -0.283], [-0.787, 0.715, 0.072]])
        x = x @ (np.outer(np.ones(3), gray) + cosine * (np.eye(3) - gray) + sine * turn).T
    return np.clip(x, 0, 255)


def standardized(images, rescale, samplewise_center, samplewise_std, featurewise_center, featurewise_std):
    """Keras' standardization of several images, by the statistics of these images."""
    results = []
    for pixels in images:
        x = pixels.astype(np.float64) * rescale
        if samplewise_center or samplewise_std:
            x = x - x.mean()
        if samplewise_std:
            x = x / (x.std() + 1e-6)
        results.append(x)
    batch = np.stack(results)
    mean, std = batch.mean(axis=(0, 1, 2)), batch.std(axis=(0, 1, 2))
    if featurewise_center or featurewise_std:
        batch = batch - mean
    if featurewise_std:
        batch = batch / (std + 1e-6)
    return batch, mean, std


def whitened(images, epsilon):
    """Keras' ZCA whitening of images, by the singular values of these images; their channels' means are 0 before."""
    batch = images.astype(np.float64) / 255
    batch = batch - batch.mean(axis=(0, 1, 2))
    flat = batch.reshape(len(batch), -1)
    vectors, values, _ = np.linalg.svd(flat.T, full_matrices=False)
    matrix = (vectors * (np.sqrt(len(flat)) / (values + epsilon))) @ vectors.T
    return flat @ matrix


def numbers(array):
    return [round(float(value), DECIMALS) for value in np.asarray(array).ravel()]


def compute():
    cases = []
    for shape in SHAPES:
        # All records in gray; in color, where a row's channels go together, those that differ most.
        records = TRANSFORMS if shape[2] == 1 else [TRANSFORMS[0], *TRANSFORMS[-2:]]
        for record in records:
            for mode in MODES:
                for order in (0, 1):
                    result = moved(image(shape), record, mode, order)
                    cases.append(
                        {"shape": list(shape), "transform": record, "fill_mode": mode, "order": order,
                         "pixels": numbers(result)}
                    )
    colors = []
    for shape in SHAPES:
        for channel_shift, brightness in [(40.5, 1), (-63.25, 1), (0, 1.7), (0, 0.3), (21, 1.3)]:
            colors.append(
                {"shape": list(shape), "channel_shift": channel_shift, "brightness": brightness,
                 "pixels": numbers(recolored(image(shape), channel_shift, brightness))}
            )
    mixtures = []
    for shape in SHAPES:
        for contrast, saturation, hue in [(0.4, 1, 0), (1.9, 1, 0), (1, 0.2, 0), (1, 1.8, 0), (1, 1, 75), (0.7, 1.4, -130)]:
            mixtures.append(
                {"shape": list(shape), "contrast": contrast, "saturation": saturation, "hue": hue,
                 "pixels": numbers(mixed(image(shape), contrast, saturation, hue))}
            )
    standard = []
    images = list(image((3, *SHAPES[1])))
    for flags in [(True, False, False, False), (True, True, False, False), (False, False, True, False),
                  (False, False, True, True), (True, True, True, True)]:
        batch, mean, std = standardized(images, 1 / 255, *flags)
        standard.append(
            {"flags": list(flags), "mean": [float(m) for m in mean], "std": [float(s) for s in std],
             "pixels": numbers(batch)}
        )
    # More images than values, and fewer.
    white = [
        {"shape": list(shape), "epsilon": epsilon, "batch": image(shape).ravel().tolist(),
         "pixels": numbers(whitened(image(shape), epsilon))}
        for shape, epsilon in [((40, 3, 4, 1), 1e-6), ((6, 4, 3, 3), 0.1)]
    ]
    return {
        "made_by": "Scripts/reference/transforms.py",
        "cval": CVAL,
        "images": [{"shape": list(shape), "pixels": image(shape).ravel().tolist()} for shape in SHAPES],
        "batch": {"shape": [3, *SHAPES[1]], "pixels": np.stack(images).ravel().tolist()},
        "moved": cases,
        "recolored": colors,
        "mixed": mixtures,
        "standardized": standard,
        "whitened": white,
    }


def text(golden):
    """JSON with an element of a list a line."""
    lines = []
    for key, value in golden.items():
        if isinstance(value, list):
            rows = ",\n".join("  " + json.dumps(row, separators=(",", ":")) for row in value)
            lines.append(f"{json.dumps(key)}: [\n{rows}\n]")
        else:
            lines.append(f"{json.dumps(key)}: {json.dumps(value, separators=(',', ':'))}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, compare with the file")
    golden = text(compute())
    if not parser.parse_args().check:
        OUTPUT.write_text(golden)
    elif OUTPUT.read_text() != golden:
        raise SystemExit(f"{OUTPUT} holds other numbers")
