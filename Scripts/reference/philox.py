"""Philox4x32-10, and the weights and batches that both sides of a comparison make from it.

Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC'11) maps a counter of four
32-bit words and a key of two to a block of four random words. Nothing is drawn from a stream: every number is
a function of its place, so two programs in two languages get the same numbers without exchanging a file.

    key      = (seed & 0xffffffff, seed >> 32)
    counter  = (a, b, c, purpose << 24 | stream)          purpose `reference` = 6
    word i   = block(a, b, c = i / 4)[i % 4]              the words of one (a, b), i = 0, 1, ...
    uniform  = (word >> 8) * 2^-24                        in [0, 1), exact in float32

Weights, stream 0: a = number of the trainable tensor in the order of Keras' get_weights() (kernel, bias,
kernel, bias, ...), b = 0, i = index of the element, row-major.

    value    = float32(limit) * (2 * uniform - 1)         one rounding, that of the float32 product

limit is sqrt(6 / (fan_in + fan_out)), computed in double, for kernels (glorot_uniform; fan_in and fan_out of a
convolution kernel (height, width, in, out) are height * width * in and height * width * out) and 0.05 for
biases: zeros would leave an error in the use of the bias unseen at the first step.

Batches: a = step (from 0), b = 0.

    stream 1: element i of the images, row-major over (N, H, W, C) = uniform of word i
    stream 2: label of sample n = word n % classes
"""

import math

import numpy as np

SEED = 2026
PURPOSE_REFERENCE = 6
STREAM_WEIGHTS, STREAM_IMAGES, STREAM_LABELS = 0, 1, 2
BIAS_LIMIT = 0.05

_LOW = np.uint64(0xFFFFFFFF)
_MULTIPLIERS = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_WEYL = 0x9E3779B9, 0xBB67AE85
_ROUNDS = 10


def philox4x32(counter, key):
    """The blocks of an array of counters (n, 4) under a key of two words, as uint32 (n, 4)."""
    x0, x1, x2, x3 = (np.asarray(counter, np.uint64).reshape(-1, 4)[:, i] for i in range(4))
    k0, k1 = key
    for _ in range(_ROUNDS):
        product0, product1 = x0 * _MULTIPLIERS[0], x2 * _MULTIPLIERS[1]
        x0, x1, x2, x3 = (
            (product1 >> np.uint64(32)) ^ x1 ^ np.uint64(k0),
            product1 & _LOW,
            (product0 >> np.uint64(32)) ^ x3 ^ np.uint64(k1),
            product0 & _LOW,
        )
        k0, k1 = (k0 + _WEYL[0]) & 0xFFFFFFFF, (k1 + _WEYL[1]) & 0xFFFFFFFF
    return np.stack([x0, x1, x2, x3], axis=1).astype(np.uint32)


def words(count, a, stream, b=0, purpose=PURPOSE_REFERENCE, seed=SEED):
    """The first `count` words of (a, b) in a stream."""
    counter = np.empty(((count + 3) // 4, 4), np.uint64)
    counter[:, 0], counter[:, 1] = a, b
    counter[:, 2] = np.arange(len(counter))
    counter[:, 3] = purpose << 24 | stream
    return philox4x32(counter, (seed & 0xFFFFFFFF, seed >> 32)).reshape(-1)[:count]


def uniforms(count, a, stream):
    """The first `count` uniforms of (a, 0) in a stream, float32 in [0, 1)."""
    return (words(count, a, stream) >> np.uint32(8)).astype(np.float32) * np.float32(2**-24)


def weight(tensor, shape):
    """The initial values of the trainable tensor of this number: a kernel, or a bias if it has one axis."""
    if len(shape) == 1:
        limit = BIAS_LIMIT
    else:
        receptive_field = math.prod(shape[:-2])
        limit = math.sqrt(6 / (receptive_field * shape[-2] + receptive_field * shape[-1]))
    u = uniforms(math.prod(shape), tensor, STREAM_WEIGHTS)
    return (np.float32(limit) * (np.float32(2) * u - np.float32(1))).reshape(shape)


def batch(step, size, input_shape, classes):
    """The images (N, H, W, C), float32, and labels (N), int32, of a step."""
    images = uniforms(size * math.prod(input_shape), step, STREAM_IMAGES)
    labels = words(size, step, STREAM_LABELS) % np.uint32(classes)
    return images.reshape(size, *input_shape), labels.astype(np.int32)


def check_known_answers():
    """Compares with the known answers that the authors publish with Random123 (`kat_vectors`)."""
    ones = 0xFFFFFFFF
    known = [
        ([0, 0, 0, 0], (0, 0), [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]),
        ([ones] * 4, (ones, ones), [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]),
        (
            [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344],
            (0xA4093822, 0x299F31D0),
            [0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1],
        ),
    ]
    for counter, key, expected in known:
        found = philox4x32(counter, key)[0].tolist()
        if found != expected:
            raise AssertionError(f"Philox4x32-10 of {counter}, key {key}: {found}, expected {expected}")


if __name__ == "__main__":
    check_known_answers()
    print("Philox4x32-10 gives the three published blocks.")
