"""Keras' losses and the gradients of the logits in float64, for the tests to compare with.

    python losses.py            computes and writes Tests/NeuralNetworkTests/Golden/losses.json
    python losses.py --check    computes and compares with that file

Keras runs on PyTorch here, whose gradients are exact in float64.
"""

import argparse
import json
import math
import os
import pathlib

os.environ["KERAS_BACKEND"] = "torch"

import keras
import torch

OUTPUT = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "NeuralNetworkTests" / "Golden" / "losses.json"

keras.config.set_floatx("float64")

ROWS = 5


def numbers(count, phase):
    return [2.5 * math.sin(0.7 * i + phase) for i in range(count)]


def targets(classes, is_soft):
    rows = []
    for row in range(ROWS):
        if is_soft:
            values = [1.0 + (row + k) % 3 for k in range(classes)]
            rows.append([value / sum(values) for value in values])
        else:
            rows.append([float(k == row % classes) for k in range(classes)])
    return rows


def case(name, classes, is_soft, weights, smoothing):
    options = {"label_smoothing": smoothing} if smoothing else {}
    t = targets(classes, is_soft)
    is_binary = name == "binary_crossentropy"
    z = torch.tensor(numbers(ROWS * (1 if is_binary else classes), 0.3), dtype=torch.float64)
    z = z.reshape(ROWS, -1).requires_grad_()
    truth = torch.tensor([row[1:] for row in t] if is_binary else t, dtype=torch.float64)
    sample_weight = weights and torch.tensor(weights, dtype=torch.float64)
    if name == "mean_squared_error":
        output = keras.ops.softmax(z)
        losses = keras.losses.mean_squared_error(truth, output)
        whole = keras.losses.MeanSquaredError()
    else:
        output, options = z, {"from_logits": True, **options}
        losses = getattr(keras.losses, name)(truth, z, **options)
        whole = {
            "categorical_crossentropy": keras.losses.CategoricalCrossentropy,
            "binary_crossentropy": keras.losses.BinaryCrossentropy,
            "categorical_focal_crossentropy": keras.losses.CategoricalFocalCrossentropy,
        }[name](**options)
    # Keras' own reduction comes in float32 on PyTorch: the same sum is taken in float64, and compared.
    value = (losses if sample_weight is None else losses * sample_weight).sum() / ROWS
    assert value.dtype == torch.float64
    assert abs(value.item() - whole(truth, output, sample_weight=sample_weight).item()) < 1e-6
    value.backward()
    return {
        "loss": name, "classes": classes, "label_smoothing": smoothing, "weights": weights,
        "logits": z.detach().reshape(-1).tolist(), "targets": [x for row in t for x in row],
        "value": value.item(), "gradient": z.grad.reshape(-1).tolist(),
    }


def cases():
    weights = [1.0, 0.5, 2.0, 0.0, 1.5]
    for name in [
        "categorical_crossentropy", "binary_crossentropy", "categorical_focal_crossentropy", "mean_squared_error",
    ]:
        for classes in [2] if name == "binary_crossentropy" else [2, 4]:
            yield case(name, classes, False, None, 0.0)
            yield case(name, classes, True, weights, 0.0)
            if name != "mean_squared_error":
                yield case(name, classes, False, weights, 0.1)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    found = {"keras": keras.__version__, "torch": torch.__version__, "cases": list(cases())}
    if not parser.parse_args().check:
        OUTPUT.write_text(json.dumps(found, indent=1) + "\n")
        return
    expected = json.loads(OUTPUT.read_text())["cases"]
    assert len(expected) == len(found["cases"])
    for a, b in zip(found["cases"], expected):
        for key in a:
            same = a[key] == b[key]
            if isinstance(a[key], float):
                same = math.isclose(a[key], b[key], rel_tol=1e-12, abs_tol=1e-15)
            if key in ("gradient", "logits", "targets"):
                same = all(math.isclose(x, y, rel_tol=1e-12, abs_tol=1e-15) for x, y in zip(a[key], b[key]))
            assert same, (a["loss"], key, a[key], b[key])
    print(f"{len(expected)} cases agree")


if __name__ == "__main__":
    main()
