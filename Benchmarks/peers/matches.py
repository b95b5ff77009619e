"""Which matches there are: what we run, what the peers run, and what of it counts."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import workloads
from contestants import PeerProgram, TrainParallel
from match import Match
from serving import WINDOW_SECONDS

HERE = Path(__file__).resolve().parent
SCRIPTS = HERE.parents[1] / "Scripts"

# Variants, and the programs that run them.
STEP_PEERS = {
    "pytorch-nchw": "pytorch_step.py",
    "pytorch-channels-last": "pytorch_step.py",
    "pytorch-compiled-nchw": "pytorch_step.py",
    "pytorch-compiled-channels-last": "pytorch_step.py",
    "keras-fit": "keras_step.py",
    "keras-batch": "keras_step.py",
    "keras-xla-fit": "keras_step.py",
    "keras-xla-batch": "keras_step.py",
    "jax": "jax_step.py",
}
PIPELINE_PEERS = {
    "torchvision-pillow": "torchvision_pipeline.py",
    "torchvision-decode": "torchvision_pipeline.py",
    "keras-generator": "generator_pipeline.py",
    "keras-generator-processes": "generator_pipeline.py",
    "tf-data": "tf_data_pipeline.py",
}
END_TO_END_PEERS = {"keras-fit": "keras_mnist.py"}
PRODUCT_PEERS = {"openblas": "matrix_product.py", "pytorch-matmul": "matrix_product.py"}
SQUARES = (256, 512, 1024, 2048)


def matches(options: argparse.Namespace) -> Iterator[Match]:
    """The matches that were asked for."""
    if options.pipelines:
        return pipeline_matches(options)
    if options.end_to_end:
        return end_to_end_matches(options)
    if options.products:
        return product_matches(options)
    return step_matches(options)


def step_matches(options: argparse.Namespace) -> Iterator[Match]:
    """Whole training steps of each workload and batch size."""
    table = workloads.load()
    for name in [options.workload] if options.workload else table:
        for batch_size in [options.batch_size] if options.batch_size else table[name].batch_sizes:
            choice = ("--workload", name, "--batch-size", str(batch_size))
            limits = ("--threads", str(options.threads), "--seconds", str(options.seconds))
            yield Match(
                subject={"workload": name, "batch_size": batch_size},
                threads=options.threads,
                ours=TrainParallel(
                    command=(program("TRAIN_PARALLEL", "train-parallel"), "benchmark", *choice, *limits, "--json"),
                    wanted={"workload": name, "batch_size": batch_size, "threads": options.threads},
                    keys=("images_per_second",),
                ),
                peers=peer_programs(step_peers(table[name]), options, *choice),
            )


def step_peers(workload: workloads.Workload) -> dict[str, str]:
    """Who has the workload: only the layers of a first course are written in JAX here."""
    return {name: file for name, file in STEP_PEERS.items() if workload.is_plain or name != "jax"}


def pipeline_matches(options: argparse.Namespace) -> Iterator[Match]:
    """Reading, decoding and augmenting small images and photographs."""
    import made_images

    for images in made_images.STANDARD:
        is_small = images.height < made_images.SIDE_OF_PHOTOGRAPHS
        if options.data and is_small:
            directory = options.data
        else:
            print(f"{images.name}: making {images.count} images, unless they are there", file=sys.stderr)
            directory = images.directory(cache())
        side = images.height if is_small else made_images.SIDE_OF_PHOTOGRAPHS
        # From files with flips and shifts, then from memory with everything.
        for epoch, flags in [("first", ()), ("everything", ("--everything",))]:
            yield Match(
                subject={"pipeline": images.name, "epoch": epoch},
                threads=options.threads,
                ours=TrainParallel(
                    command=(
                        *(program("TRAIN_PARALLEL_BENCHMARK", "benchmark"), "pipeline", "--data", str(directory)),
                        *("--threads", str(options.threads), "--json"),
                    ),
                    wanted={"epoch": epoch, "threads": options.threads},
                    keys=("images_per_second",),
                ),
                peers=peer_programs(
                    PIPELINE_PEERS, options, "--images", str(directory), "--side", str(side), *flags
                ),
            )


def end_to_end_matches(options: argparse.Namespace) -> Iterator[Match]:
    """Five epochs on MNIST: all of our program, of Keras only `fit`."""
    data = str(options.data)
    yield Match(
        subject={"run": "mnist"},
        threads=options.threads,
        ours=TrainParallel(
            command=(
                *(program("TRAIN_PARALLEL_BENCHMARK", "benchmark"), "end-to-end", "--data", data),
                *("--threads", str(options.threads), "--json"),
            ),
            wanted={"threads": options.threads},
            keys=("seconds", "peak_memory_mb", "test_accuracy"),
        ),
        peers=peer_programs(END_TO_END_PEERS, options, "--data", data),
    )


def product_matches(options: argparse.Namespace) -> Iterator[Match]:
    """Square products, and those of the first dense layer of each workload, on one thread."""
    products = [("Y", side, side, side) for side in SQUARES]
    for workload in workloads.load().values():
        inputs, units = next(shape for shape in workload.kernel_shapes() if len(shape) == 2)
        for batch_size in workload.batch_sizes:
            products += [
                ("Y", batch_size, units, inputs),
                ("dW", inputs, units, batch_size),
                ("dX", batch_size, inputs, units),
            ]
    options.threads = 1
    for kind, m, n, k in products:
        choice = ("--product", kind, "--size", f"{m},{n},{k}")
        yield Match(
            subject={"product": kind, "m": m, "n": n, "k": k},
            threads=1,
            ours=TrainParallel(
                command=(
                    *(program("TRAIN_PARALLEL_BENCHMARK", "benchmark"), "gemm", *choice),
                    *("--seconds", str(options.seconds), "--json"),
                ),
                wanted={"m": m, "n": n, "k": k},
                keys=("gflops",),
            ),
            peers=peer_programs(PRODUCT_PEERS, options, *choice),
        )


def peer_programs(names: dict[str, str], options: argparse.Namespace, *arguments: str) -> Sequence[PeerProgram]:
    """The peers that were asked for."""
    beginnings = tuple(options.peers.split(",")) if options.peers else ("",)
    for beginning in beginnings:
        if not any(name.startswith(beginning) for name in names):
            sys.exit(f"compare-peers: --peers has {beginning}, expected beginnings of {', '.join(names)}")
    windows = max(1, round(options.seconds / WINDOW_SECONDS) - 1)
    limits = ("--threads", str(options.threads), "--windows", str(windows))
    return [
        PeerProgram(name, (sys.executable, str(HERE / program), name, *arguments, *limits))
        for name, program in names.items()
        if name.startswith(beginnings)
    ]


def program(variable: str, script: str) -> str:
    """Our program: what an environment variable names, so that other builds can be measured, or a script."""
    return os.environ.get(variable) or str(SCRIPTS / script)


def cache() -> Path:
    return Path(os.environ["TRAIN_PARALLEL_CACHE"])
