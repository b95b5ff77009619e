"""Makes the files of this folder with Keras itself: keras 3.15.1 and tensorflow 2.21.0 made those committed.

    COLUMNS=120 KERAS_BACKEND=tensorflow python make.py

Each architecture: the summary's text and the JSON. Each zoo: the JSON, and in float64 the loss, the logits and all
gradients for weights and inputs that are sines of their places.
"""

import json
import os

import keras
import numpy as np
import tensorflow as tf
from keras import initializers as I
from keras import layers as L

HERE = os.path.dirname(os.path.abspath(__file__))


@keras.saving.register_keras_serializable(package="train_parallel")
class MinPooling2D(L.MaxPooling2D):
    def call(self, inputs):
        return -super().call(-inputs)


@keras.saving.register_keras_serializable(package="train_parallel")
class LocalResponseNormalization(L.Layer):
    def __init__(self, depth_radius=5, bias=1.0, alpha=1.0, beta=0.5, **kwargs):
        super().__init__(**kwargs)
        self.arguments = {"depth_radius": depth_radius, "bias": bias, "alpha": alpha, "beta": beta}

    def call(self, inputs):
        return tf.nn.local_response_normalization(inputs, **self.arguments)

    def get_config(self):
        return {**super().get_config(), **self.arguments}


def normal():
    return I.RandomNormal(stddev=0.01)


ARCHITECTURES = {
    "shapes-cnn": ((24, 24, 3), lambda: [
        L.Conv2D(32, 3, activation="relu"), L.Conv2D(64, 3, activation="relu"), L.MaxPooling2D(), L.Flatten(),
        L.Dense(128, activation="relu"), L.Dense(3, activation="softmax")]),
    "lecture-cnn": ((150, 150, 3), lambda: [
        L.Conv2D(32, 3, padding="same"), L.MaxPooling2D(), L.Conv2D(32, 4), L.MaxPooling2D(), L.Flatten(),
        L.Dense(256, activation="relu"), L.Dense(5, activation="softmax")]),
    "mnist-cnn": ((28, 28, 1), lambda: [
        L.Conv2D(32, 3, activation="relu"), L.MaxPooling2D(), L.Conv2D(64, 3, activation="relu"), L.MaxPooling2D(),
        L.Conv2D(64, 3, activation="relu"), L.MaxPooling2D(), L.Flatten(), L.Dense(64, activation="relu"),
        L.Dense(10, activation="softmax")]),
    "lenet5": ((32, 32, 3), lambda: [
        L.Conv2D(6, 5, activation="swish"), L.MaxPooling2D(), L.Conv2D(16, 5, activation="swish"), L.MaxPooling2D(),
        L.Flatten(), L.Dense(120, activation="swish"), L.Dense(84, activation="swish"),
        L.Dense(10, activation="softmax")]),
    "simple-convnet": ((28, 28, 1), lambda: [
        L.Conv2D(30, 5, activation="relu", kernel_initializer=normal()), L.MaxPooling2D(), L.Flatten(),
        L.Dense(100, activation="relu", kernel_initializer=normal()),
        L.Dense(10, activation="softmax", kernel_initializer=normal())]),
}

def he(kind, *arguments, **more):
    return kind(*arguments, kernel_initializer="he_normal", **more)


def alexnet():
    layers = []
    for filters in (64, 192):
        layers += [he(L.Conv2D, filters, 5, padding="same", activation="relu"),
                   LocalResponseNormalization(2, 2.0, 1e-4, 0.75), L.MaxPooling2D(3, 2, "same")]
    layers += [he(L.Conv2D, filters, 3, padding="same", activation="relu") for filters in (384, 256, 256)]
    layers += [L.MaxPooling2D(3, 2, "same"), L.Flatten()]
    for _ in range(2):
        layers += [L.Dropout(0.5), he(L.Dense, 1024, activation="relu")]
    return layers + [L.Dense(10, activation="softmax")]


def vgg11():
    layers = []
    for group in ([64], [128], [256, 256], [512, 512], [512, 512]):
        layers += [he(L.Conv2D, filters, 3, padding="same", activation="relu") for filters in group]
        layers += [L.MaxPooling2D(padding="same")]
    return layers + [L.Flatten(), he(L.Dense, 512, activation="relu"), L.Dropout(0.5),
                     L.Dense(10, activation="softmax")]


def mobilenet_small():
    def normalized(layer):
        return [layer, L.BatchNormalization(), L.ReLU(max_value=6.0)]
    layers = normalized(he(L.Conv2D, 32, 3, padding="same", use_bias=False))
    for filters, stride in ((64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1)):
        layers += normalized(L.DepthwiseConv2D(
            3, stride, padding="same", use_bias=False, depthwise_initializer="he_normal"))
        layers += normalized(he(L.Conv2D, filters, 1, use_bias=False))
    return layers + [L.GlobalAveragePooling2D(), L.Dense(10, activation="softmax")]


def cifar_cnn():
    layers = []
    for index, filters in enumerate(((32, 64), (64, 256), (256, 256), (256,))):
        if index > 0:
            layers.append(L.MaxPooling2D(padding="same"))
        for count in filters:
            layers += [he(L.Conv2D, count, 3, padding="same", use_bias=False), L.BatchNormalization(),
                       L.Activation("relu")]
    return layers + [L.GlobalAveragePooling2D(), L.Dropout(0.2), L.Dense(10, activation="softmax")]


def resnet20(start):
    def convolution(filters, size=3, stride=1):
        return he(L.Conv2D, filters, size, strides=stride, padding="same", use_bias=False)
    x = L.Activation("relu")(L.BatchNormalization()(convolution(16)(start)))
    for group, filters in enumerate((16, 32, 64)):
        for block in range(3):
            stride = 2 if group > 0 and block == 0 else 1
            y = L.Activation("relu")(L.BatchNormalization()(convolution(filters, stride=stride)(x)))
            y = L.BatchNormalization()(convolution(filters)(y))
            shortcut = x if stride == 1 else convolution(filters, 1, stride)(x)
            x = L.Activation("relu")(L.Add()([y, shortcut]))
    return L.Dense(10, activation="softmax")(L.GlobalAveragePooling2D()(x))


for make in (alexnet, vgg11, mobilenet_small, cifar_cnn):
    ARCHITECTURES[make.__name__.replace("_", "-")] = ((32, 32, 3), make)

BRANCHED = {"resnet20": ((32, 32, 3), resnet20)}

ZOOS = {
    "zoo-1": ((9, 7, 3), lambda: [
        L.Conv2D(4, (3, 2), strides=2, padding="same", activation="relu", kernel_initializer="he_normal"),
        L.AveragePooling2D(3, 2, "same"), L.Activation("swish"), L.Dropout(0.25), L.Flatten(),
        L.Dense(5, activation="tanh", bias_initializer=I.RandomNormal(stddev=0.1)), L.Dense(3),
        L.Activation("softmax")]),
    "zoo-2": ((11, 10, 1), lambda: [
        L.Conv2D(3, (2, 3), dilation_rate=2, activation="tanh", use_bias=False), L.MaxPooling2D(3, 2, "same"),
        MinPooling2D(2, 1), L.Conv2D(5, 1, activation="sigmoid"), L.Flatten(), L.Dense(6, activation="swish"),
        L.Dense(4, activation="softmax")]),
    "zoo-3": ((10, 13, 5), lambda: [
        L.Conv2D(3, 3, strides=(3, 2), padding="same", activation="softmax"), L.Dense(4, activation="swish"),
        L.AveragePooling2D((2, 3), (2, 1)), MinPooling2D((3, 2), 2, "same"),
        L.Conv2D(2, 3, dilation_rate=(1, 2), padding="same",
                 name="a_very_long_name_for_a_layer_that_must_wrap_somewhere_in_the_table"),
        L.Flatten(), L.Dense(2, activation="softmax")]),
}


def build(shape, layers):
    keras.backend.clear_session()
    return keras.Sequential([keras.Input(shape)] + layers(), name="sequential")


def build_branched(shape, layers):
    keras.backend.clear_session()
    start = keras.Input(shape)
    return keras.Model(start, layers(start))


def write(name, text):
    with open(os.path.join(HERE, name), "w") as file:
        file.write(text + "\n")


def sines(shape, phase):
    count = int(np.prod(shape))
    return np.sin(0.7 * np.arange(count, dtype=np.float64) + phase).reshape(shape)


def flat(array):
    """The numbers in row-major order, to 12 digits."""
    return [float(f"{x:.12g}") for x in np.asarray(array).ravel()]


def numbers(model, shape):
    weights = [sines(w.shape, place) for place, w in enumerate(model.weights)]
    model.set_weights(weights)
    count, classes = 3, model.output_shape[-1]
    inputs = tf.constant(sines((count,) + shape, 0.5))
    targets = 1.0 + np.arange(count * classes, dtype=np.float64).reshape(count, classes) % 3
    targets /= targets.sum(axis=1, keepdims=True)
    sample_weights = 1 + 0.5 * np.arange(count)
    with tf.GradientTape() as tape:
        tape.watch(inputs)
        probabilities = model(inputs)
        losses = -tf.reduce_sum(targets * tf.math.log(probabilities), axis=1)
        loss = tf.reduce_sum(sample_weights * losses) / count
    variables = [w.value for w in model.trainable_weights]
    gradients = tape.gradient(loss, variables + [inputs])
    return {
        "loss": float(loss), "probabilities": flat(probabilities),
        "gradients": [flat(g) for g in gradients[:-1]],
        "input_gradient": flat(gradients[-1]),
    }


for name, (shape, layers) in {**ARCHITECTURES, **ZOOS, **BRANCHED}.items():
    model = (build_branched if name in BRANCHED else build)(shape, layers)
    write(name + ".json", model.to_json())
    lines = []
    model.summary(print_fn=lines.append)
    write(name + ".txt", "".join(lines).rstrip("\n"))

keras.config.set_floatx("float64")
for name, (shape, layers) in ZOOS.items():
    write(name + ".numbers.json", json.dumps(numbers(build(shape, layers), shape)))
print("keras", keras.__version__, "tensorflow", tf.__version__)
