"""Keras' ImageDataGenerator, with as many workers as `fit` would have with `workers=`: threads, or processes."""

import itertools
import multiprocessing
import os
from collections import deque
from multiprocessing.pool import ThreadPool

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import tensorflow as tf

import image_pipeline
from image_pipeline import Batches, Source

BATCHES_AHEAD_PER_WORKER = 2


def images(source: Source):
    """A sequence of batches."""
    more = {
        "rotation_range": image_pipeline.LARGEST_ROTATION_DEGREES,
        "shear_range": image_pipeline.LARGEST_SHEAR_DEGREES,
        "zoom_range": image_pipeline.LARGEST_ZOOM,
        "brightness_range": image_pipeline.BRIGHTNESS,
    }
    generator = tf.keras.preprocessing.image.ImageDataGenerator(
        rescale=1 / 255,
        horizontal_flip=True,
        width_shift_range=image_pipeline.LARGEST_SHIFT,
        height_shift_range=image_pipeline.LARGEST_SHIFT,
        **(more if source.everything else {}),
    )
    if source.everything:
        pixels, labels = image_pipeline.decoded(source)
        return generator.flow(pixels, labels, batch_size=image_pipeline.BATCH_SIZE)
    return generator.flow_from_directory(
        source.directory,
        target_size=(source.side, source.side),
        batch_size=image_pipeline.BATCH_SIZE,
        class_mode="sparse",
    )


# Where forked workers find it.
sequence = None


def batch(number: int):
    return sequence[number]


def batches(source: Source, make_pool) -> Batches:
    """The batches of epoch after epoch, made by a pool that is kept a few ahead."""
    global sequence
    sequence = images(source)
    # The last batch may be a smaller one.
    numbers = itertools.cycle(range(len(sequence) - 1))
    with make_pool(source.threads) as pool:
        ahead = deque(
            pool.apply_async(batch, (next(numbers),)) for _ in range(BATCHES_AHEAD_PER_WORKER * source.threads)
        )
        while True:
            ahead.append(pool.apply_async(batch, (next(numbers),)))
            yield ahead.popleft().get()


if __name__ == "__main__":
    image_pipeline.main(
        {
            "keras-generator": lambda source: batches(source, ThreadPool),
            "keras-generator-processes": lambda source: batches(source, multiprocessing.get_context("fork").Pool),
        }
    )
