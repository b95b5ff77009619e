"""Training steps in JAX: one jitted function of the weights, the optimizer's state and the batch."""

import functools
import math

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

import training_step
import workloads
from workloads import Convolution, Dense, Flatten, Pooling, Workload

ACTIVATIONS = {None: lambda values: values, "relu": jax.nn.relu, "swish": jax.nn.silu}


def glorot_uniform(workload: Workload) -> list[tuple[jax.Array, jax.Array]]:
    """The kernel and the bias of each layer that has them, as Keras initializes them."""
    random = np.random.default_rng(1)
    weights = []
    for shape in workload.kernel_shapes():
        *window, channels, filters = shape
        limit = math.sqrt(6 / (math.prod(window) * (channels + filters)))
        kernel = random.uniform(-limit, limit, shape).astype(np.float32)
        weights.append((jnp.asarray(kernel), jnp.zeros(filters, jnp.float32)))
    return weights


def logits(workload: Workload, weights, values: jax.Array) -> jax.Array:
    remaining = iter(weights)
    for layer in workload.layers:
        match layer:
            case Convolution(_, _, padding, activation):
                kernel, bias = next(remaining)
                values = lax.conv_general_dilated(
                    values, kernel, (1, 1), padding.upper(), dimension_numbers=("NHWC", "HWIO", "NHWC")
                )
                values = ACTIVATIONS[activation](values + bias)
            case Pooling(size):
                window = (1, size, size, 1)
                values = lax.reduce_window(values, -jnp.inf, lax.max, window, window, "VALID")
            case Flatten():
                values = values.reshape(values.shape[0], -1)
            case Dense(_, activation):
                kernel, bias = next(remaining)
                values = ACTIVATIONS[activation](values @ kernel + bias)
            case _:
                raise SystemExit(f"{type(layer).__name__} is not written in JAX")
    return values


def cross_entropy(workload: Workload, weights, images: jax.Array, labels: jax.Array) -> jax.Array:
    log_probabilities = jax.nn.log_softmax(logits(workload, weights, images))
    return -jnp.take_along_axis(log_probabilities, labels[:, None], axis=1).mean()


def adam(weights, gradients, means, squares, step):
    """w - alpha m / (sqrt(v) + epsilon), with both bias corrections in alpha, as Keras has it."""
    alpha = (
        workloads.LEARNING_RATE
        * jnp.sqrt(1 - jnp.float32(workloads.BETA_2) ** step)
        / (1 - jnp.float32(workloads.BETA_1) ** step)
    )
    means = jax.tree.map(lambda m, g: m + (g - m) * (1 - workloads.BETA_1), means, gradients)
    squares = jax.tree.map(lambda v, g: v + (g * g - v) * (1 - workloads.BETA_2), squares, gradients)
    weights = jax.tree.map(
        lambda w, m, v: w - alpha * m / (jnp.sqrt(v) + workloads.EPSILON), weights, means, squares
    )
    return weights, means, squares


class JAXStep:
    """Timed are steps of `train`, whose weights and state are donated, so that they are updated in place."""

    def __init__(self, workload: Workload, batch_size: int, threads: int):
        self.images, self.labels = map(jnp.asarray, training_step.batch(workload, batch_size))
        weights = glorot_uniform(workload)
        means, squares = (jax.tree.map(jnp.zeros_like, weights) for _ in range(2))
        self.state = (weights, means, squares, jnp.float32(0))
        loss = functools.partial(cross_entropy, workload)
        self.batch_loss = jax.jit(loss)

        @functools.partial(jax.jit, donate_argnums=0)
        def train(state, images, labels):
            weights, means, squares, step = state
            value, gradients = jax.value_and_grad(loss)(weights, images, labels)
            return (*adam(weights, gradients, means, squares, step + 1), step + 1), value

        self.train = train

    def run(self, steps: int) -> None:
        for _ in range(steps):
            self.state, value = self.train(self.state, self.images, self.labels)
        jax.block_until_ready((self.state, value))

    def time_windows(self, count: int, steps: int) -> list[float]:
        return training_step.time_loop(self.run, count, steps)

    def loss(self) -> float:
        return float(self.batch_loss(self.state[0], self.images, self.labels))

    def weights(self) -> list[np.ndarray]:
        return [np.asarray(weight) for weight in jax.tree.leaves(self.state[0])]


if __name__ == "__main__":
    training_step.main({"jax": JAXStep})
