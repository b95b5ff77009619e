"""How a peer's program and compare.py talk: the program prepares, then measures once for every line it is sent.

It answers each line, and first of all the end of its preparation, with one JSON object a line on standard output. So
a peer can be compiled and warmed up once, and be measured in turn with others. By hand, Return measures:

    python jax_step.py jax --workload lenet --batch-size 32
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable

WINDOW_SECONDS = 0.5


class MeasuringParser(argparse.ArgumentParser):
    """What the peers' command lines have in common."""

    def __init__(self, variants: Iterable[str]):
        super().__init__(description="Prepares a peer, then measures it for each line of standard input.")
        self.add_argument("variant", choices=variants)
        self.add_argument("--threads", type=int, default=2)
        self.add_argument(
            "--windows", type=int, default=3, help=f"how many windows of {WINDOW_SECONDS} s a measurement has"
        )


def serve(measure: Callable[[], dict[str, float]]) -> None:
    """Says that the peer is ready, then prints what `measure` returns for each line of standard input."""
    answer({"ready": True})
    for _ in sys.stdin:
        answer(measure())


def answer(message: dict) -> None:
    print(json.dumps(message), flush=True)
