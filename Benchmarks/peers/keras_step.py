"""Training steps in Keras on TensorFlow, as a graph or compiled by XLA, by `fit` or by `train_on_batch`."""

import os
import time

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf

import training_step
import workloads
from workloads import (
    Convolution,
    Dense,
    Dropout,
    Flatten,
    GlobalPooling,
    LocalResponse,
    NormalizedConvolution,
    NormalizedDepthwise,
    OverlappingPooling,
    Pooling,
    Residual,
    Workload,
)


def in_keras(layer: workloads.Layer, x: keras.KerasTensor) -> keras.KerasTensor:
    """The output of a layer."""
    match layer:
        case Convolution(filters, kernel, padding, activation):
            return keras.layers.Conv2D(filters, kernel, padding=padding, activation=activation)(x)
        case NormalizedConvolution(filters, kernel, stride, activation):
            return normalized(keras.layers.Conv2D(filters, kernel, stride, "same", use_bias=False)(x), activation)
        case NormalizedDepthwise(kernel, stride, activation):
            return normalized(keras.layers.DepthwiseConv2D(kernel, stride, "same", use_bias=False)(x), activation)
        case Residual(filters, stride):
            y = in_keras(NormalizedConvolution(filters, 3, stride, "relu"), x)
            y = in_keras(NormalizedConvolution(filters, 3, 1, None), y)
            shortcut = keras.layers.Conv2D(filters, 1, stride, "same", use_bias=False)(x) if stride > 1 else x
            return keras.layers.Activation("relu")(keras.layers.Add()([y, shortcut]))
        case Pooling(size):
            return keras.layers.MaxPooling2D(size)(x)
        case OverlappingPooling(size, stride):
            return keras.layers.MaxPooling2D(size, stride, "same")(x)
        case LocalResponse(radius, bias, alpha, beta):
            return keras.layers.Lambda(lambda x: tf.nn.local_response_normalization(x, radius, bias, alpha, beta))(x)
        case Dropout(rate):
            return keras.layers.Dropout(rate)(x)
        case GlobalPooling():
            return keras.layers.GlobalAveragePooling2D()(x)
        case Flatten():
            return keras.layers.Flatten()(x)
        case Dense(units, activation):
            return keras.layers.Dense(units, activation=activation)(x)


def normalized(x: keras.KerasTensor, activation: str | None) -> keras.KerasTensor:
    x = keras.layers.BatchNormalization()(x)
    return keras.layers.Activation(activation)(x) if activation else x


class KerasStep:
    """A compiled model and its batch; how it is trained, the subclasses say."""

    def __init__(self, workload: Workload, batch_size: int, threads: int, xla: bool):
        tf.config.threading.set_intra_op_parallelism_threads(threads)
        tf.config.threading.set_inter_op_parallelism_threads(threads)
        keras.utils.set_random_seed(0)
        self.images, self.labels = map(tf.constant, training_step.batch(workload, batch_size))
        start = x = keras.Input(workload.input)
        for layer in workload.layers:
            x = in_keras(layer, x)
        self.model = keras.Model(start, x)
        self.model.compile(
            optimizer=keras.optimizers.Adam(
                workloads.LEARNING_RATE, workloads.BETA_1, workloads.BETA_2, workloads.EPSILON
            ),
            loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            jit_compile=xla,
        )

    def loss(self) -> float:
        return float(self.model.loss(self.labels, self.model(self.images)))

    def weights(self) -> list[np.ndarray]:
        return [np.asarray(weight) for weight in self.model.trainable_weights]


class KerasBatches(KerasStep):
    """Timed are calls of `train_on_batch`, which returns the loss."""

    def run(self, steps: int) -> None:
        for _ in range(steps):
            self.model.train_on_batch(self.images, self.labels)

    def time_windows(self, count: int, steps: int) -> list[float]:
        return training_step.time_loop(self.run, count, steps)


class KerasFit(KerasStep):
    """Timed are the epochs of a `fit` over the batch again and again, so that starting `fit` costs nothing."""

    def time_windows(self, count: int, steps: int) -> list[float]:
        batches = tf.data.Dataset.from_tensors((self.images, self.labels)).cache().repeat().prefetch(2)
        clock = EpochClock()
        self.model.fit(batches, epochs=count, steps_per_epoch=steps, callbacks=[clock], verbose=0)
        return clock.seconds


class EpochClock(keras.callbacks.Callback):
    """The seconds of each epoch."""

    def __init__(self):
        super().__init__()
        self.seconds: list[float] = []

    def on_epoch_begin(self, epoch, logs=None):
        self.start = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.seconds.append(time.perf_counter() - self.start)


def variant(kind: type[KerasStep], xla: bool):
    return lambda workload, batch_size, threads: kind(workload, batch_size, threads, xla)


if __name__ == "__main__":
    training_step.main(
        {
            "keras-fit": variant(KerasFit, xla=False),
            "keras-batch": variant(KerasBatches, xla=False),
            "keras-xla-fit": variant(KerasFit, xla=True),
            "keras-xla-batch": variant(KerasBatches, xla=True),
        }
    )
