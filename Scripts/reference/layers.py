"""What Keras makes of every layer and option in one training step and in ten, for the tests to compare with.

    python layers.py            computes, and writes layers.json and branches.json of Tests/NeuralNetworkTests/Golden
    python layers.py --check    computes, and compares with those files
"""

import argparse
import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "jax"

import jax
import keras
import numpy as np
from keras import layers as L
from keras import ops
from keras.src import backend
from keras.src.backend.common import dtypes

jax.config.update("jax_enable_x64", True)

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "NeuralNetworkTests" / "Golden"
BATCH, CLASSES, STEPS = 3, 3, 10


keras_result_type = dtypes.result_type


def result_type(*types):
    """Keras' rule, but for float64 and float32 together, of which Keras makes float32: in means, in tanh."""
    found = keras_result_type(*types)
    return "float64" if found == "float32" else found


dtypes.result_type = backend.result_type = backend.common.result_type = result_type


@keras.saving.register_keras_serializable(package="train_parallel")
class MinPooling2D(L.MaxPooling2D):
    """The smallest of each window."""

    def call(self, inputs):
        return -super().call(-inputs)


@keras.saving.register_keras_serializable(package="train_parallel")
class LocalResponseNormalization(L.Layer):
    """What tf.nn.local_response_normalization computes, with its arguments and defaults."""

    def __init__(self, depth_radius=5, bias=1.0, alpha=1.0, beta=0.5, **arguments):
        super().__init__(**arguments)
        self.depth_radius, self.bias, self.alpha, self.beta = depth_radius, bias, alpha, beta

    def call(self, inputs):
        radius, channels = self.depth_radius, inputs.shape[-1]
        squares = ops.pad(ops.square(inputs), [(0, 0)] * 3 + [(radius, radius)])
        sums = sum(squares[..., shift : shift + channels] for shift in range(2 * radius + 1))
        return inputs / ops.power(self.bias + self.alpha * sums, self.beta)

    def get_config(self):
        own = {"depth_radius": self.depth_radius, "bias": self.bias, "alpha": self.alpha, "beta": self.beta}
        return {**super().get_config(), **own}


IMAGE, ROW = (6, 5, 3), (7,)
# After the convolution that stands before the layer: 5x4 pixels, 4 channels.
IMAGE_CASES = {
    "conv2d": lambda: L.Conv2D(3, (3, 2)),
    "conv2d same strides": lambda: L.Conv2D(3, (3, 2), strides=(2, 3), padding="same", activation="tanh"),
    "conv2d dilation": lambda: L.Conv2D(2, 2, dilation_rate=(2, 1), use_bias=False),
    "conv2d groups": lambda: L.Conv2D(6, (2, 3), groups=2, activation="relu"),
    "conv2d groups same strides": lambda: L.Conv2D(4, 3, groups=4, padding="same", strides=2, use_bias=False),
    "depthwise": lambda: L.DepthwiseConv2D((3, 2)),
    "depthwise multiplier": lambda: L.DepthwiseConv2D(2, depth_multiplier=3, activation="relu6"),
    "depthwise same strides": lambda: L.DepthwiseConv2D(3, strides=2, padding="same", use_bias=False),
    "depthwise dilation": lambda: L.DepthwiseConv2D((2, 3), dilation_rate=2, padding="same", activation="silu"),
    "depthwise one pixel": lambda: L.DepthwiseConv2D(1, depth_multiplier=2),
    "separable": lambda: L.SeparableConv2D(5, (2, 3)),
    "separable multiplier same": lambda: L.SeparableConv2D(
        3, 3, depth_multiplier=2, padding="same", strides=2, activation="relu"),
    "separable dilation": lambda: L.SeparableConv2D(3, 2, dilation_rate=2, use_bias=False),
    "max pooling": lambda: L.MaxPooling2D(2),
    "max pooling same": lambda: L.MaxPooling2D((3, 2), strides=(2, 1), padding="same"),
    "average pooling": lambda: L.AveragePooling2D((2, 3), strides=1),
    "average pooling same": lambda: L.AveragePooling2D(3, strides=2, padding="same"),
    "min pooling": lambda: MinPooling2D(2, strides=1),
    "global average pooling": lambda: L.GlobalAveragePooling2D(),
    "global average pooling keepdims": lambda: L.GlobalAveragePooling2D(keepdims=True),
    "global max pooling": lambda: L.GlobalMaxPooling2D(),
    "global max pooling keepdims": lambda: L.GlobalMaxPooling2D(keepdims=True),
    "zero padding": lambda: L.ZeroPadding2D(),
    "zero padding pair": lambda: L.ZeroPadding2D((0, 2)),
    "zero padding pairs": lambda: L.ZeroPadding2D(((1, 0), (2, 3))),
    "local response": lambda: LocalResponseNormalization(),
    "local response alexnet": lambda: LocalResponseNormalization(2, bias=2.0, alpha=0.3, beta=0.75),
    "local response alone": lambda: LocalResponseNormalization(0, alpha=0.5, beta=1.0),
    "rescaling channels": lambda: L.Rescaling([0.5, 2.0, -1.0, 1.5], offset=[0.25, 0.0, 1.0, -0.5]),
    "prelu": lambda: L.PReLU(),
    "prelu shared": lambda: L.PReLU(shared_axes=[1, 2]),
    "prelu shared rows": lambda: L.PReLU(shared_axes=[2]),
}
BOTH_CASES = {
    "batch": lambda: L.BatchNormalization(),
    "batch options": lambda: L.BatchNormalization(momentum=0.6, epsilon=0.01),
    "batch no scale": lambda: L.BatchNormalization(scale=False),
    "batch no center": lambda: L.BatchNormalization(center=False),
    "batch plain": lambda: L.BatchNormalization(center=False, scale=False),
    "layer": lambda: L.LayerNormalization(),
    "layer options": lambda: L.LayerNormalization(epsilon=0.1),
    "layer no scale": lambda: L.LayerNormalization(scale=False),
    "layer no center": lambda: L.LayerNormalization(center=False),
    "layer plain": lambda: L.LayerNormalization(center=False, scale=False),
    "rescaling": lambda: L.Rescaling(0.75, offset=-0.25),
    "relu layer": lambda: L.ReLU(),
    "relu layer maximum": lambda: L.ReLU(max_value=0.5),
    "relu layer slope": lambda: L.ReLU(negative_slope=0.1),
    "relu layer all": lambda: L.ReLU(max_value=0.75, negative_slope=0.2, threshold=0.125),
    "leaky relu layer": lambda: L.LeakyReLU(),
    "leaky relu layer slope": lambda: L.LeakyReLU(negative_slope=0.05),
    "elu layer": lambda: L.ELU(),
    "elu layer alpha": lambda: L.ELU(alpha=0.5),
}
ROW_CASES = {
    "prelu": lambda: L.PReLU(),
    "dense": lambda: L.Dense(4, activation="tanh"),
    "dense no bias": lambda: L.Dense(4, use_bias=False),
}
# What a pixel of exactly zero gives: a black border is full of them.
KINKS = {name: layer for name, layer in {**IMAGE_CASES, **BOTH_CASES}.items() if "elu" in name}
ACTIVATIONS = [
    "linear", "relu", "relu6", "leaky_relu", "elu", "gelu", "sigmoid", "tanh", "softplus", "silu", "hard_silu", "softmax"]


def cases():
    """(name, shape of a sample, layers) of every case; something with weights stands before the layer under test.

    What stands before batch normalization has no bias: its gradient would be zero but for rounding, which Adam
    makes steps of.
    """
    for name, layer in {**IMAGE_CASES, **BOTH_CASES}.items():
        before = L.Conv2D(4, 2, use_bias=not name.startswith("batch"))
        yield f"image: {name}", IMAGE, [before, layer()]
    for name, layer in {**ROW_CASES, **BOTH_CASES}.items():
        yield f"row: {name}", ROW, [L.Dense(5, use_bias=not name.startswith("batch")), layer()]
    for name in ACTIVATIONS:
        yield f"image: {name}", IMAGE, [L.Conv2D(4, 2), L.Activation(name)]
        yield f"row: {name}", ROW, [L.Dense(5), L.Activation(name)]
        yield f"conv2d: {name}", IMAGE, [L.Conv2D(4, 2), L.Conv2D(3, 2, activation=name)]
        yield f"dense: {name}", ROW, [L.Dense(5), L.Dense(4, activation=name)]
    for name, layer in [*KINKS.items(), *((name, lambda name=name: L.Activation(name)) for name in ACTIVATIONS)]:
        yield f"black border: {name}", IMAGE, [L.ZeroPadding2D(2), L.Conv2D(3, 2, use_bias=False), layer()]
    first = [("batch", L.BatchNormalization), ("depthwise", lambda: L.DepthwiseConv2D(3)), ("zeros", L.ZeroPadding2D),
             ("scaled", lambda: L.Rescaling(1 / 16))]
    for name, layer in first:
        yield f"first: {name}", IMAGE, [layer(), L.Conv2D(2, 2, activation="relu"), L.GlobalAveragePooling2D()]
    yield "block: mobilenet", IMAGE, [
        L.Conv2D(4, 3, padding="same", use_bias=False), L.BatchNormalization(), L.ReLU(6.0),
        L.DepthwiseConv2D(3, strides=2, padding="same", use_bias=False), L.BatchNormalization(), L.ReLU(6.0),
        L.Conv2D(6, 1, use_bias=False), L.BatchNormalization(), L.ReLU(6.0), L.GlobalAveragePooling2D()]


def residual(x):
    y = L.Conv2D(4, 3, padding="same")(x)
    return L.Add()([y, L.Conv2D(4, 3, padding="same", activation="relu")(y)])


def resnet(x):
    y = L.Conv2D(4, 3, padding="same", use_bias=False)(x)
    y = L.Activation("relu")(L.BatchNormalization()(y))
    z = L.Conv2D(6, 3, strides=2, padding="same", use_bias=False)(y)
    z = L.Activation("relu")(L.BatchNormalization()(z))
    z = L.BatchNormalization()(L.Conv2D(6, 3, padding="same", use_bias=False)(z))
    y = L.BatchNormalization()(L.Conv2D(6, 1, strides=2, padding="same", use_bias=False)(y))
    return L.GlobalAveragePooling2D()(L.Activation("relu")(L.Add()([z, y])))


def inception(x):
    x = L.Conv2D(3, 2)(x)
    parts = [L.Conv2D(2, 1, activation="relu")(x), L.Conv2D(3, 3, padding="same", activation="relu")(x),
             L.MaxPooling2D(3, strides=1, padding="same")(x)]
    return L.GlobalAveragePooling2D()(L.Concatenate()(parts))


def dense_block(x):
    y = L.Concatenate(axis=3)([x, L.Conv2D(2, 3, padding="same", activation="tanh")(x)])
    y = L.Concatenate()([y, L.Conv2D(2, 3, padding="same", activation="tanh")(y)])
    return L.MaxPooling2D(2)(y)


def twice(x):
    y = L.Dense(4, activation="tanh")(x)
    return L.Add()([y, y, L.Dense(4)(y)])


def rows(x):
    return L.Concatenate()([L.Dense(3, activation="relu")(x), x, L.Dense(2, activation="sigmoid")(x)])


BRANCHES = [("residual", IMAGE, residual), ("resnet", IMAGE, resnet), ("inception", IMAGE, inception),
            ("dense block", IMAGE, dense_block), ("twice", ROW, twice), ("rows", ROW, rows)]


def branched(shape, body):
    """The model of a function from its input to what a row and three classes are made of."""
    x = keras.Input(shape)
    y = body(x)
    if len(y.shape) > 2:
        y = L.Flatten()(y)
    return keras.Model(x, L.Dense(CLASSES, activation="softmax")(y), name="functional")


def built(shape, layers):
    """The sequence of the layers, a row of its output, and three classes."""
    model = keras.Sequential([keras.Input(shape)] + layers, name="sequential")
    if len(model.output_shape) > 2:
        model.add(L.Flatten())
    model.add(L.Dense(CLASSES, activation="softmax"))
    return model


def short(values):
    """Numbers of four decimals: few characters, and the same for every reader."""
    return np.round(np.asarray(values, np.float64), 4)


def weights_of(model, random):
    """Normal numbers of 0.5, around 1 where a scale or a variance is meant."""
    for weight in model.weights:
        numbers = random.normal(size=weight.shape) * 0.5
        if weight.name == "gamma":
            numbers += 1
        if weight.name == "moving_variance":
            numbers = 0.5 + np.abs(numbers)
        weight.assign(short(numbers))


def flat(values):
    """The numbers in row-major order, to ten digits."""
    return [float(f"{x:.10g}") for x in np.asarray(values, np.float64).ravel()]


def computed(name, shape, model):
    random = np.random.default_rng(sum(name.encode()))
    weights_of(model, random)
    inputs = short(random.normal(size=(BATCH,) + shape))
    labels = [(index + len(name)) % CLASSES for index in range(BATCH)]
    targets = np.eye(CLASSES)[labels]
    optimizer = keras.optimizers.Adam(learning_rate=0.001)
    optimizer.build(model.trainable_variables)

    def loss(trainable, resting):
        probabilities, resting = model.stateless_call(trainable, resting, inputs, training=True)
        return -(targets * ops.log(probabilities)).sum() / BATCH, (probabilities, resting)

    step = jax.jit(jax.value_and_grad(loss, has_aux=True))
    trainable = [weight.value for weight in model.trainable_variables]
    resting = [weight.value for weight in model.non_trainable_variables]
    state = [variable.value for variable in optimizer.variables]
    case = {
        "name": name, "model": json.loads(model.to_json()),
        "names": ["/".join(weight.path.split("/")[-2:]) for weight in model.weights],
        "weights": [short(weight).ravel().tolist() for weight in model.get_weights()],
        "inputs": inputs.ravel().tolist(), "labels": labels,
        "inference": flat(model.stateless_call(trainable, resting, inputs, training=False)[0]),
    }
    for index in range(STEPS):
        (value, (probabilities, resting)), gradients = step(trainable, resting)
        assert all(tensor.dtype == np.float64 for tensor in gradients + trainable + [value])
        if index == 0:
            case["probabilities"] = flat(probabilities)
            case["loss"] = flat(value)[0]
            case["gradients"] = [flat(gradient) for gradient in gradients]
            case["statistics"] = [flat(tensor) for tensor in resting]
        trainable, state = optimizer.stateless_apply(state, gradients, trainable)
    values = {id(v): value for v, value in zip(model.trainable_variables + model.non_trainable_variables,
                                               list(trainable) + list(resting))}
    case["trained"] = [flat(values[id(variable)]) for variable in model.weights]
    return case


def results():
    """The files' names, and the cases of each."""
    keras.backend.clear_session()
    layers, branches = [], []
    for name, shape, body in BRANCHES:
        branches.append(computed(name, shape, branched(shape, body)))
        keras.backend.clear_session()
    for name, shape, stack in cases():
        layers.append(computed(name, shape, built(shape, stack)))
        keras.backend.clear_session()
    assert len({case["name"] for case in layers}) == len(layers)
    return {"layers.json": layers, "branches.json": branches}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, compare with the files")
    options = parser.parse_args()
    keras.config.set_floatx("float64")
    for file, found in results().items():
        # The program's numbers are float32, and so it reads and writes models.
        text = "[\n" + ",\n".join(json.dumps(case) for case in found).replace('"float64"', '"float32"') + "\n]\n"
        print(file, len(found), "cases,", len(text), "bytes, keras", keras.__version__, "jax", jax.__version__)
        if options.check:
            compare(found, json.loads((FOLDER / file).read_text()))
        else:
            (FOLDER / file).write_text(text)


def compare(cases, known):
    """Refuses cases that are not those of a file."""
    for found, expected in zip(cases, known, strict=True):
        assert found["names"] == expected["names"], found["name"]
        for key in ("weights", "gradients", "statistics", "trained"):
            for a, b in zip(found[key], expected[key], strict=True):
                np.testing.assert_allclose(a, b, rtol=1e-7, atol=1e-12, err_msg=f"{found['name']}: {key}")
        for key in ("inputs", "labels", "inference", "probabilities", "loss"):
            np.testing.assert_allclose(found[key], expected[key], rtol=1e-7, err_msg=f"{found['name']}: {key}")


if __name__ == "__main__":
    main()
