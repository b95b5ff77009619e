"""The losses of ten Adam steps of each workload in Keras, for the tests to compare with.

    python keras_losses.py            computes and writes Tests/TrainingTests/Resources/keras-losses.json
    python keras_losses.py --check    computes and compares with that file
    KERAS_BACKEND=tensorflow python keras_losses.py --check      the same with another backend's float32


Weights and batches are those of philox.py. The float64 run uses the same float32 numbers, widened. The loss of a
step is that before its update, the mean over the batch of the sparse categorical cross-entropy from logits; the
optimizer is Adam() with its defaults.

The file is made with the JAX backend, the only one whose float64 run is float64 throughout: TensorFlow rounds the
constants 0.9 and 0.999 to float32 before Adam's bias corrections (`ops.cast` of a Python number), which moves
alpha by 6e-6 and a loss by up to 1e-3, as in every float32 run; PyTorch returns the loss rounded to float32.
"""

import argparse
import hashlib
import json
import os
import pathlib
import platform

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("JAX_ENABLE_X64", "1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np

import philox

HERE = pathlib.Path(__file__).resolve().parent
WORKLOADS = HERE / "workloads.json"
OUTPUT = HERE.parents[1] / "Tests" / "TrainingTests" / "Resources" / "keras-losses.json"

REFERENCE_BACKEND = "jax"
STEPS = 10
TOLERANCE = 1e-4
# Where rounding to float32 alone moves Keras' own losses by more than a quarter of the tolerance, the tolerance is
# four times that movement instead: a second float32 implementation rounds elsewhere and may move as far.
ROUNDING_FACTOR = 4


def make_layer(kind, *arguments):
    """A layer of workloads.json: ["conv", filters, kernel, padding, activation] and so on."""
    if kind == "conv":
        filters, kernel, padding, activation = arguments
        return keras.layers.Conv2D(filters, kernel, padding=padding, activation=activation)
    if kind == "pool":
        return keras.layers.MaxPooling2D(*arguments)
    if kind == "flatten":
        return keras.layers.Flatten()
    if kind == "dense":
        units, activation = arguments
        return keras.layers.Dense(units, activation=activation)
    raise ValueError(f"workloads.json: layer '{kind}', expected conv, pool, flatten or dense")


def initial_weights(workload):
    """The weights in the order of get_weights(), float32."""
    model = make_model(workload)
    return [philox.weight(number, tensor.shape) for number, tensor in enumerate(model.get_weights())]


def make_model(workload):
    layers = [make_layer(*layer) for layer in workload["layers"]]
    return keras.Sequential([keras.Input(workload["input"]), *layers])


def losses(workload, batch_size, dtype):
    """The losses of the steps, everything computed in `dtype`."""
    keras.utils.clear_session()
    keras.config.set_floatx(dtype)
    keras.config.set_dtype_policy(dtype)
    model = make_model(workload)
    # jit_compile off: XLA may contract and reorder as it likes.
    model.compile(
        optimizer=keras.optimizers.Adam(),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        jit_compile=False,
    )
    model.set_weights([values.astype(dtype) for values in initial_weights(workload)])
    if {w.dtype for w in model.trainable_variables} != {dtype}:
        raise AssertionError(f"the model does not compute in {dtype}")

    results = []
    for step in range(STEPS):
        images, labels = philox.batch(step, batch_size, workload["input"], workload["classes"])
        # What train_on_batch returns is the mean since the last reset.
        model.reset_metrics()
        results.append(float(model.train_on_batch(images.astype(dtype), labels)))
    return results


def sha256(arrays):
    """The digest of the arrays' little-endian float32 bytes, one after the other."""
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(array.astype("<f4").tobytes())
    return digest.hexdigest()


def run(name, workload, batch_size):
    """What the tests need to know of a workload at a batch size."""
    double, single = (losses(workload, batch_size, dtype) for dtype in ("float64", "float32"))
    differences = [abs(s - d) / d for s, d in zip(single, double)]
    images, labels = philox.batch(0, batch_size, workload["input"], workload["classes"])
    return {
        "workload": name,
        "batchSize": batch_size,
        # To tell different numbers from a different computation.
        "initialWeightsSHA256": sha256(initial_weights(workload)),
        "firstImagesSHA256": sha256([images]),
        "firstLabels": labels[:8].tolist(),
        "losses": double,
        "lossesFloat32": single,
        "relativeTolerances": [max(TOLERANCE, ROUNDING_FACTOR * d) for d in differences],
    }


def versions():
    backend = keras.backend.backend()
    return {
        "keras": keras.__version__,
        "backend": f"{backend} {__import__(backend).__version__}",
        "numpy": np.__version__,
        "python": platform.python_version(),
        "machine": platform.machine(),
    }


def describe(result):
    differences = [abs(s - d) / d for s, d in zip(result["lossesFloat32"], result["losses"])]
    return (
        f"{result['workload']}, batch {result['batchSize']}: loss {result['losses'][0]:.6f} at step 0, "
        f"{result['losses'][-1]:.6f} at step {STEPS - 1}; float32 differs by at most {max(differences):.1e}, "
        f"largest tolerance {max(result['relativeTolerances']):.1e}"
    )


def check(results):
    """Compares with the committed file: float32 within the tolerance, and float64 where it is that throughout."""
    committed = {(r["workload"], r["batchSize"]): r for r in json.loads(OUTPUT.read_text())["runs"]}
    compares_double = keras.backend.backend() == REFERENCE_BACKEND
    good = True
    for result in results:
        expected = committed[result["workload"], result["batchSize"]]
        inputs = ("initialWeightsSHA256", "firstImagesSHA256", "firstLabels")
        if any(result[key] != expected[key] for key in inputs):
            good = False
            print(f"{result['workload']}, batch {result['batchSize']}: other weights or batches")
        double = max(abs(f / e - 1) for f, e in zip(result["losses"], expected["losses"]))
        single = max(
            abs(f / e - 1) / tolerance
            for f, e, tolerance in zip(
                result["lossesFloat32"], expected["losses"], expected["relativeTolerances"]
            )
        )
        # Two float64 runs differ by the order of their sums only: some 1e-13 after ten steps.
        good = good and (double < 1e-9 or not compares_double) and single <= 1
        print(
            f"{result['workload']}, batch {result['batchSize']}: float64 within {double:.1e}, "
            f"float32 uses {single:.0%} of the tolerance"
        )
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare with the committed file, write nothing")
    parser.add_argument("--workload", help="with --check: this workload only")
    arguments = parser.parse_args()
    workloads = json.loads(WORKLOADS.read_text())
    if arguments.workload:
        if not arguments.check:
            parser.error("--workload needs --check: the file holds all workloads")
        if arguments.workload not in workloads:
            parser.error(f"--workload {arguments.workload}: expected one of {', '.join(workloads)}")
        workloads = {arguments.workload: workloads[arguments.workload]}

    if not arguments.check and keras.backend.backend() != REFERENCE_BACKEND:
        parser.error(f"KERAS_BACKEND={keras.backend.backend()}: the file is made with {REFERENCE_BACKEND}")

    philox.check_known_answers()
    results = []
    for name, workload in workloads.items():
        for batch_size in workload["batch"]:
            results.append(run(name, workload, batch_size))
            print(describe(results[-1]), flush=True)

    if arguments.check:
        raise SystemExit(0 if check(results) else 1)
    document = {"versions": versions(), "seed": philox.SEED, "steps": STEPS, "runs": results}
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text(json.dumps(document, indent=1) + "\n")
    print(f"wrote {OUTPUT.relative_to(HERE.parents[1])}")


if __name__ == "__main__":
    main()
