"""Keras trains its usual small network on MNIST: five epochs of batches of 32, the test images after each epoch.

Timed is `fit` alone: starting Python and TensorFlow and reading the images are not. The memory is the most that the
process ever held.
"""

import os

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import resource
import sys
import time
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from PIL import Image

import workloads
from keras_step import layer_in_keras
from serving import MeasuringParser, serve

EPOCHS = 5
BATCH_SIZE = 32
LEAST_ACCURACY = 0.97

# What the system counts ru_maxrss in.
RESIDENT_UNIT = 1 if sys.platform == "darwin" else 1024


def read(directory: Path) -> tuple[np.ndarray, np.ndarray]:
    """The images (N, 28, 28, 1) from 0 to 1 and the labels (N,) of a directory with a folder a digit."""
    paths = sorted(directory.glob("*/*.png"))
    if not paths:
        raise SystemExit(f"{directory}: no PNG images, expected a folder a digit")
    images = np.empty((len(paths), 28, 28, 1), np.float32)
    for image, path in zip(images, paths):
        image[..., 0] = np.asarray(Image.open(path), np.float32) / 255
    return images, np.array([int(path.parent.name) for path in paths], np.int32)


def make_model() -> keras.Model:
    workload = workloads.load()["mnist"]
    model = keras.Sequential([keras.Input(workload.input), *map(layer_in_keras, workload.layers)])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(), loss=loss, metrics=["accuracy"])
    return model


def main() -> None:
    parser = MeasuringParser(["keras-fit"])
    parser.add_argument("--data", type=Path, required=True, help="a directory with train/DIGIT and test/DIGIT")
    options = parser.parse_args()
    tf.config.threading.set_intra_op_parallelism_threads(options.threads)
    tf.config.threading.set_inter_op_parallelism_threads(options.threads)
    keras.utils.set_random_seed(0)
    images, labels = read(options.data / "train")
    test = read(options.data / "test")

    def measure() -> dict[str, float]:
        model = make_model()
        start = time.perf_counter()
        history = model.fit(
            images, labels, batch_size=BATCH_SIZE, epochs=EPOCHS, validation_data=test, verbose=0
        ).history
        seconds = time.perf_counter() - start
        accuracy = history["val_accuracy"][-1]
        if accuracy < LEAST_ACCURACY:
            raise SystemExit(f"the test accuracy is {accuracy}, expected {LEAST_ACCURACY} or more")
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * RESIDENT_UNIT / 2**20
        return {"seconds": seconds, "peak_memory_mb": memory, "test_accuracy": accuracy}

    serve(measure)


if __name__ == "__main__":
    main()
