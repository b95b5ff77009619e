"""What Keras' callbacks decide over sequences of made-up metrics, for the tests to compare with.

    python callbacks.py            computes and writes Tests/TrainingTests/Resources/keras-callbacks.json
    python callbacks.py --check    computes and compares with that file

EarlyStopping, ReduceLROnPlateau and ModelCheckpoint (save_best_only) are called as `fit` calls them, on a model whose
only weight holds the number of the epoch. All metrics are multiples of 1/64, so that float32 and float64 compare alike.
"""

import argparse
import json
import os
import pathlib
import tempfile

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
from keras import callbacks

OUTPUT = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "TrainingTests" / "Resources" / "keras-callbacks.json"

keras.config.set_floatx("float64")

LEARNING_RATE = 0.5

FALLING = [64, 48, 40, 36, 34, 33, 32, 31]
STALLING = [64, 48, 48, 47, 48, 48, 50, 46, 46, 46, 46, 46]
RISING = [8, 16, 24, 24, 23, 30, 30, 29, 28, 40, 39, 39, 39]

EARLY_STOPPING = [
    (FALLING, {}),
    (STALLING, {}),
    (STALLING, {"patience": 1}),
    (STALLING, {"patience": 2}),
    (STALLING, {"patience": 3}),
    (STALLING, {"patience": 3, "restore_best_weights": True}),
    (STALLING, {"patience": 30, "restore_best_weights": True}),
    (STALLING, {"patience": 2, "min_delta": 1 / 64, "restore_best_weights": True}),
    (STALLING, {"patience": 2, "min_delta": 2 / 64, "restore_best_weights": True}),
    (STALLING, {"patience": 3, "min_delta": -2 / 64, "restore_best_weights": True}),
    (STALLING, {"patience": 2, "baseline": 47 / 64, "restore_best_weights": True}),
    (STALLING, {"patience": 4, "baseline": 48 / 64, "restore_best_weights": True}),
    (STALLING, {"patience": 3, "baseline": 10 / 64}),
    (STALLING, {"patience": 2, "start_from_epoch": 4, "restore_best_weights": True}),
    (STALLING, {"patience": 0, "start_from_epoch": 6, "restore_best_weights": True}),
    (STALLING, {"start_from_epoch": 100, "restore_best_weights": True}),
    ([32, 33], {"patience": 0, "restore_best_weights": True}),
    ([32, 32, 32], {"patience": 1, "baseline": 1 / 64}),
    ([32], {"patience": 0, "baseline": 1 / 64}),
    (RISING, {"monitor": "val_accuracy", "patience": 2, "restore_best_weights": True}),
    (RISING, {"monitor": "val_accuracy", "mode": "max", "patience": 3, "min_delta": 7 / 64}),
    (RISING, {"monitor": "val_accuracy", "mode": "min", "patience": 3, "restore_best_weights": True}),
    (RISING, {"monitor": "accuracy", "patience": 4, "baseline": 30 / 64, "restore_best_weights": True}),
    (STALLING, {"monitor": "loss", "patience": 2}),
]

REDUCE_ON_PLATEAU = [
    (FALLING, {"patience": 1}),
    (STALLING, {}),
    (STALLING, {"patience": 1, "factor": 0.5}),
    (STALLING, {"patience": 2, "factor": 0.5}),
    (STALLING, {"patience": 0, "factor": 0.5}),
    (STALLING, {"patience": 1, "factor": 0.5, "cooldown": 1}),
    (STALLING, {"patience": 1, "factor": 0.5, "cooldown": 3}),
    (STALLING, {"patience": 2, "factor": 0.5, "cooldown": 2}),
    (STALLING, {"patience": 1, "factor": 0.25, "min_lr": 0.1}),
    (STALLING, {"patience": 1, "factor": 0.25, "min_lr": 0.1, "cooldown": 2}),
    (STALLING, {"patience": 1, "factor": 0.25, "min_lr": 0.5}),
    (STALLING, {"patience": 2, "factor": 0.5, "min_delta": 2 / 64}),
    (STALLING, {"patience": 2, "factor": 0.5, "min_delta": 0.0}),
    (RISING, {"monitor": "val_accuracy", "patience": 1, "factor": 0.5}),
    (RISING, {"monitor": "val_accuracy", "mode": "max", "patience": 2, "factor": 0.1, "cooldown": 1}),
    (RISING, {"monitor": "val_accuracy", "mode": "min", "patience": 2, "factor": 0.1}),
    ([32] * 30, {"factor": 0.1}),
]

MODEL_CHECKPOINT = [
    (FALLING, {}),
    (STALLING, {}),
    (STALLING, {"initial_value_threshold": 47 / 64}),
    (STALLING, {"initial_value_threshold": 46 / 64}),
    (RISING, {"monitor": "val_accuracy"}),
    (RISING, {"monitor": "val_accuracy", "mode": "min"}),
    (RISING, {"monitor": "val_accuracy", "mode": "max", "initial_value_threshold": 24 / 64}),
]

RANDOM_CASES = 60


def random_cases():
    """Walks with many ties, and arguments drawn for them."""
    numbers = np.random.default_rng(2026)
    for number in range(RANDOM_CASES):
        walk = np.clip(40 + np.cumsum(numbers.integers(-4, 4, size=int(numbers.integers(5, 40)))), 1, 64)
        up = bool(numbers.integers(2))
        common = {
            "monitor": "val_accuracy" if up else "val_loss",
            "patience": int(numbers.integers(0, 6)),
            "min_delta": int(numbers.integers(0, 4)) / 64,
        }
        if number % 2 == 0:
            arguments = {**common, "restore_best_weights": True, "start_from_epoch": int(numbers.integers(0, 8))}
            if numbers.integers(3) == 0:
                arguments["baseline"] = int(numbers.integers(20, 60)) / 64
            yield "EarlyStopping", walk.tolist(), arguments
        else:
            arguments = {
                **common,
                "factor": [0.1, 0.5, 0.9][int(numbers.integers(3))],
                "cooldown": int(numbers.integers(0, 5)),
                "min_lr": [0.0, 0.1, 0.01][int(numbers.integers(3))],
            }
            yield "ReduceLROnPlateau", walk.tolist(), arguments


def make_model():
    """A model whose kernel's first number is to hold the epoch, with the metrics that modes are taken from."""
    keras.utils.clear_session()
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, activation="sigmoid", use_bias=False)])
    model.compile(keras.optimizers.SGD(LEARNING_RATE), loss="binary_crossentropy", metrics=["accuracy"])
    # Metrics are known by name only once a batch has been seen.
    model.test_on_batch(np.zeros((1, 1)), np.zeros((1, 1)))
    return model


def run(name, sequence, arguments):
    model = make_model()
    saved = []
    if name == "ModelCheckpoint":
        path = os.path.join(tempfile.gettempdir(), "never-written.keras")
        callback = callbacks.ModelCheckpoint(path, save_best_only=True, **arguments)
        model.save = lambda *_, **__: saved.append(int(model.get_weights()[0][0, 0]))
    else:
        callback = getattr(callbacks, name)(**arguments)
    callback.set_model(model)
    model.stop_training = False
    callback.on_train_begin()
    rates, stopped = [], None
    monitor = arguments.get("monitor", "val_loss")
    for epoch, value in enumerate(sequence):
        model.set_weights([np.full((1, 1), epoch)])
        callback.on_epoch_begin(epoch)
        callback.on_epoch_end(epoch, {monitor: value / 64})
        rates.append(float(keras.ops.convert_to_numpy(model.optimizer.learning_rate)))
        if model.stop_training:
            stopped = epoch
            break
    callback.on_train_end()
    result = {
        "callback": name,
        "arguments": {"monitor": monitor, **arguments},
        "values": [value / 64 for value in sequence],
    }
    if name == "EarlyStopping":
        result |= {"stopped_epoch": stopped, "last_weights": int(model.get_weights()[0][0, 0])}
        if arguments.get("restore_best_weights"):
            result["best_epoch"] = callback.best_epoch
    elif name == "ReduceLROnPlateau":
        result["learning_rates"] = rates
    else:
        result["saved_epochs"] = saved
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare with the committed file, write nothing")
    options = parser.parse_args()
    named = [
        ("EarlyStopping", EARLY_STOPPING),
        ("ReduceLROnPlateau", REDUCE_ON_PLATEAU),
        ("ModelCheckpoint", MODEL_CHECKPOINT),
    ]
    cases = [run(name, *case) for name, group in named for case in group]
    cases += [run(*case) for case in random_cases()]
    lines = ",\n  ".join(json.dumps(case) for case in cases)
    head = json.dumps({"keras": keras.__version__, "initial_learning_rate": LEARNING_RATE})[:-1]
    text = f'{head},\n "cases": [\n  {lines}]}}\n'
    if not options.check:
        OUTPUT.write_text(text)
        print(f"wrote {len(cases)} cases to {OUTPUT.relative_to(OUTPUT.parents[3])}")
    elif json.loads(OUTPUT.read_text())["cases"] != cases:
        raise SystemExit(f"{OUTPUT.name} is not what Keras {keras.__version__} decides")
    else:
        print(f"{len(cases)} cases, all as in the file")


if __name__ == "__main__":
    main()
