"""Reads the event files of a run with TensorBoard's own readers and prints their scalars as JSON.

    python tensorboard_reader.py RUN/tensorboard
    python tensorboard_reader.py RUN/tensorboard --metrics RUN/metrics.jsonl    compares with the run's metrics, too

Two readers are asked: EventAccumulator, which programs use, and the data server that TensorBoard's pages are made by.
"""

import argparse
import json
import pathlib
import struct
import time

from tensorboard import context
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.data import server_ingester
from tensorboard.util import grpc_util

# The tags of each folder, and the keys of the metrics that they show.
KEYS = {
    "train": {"epoch_loss": "loss", "epoch_accuracy": "accuracy", "epoch_learning_rate": "learning_rate"},
    "validation": {"epoch_loss": "val_loss", "epoch_accuracy": "val_accuracy"},
}


def accumulated(folder):
    """Steps and values by run and tag, as EventAccumulator reads them."""
    runs = {}
    for run in sorted(path for path in folder.iterdir() if path.is_dir()):
        reader = EventAccumulator(str(run), size_guidance={"scalars": 0})
        reader.Reload()
        tags = reader.Tags()["scalars"]
        runs[run.name] = {tag: [[event.step, event.value] for event in reader.Scalars(tag)] for tag in tags}
    return runs


def served(folder):
    """The same as the data server has it; it keeps 1000 points a tag."""
    ingester = server_ingester.SubprocessServerDataIngester(
        server_ingester.get_server_binary(),
        str(folder),
        reload_interval=1,
        channel_creds_type=grpc_util.ChannelCredsType.LOCAL,
    )
    ingester.start()
    # It reads once at its start and answers meanwhile.
    time.sleep(3)
    request = {"experiment_id": "", "plugin_name": "scalars"}
    provider = ingester.data_provider
    values = provider.read_scalars(context.RequestContext(), downsample=1000, **request)
    return {
        run: {tag: [[point.step, point.value] for point in points] for tag, points in tags.items()}
        for run, tags in values.items()
    }


def expected(metrics):
    """The scalars that the lines of metrics.jsonl make, rounded to float32."""
    rows = [json.loads(line) for line in metrics.read_text().splitlines()]
    runs = {}
    for run, keys in KEYS.items():
        for tag, key in keys.items():
            points = [[row["epoch"] - 1, single(row[key])] for row in rows if row[key] is not None]
            if points:
                runs.setdefault(run, {})[tag] = points
    return runs


def single(value):
    return struct.unpack("<f", struct.pack("<f", value))[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path, help="RUN/tensorboard")
    parser.add_argument("--metrics", type=pathlib.Path, help="RUN/metrics.jsonl, to compare with")
    arguments = parser.parse_args()
    if not arguments.folder.is_dir():
        parser.error(f"{arguments.folder}: there is no such folder")
    runs = accumulated(arguments.folder)
    print(json.dumps(runs, indent=1))
    failures = []
    if served(arguments.folder) != runs:
        failures.append("the data server has other scalars than EventAccumulator")
    if arguments.metrics and expected(arguments.metrics) != runs:
        failures.append(f"{arguments.metrics} has other numbers")
    for failure in failures:
        print(f"{arguments.folder}: {failure}")
    if failures:
        raise SystemExit(1)
    count = sum(len(points) for tags in runs.values() for points in tags.values())
    agreement = "both readers and the metrics agree" if arguments.metrics else "both readers agree"
    print(f"{count} scalars in {len(runs)} folders: {agreement}")


if __name__ == "__main__":
    main()
