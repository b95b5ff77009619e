"""Keras' image_dataset_from_directory, a tf.data pipeline, with Keras' augmentation layers mapped over it."""

import math
import os

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import tensorflow as tf

import image_pipeline
from image_pipeline import Batches, Source


def everything() -> list[keras.layers.Layer]:
    """What is done besides flips and shifts."""
    shear = math.radians(image_pipeline.LARGEST_SHEAR_DEGREES)
    low, high = image_pipeline.BRIGHTNESS
    return [
        keras.layers.RandomRotation(image_pipeline.LARGEST_ROTATION_DEGREES / 360, fill_mode="nearest"),
        keras.layers.RandomZoom(image_pipeline.LARGEST_ZOOM, image_pipeline.LARGEST_ZOOM, fill_mode="nearest"),
        keras.layers.RandomShear(x_factor=shear, fill_mode="nearest"),
        keras.layers.RandomBrightness((low - 1, high - 1), value_range=(0, 1)),
    ]


def batches(source: Source) -> Batches:
    tf.config.threading.set_intra_op_parallelism_threads(source.threads)
    tf.config.threading.set_inter_op_parallelism_threads(source.threads)
    if source.everything:
        pixels, labels = image_pipeline.decoded(source)
        dataset = tf.data.Dataset.from_tensor_slices((pixels, labels)).shuffle(len(labels))
        dataset = dataset.batch(image_pipeline.BATCH_SIZE, drop_remainder=True)
    else:
        dataset = keras.utils.image_dataset_from_directory(
            source.directory,
            image_size=(source.side, source.side),
            batch_size=image_pipeline.BATCH_SIZE,
            verbose=False,
        )
    augmentation = keras.Sequential(
        [
            keras.layers.Rescaling(1 / 255),
            keras.layers.RandomFlip("horizontal"),
            keras.layers.RandomTranslation(
                image_pipeline.LARGEST_SHIFT, image_pipeline.LARGEST_SHIFT, fill_mode="nearest"
            ),
        ]
        + (everything() if source.everything else [])
    )
    options = tf.data.Options()
    options.threading.private_threadpool_size = source.threads
    dataset = dataset.map(
        lambda images, labels: (augmentation(images, training=True), labels), num_parallel_calls=tf.data.AUTOTUNE
    )
    return iter(dataset.repeat().prefetch(tf.data.AUTOTUNE).with_options(options))


if __name__ == "__main__":
    image_pipeline.main({"tf-data": batches})
