"""Keras' image_dataset_from_directory, a tf.data pipeline, with Keras' augmentation layers mapped over it."""

import os

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import tensorflow as tf

import image_pipeline
from image_pipeline import Batches, Source


def batches(source: Source) -> Batches:
    tf.config.threading.set_intra_op_parallelism_threads(source.threads)
    tf.config.threading.set_inter_op_parallelism_threads(source.threads)
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
    )
    options = tf.data.Options()
    options.threading.private_threadpool_size = source.threads
    dataset = dataset.map(
        lambda images, labels: (augmentation(images, training=True), labels), num_parallel_calls=tf.data.AUTOTUNE
    )
    return iter(dataset.repeat().prefetch(tf.data.AUTOTUNE).with_options(options))


if __name__ == "__main__":
    image_pipeline.main({"tf-data": batches})
