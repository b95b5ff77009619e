"""The command line of compare-peers."""

import argparse
import math
from pathlib import Path

import workloads


def parse_arguments() -> argparse.Namespace:
    table = workloads.load()
    parser = argparse.ArgumentParser(
        prog="compare-peers",
        description="Measures train-parallel and its peers in turn, and says how many times faster it is: without "
        "--pipelines, --end-to-end and --products, in whole training steps of every workload.",
    )
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--pipelines", action="store_true", help="from JPEG files to augmented batches instead")
    kind.add_argument("--end-to-end", action="store_true", help="a whole training on MNIST instead; needs --data")
    kind.add_argument("--products", action="store_true", help="matrix products on one thread instead")
    parser.add_argument("--workload", metavar="NAME", choices=table, help=f"one of {', '.join(table)}; all by default")
    parser.add_argument("--batch-size", metavar="N", type=positive_int, help="by default the workload's own")
    parser.add_argument(
        "--data",
        metavar="DIR",
        type=Path,
        help="for --end-to-end a directory with train/DIGIT and test/DIGIT of PNG images; for --pipelines one of small "
        "JPEG images with a folder a class, such as CIFAR-10's, instead of made ones of 32x32",
    )
    parser.add_argument("--peers", metavar="LIST", help="names, or how names begin, with commas; all by default")
    parser.add_argument("--rounds", metavar="N", type=positive_int, default=3, help="how often all take turns (3)")
    parser.add_argument("--threads", metavar="N", type=positive_int, default=2, help="of us and of the peers (2)")
    parser.add_argument(
        "--seconds", metavar="S", type=positive_float, default=2.0, help="how long a measurement of a step takes (2)"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one object a line for each peer")
    form.add_argument("--markdown", action="store_true", help="a table with the best variant of each peer")
    options = parser.parse_args()
    if options.end_to_end and options.data is None:
        parser.error("--end-to-end needs --data")
    if options.data and not (options.end_to_end or options.pipelines):
        parser.error("--data belongs to --pipelines and --end-to-end")
    if (options.workload or options.batch_size) and (options.end_to_end or options.pipelines or options.products):
        parser.error("--workload and --batch-size belong to training steps")
    return options


def positive_int(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"expected a whole number above 0, found {text}")
    return int(text)


def positive_float(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0
    if not 0 < number < math.inf:
        raise argparse.ArgumentTypeError(f"expected a number above 0, found {text}")
    return number


if __name__ == "__main__":
    parse_arguments()
