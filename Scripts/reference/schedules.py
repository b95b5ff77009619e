"""The learning rates of Keras' and PyTorch's schedules at many steps, in float64, for the tests to compare with.

    python schedules.py            computes and writes Tests/NeuralNetworkTests/Golden/schedules.json
    python schedules.py --check    computes and compares with that file

Keras runs on PyTorch here: with JAX and NumPy its cosines are rounded to float32, whatever `floatx` is.
"""

import argparse
import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import torch
from keras.optimizers import schedules

OUTPUT = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "NeuralNetworkTests" / "Golden" / "schedules.json"

keras.config.set_floatx("float64")

# Every step of the beginning, the neighbours of all that happens later, and beyond every end.
STEPS = [*range(0, 46), 49, 50, 51, 69, 70, 71, 99, 100, 101, 129, 131, 150, 299, 300, 301, 309, 311, 1000]

KERAS = [
    ("ExponentialDecay", {"initial_learning_rate": 0.1, "decay_steps": 20, "decay_rate": 0.96}),
    ("ExponentialDecay", {"initial_learning_rate": 0.1, "decay_steps": 20, "decay_rate": 0.5, "staircase": True}),
    ("PolynomialDecay", {"initial_learning_rate": 0.01, "decay_steps": 100}),
    (
        "PolynomialDecay",
        {"initial_learning_rate": 0.5, "decay_steps": 50, "end_learning_rate": 0.01, "power": 2.5},
    ),
    (
        "PolynomialDecay",
        {"initial_learning_rate": 0.5, "decay_steps": 30, "end_learning_rate": 0.0, "power": 0.5, "cycle": True},
    ),
    ("CosineDecay", {"initial_learning_rate": 0.001, "decay_steps": 100}),
    ("CosineDecay", {"initial_learning_rate": 0.3, "decay_steps": 30, "alpha": 0.1}),
    (
        "CosineDecay",
        {"initial_learning_rate": 0.0, "decay_steps": 80, "alpha": 0.01, "warmup_target": 0.1, "warmup_steps": 20},
    ),
    (
        "CosineDecay",
        {"initial_learning_rate": 0.02, "decay_steps": 40, "warmup_target": 0.1, "warmup_steps": 0},
    ),
    ("CosineDecayRestarts", {"initial_learning_rate": 0.1, "first_decay_steps": 10}),
    (
        "CosineDecayRestarts",
        {"initial_learning_rate": 0.1, "first_decay_steps": 10, "t_mul": 3.0, "m_mul": 0.5, "alpha": 0.05},
    ),
    (
        "CosineDecayRestarts",
        {"initial_learning_rate": 0.1, "first_decay_steps": 7, "t_mul": 1.0, "m_mul": 0.9},
    ),
    (
        "CosineDecayRestarts",
        {"initial_learning_rate": 0.1, "first_decay_steps": 7, "t_mul": 1.3, "m_mul": 0.8, "alpha": 0.5},
    ),
    ("PiecewiseConstantDecay", {"boundaries": [10, 50, 100], "values": [1.0, 0.5, 0.25, 0.1]}),
]

ONE_CYCLES = [
    {"max_lr": 0.1, "total_steps": 100},
    {"max_lr": 0.01, "total_steps": 70, "pct_start": 0.4, "div_factor": 10.0, "final_div_factor": 100.0},
    {"max_lr": 1.0, "total_steps": 45, "pct_start": 1.0},
    {"max_lr": 1.0, "total_steps": 45, "pct_start": 0.0},
    {"max_lr": 0.1, "total_steps": 2, "pct_start": 0.3},
    {"max_lr": 0.1, "total_steps": 1, "pct_start": 0.3},
]

STEP_DECAYS = [{"lr": 0.1, "step_size": 10, "gamma": 0.1}, {"lr": 0.02, "step_size": 7, "gamma": 0.5}]


def keras_case(name, arguments):
    schedule = getattr(schedules, name)(**arguments)
    rates = [schedule(step) for step in STEPS]
    if {rate.dtype for rate in rates} != {torch.float64}:
        raise AssertionError(f"{name} does not compute in float64")
    return case(f"keras {name}", arguments, [(s, float(r)) for s, r in zip(STEPS, rates, strict=True)])


def torch_rates(lr, make, steps):
    """The rates that a scheduler of PyTorch sets for steps 0, 1, ..."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1, dtype=torch.float64))], lr=lr)
    scheduler = make(optimizer)
    rates = []
    for _ in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if len(rates) < steps:
            scheduler.step()
    return list(enumerate(rates))


def one_cycle_case(arguments):
    rates = torch_rates(
        1.0,
        lambda optimizer: torch.optim.lr_scheduler.OneCycleLR(optimizer, cycle_momentum=False, **arguments),
        arguments["total_steps"],
    )
    return case("torch OneCycleLR", arguments, rates)


def step_case(arguments):
    rates = torch_rates(
        arguments["lr"],
        lambda optimizer: torch.optim.lr_scheduler.StepLR(optimizer, arguments["step_size"], arguments["gamma"]),
        45,
    )
    return case("torch StepLR", arguments, rates)


def case(name, arguments, rates):
    return {"schedule": name, "arguments": arguments, "steps": [s for s, _ in rates], "rates": [r for _, r in rates]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare with the committed file, write nothing")
    arguments = parser.parse_args()
    cases = [keras_case(*c) for c in KERAS]
    cases += [one_cycle_case(c) for c in ONE_CYCLES] + [step_case(c) for c in STEP_DECAYS]
    document = {
        "versions": {"keras": keras.__version__, "torch": torch.__version__.split("+")[0]},
        "cases": cases,
    }
    if not arguments.check:
        lines = ",\n  ".join(json.dumps(c) for c in cases)
        versions = json.dumps(document["versions"])
        OUTPUT.write_text(f'{{"versions": {versions},\n "cases": [\n  {lines}]}}\n')
        print(f"wrote {len(cases)} schedules to {OUTPUT.relative_to(OUTPUT.parents[3])}")
        return
    committed = json.loads(OUTPUT.read_text())["cases"]
    if [c["arguments"] for c in committed] != [c["arguments"] for c in cases]:
        raise SystemExit("schedules.json holds other schedules: write it anew")
    worst = max(
        float(np.max(np.abs(np.subtract(a["rates"], b["rates"])))) for a, b in zip(committed, cases, strict=True)
    )
    print(f"{len(cases)} schedules, rates within {worst:.1e}")
    raise SystemExit(0 if worst < 1e-12 else 1)


if __name__ == "__main__":
    main()
