"""Reads a model or a checkpoint with the reference implementation of safetensors, and checks what the file promises.

    python safetensors_reader.py FILE.safetensors...

Checked: that names, shapes and values are read; that the data begins at a multiple of 64 and has no gaps; that the
metadata has its keys; that `file_sha256` is the hash of the file with zeros in its place; that `weights_sha256` is the
hash of the weights in the order of the file.
"""

import argparse
import hashlib
import json
import pathlib

import numpy as np
from safetensors import safe_open

KEYS = ["format_version", "model", "class_names", "preprocessing", "training", "weights_sha256", "file_sha256"]
ALIGNMENT = 64


def check(path):
    """The complaints about a file; prints what it holds."""
    complaints = []
    contents = path.read_bytes()
    with safe_open(path, framework="numpy") as file:
        metadata = file.metadata() or {}
        tensors = {name: file.get_tensor(name) for name in file.keys()}
    header_length = int.from_bytes(contents[:8], "little")
    header = json.loads(contents[8 : 8 + header_length])
    header.pop("__metadata__", None)
    in_order = sorted(header, key=lambda name: header[name]["data_offsets"])

    start = 8 + header_length
    if start % ALIGNMENT != 0:
        complaints.append(f"the data begins at {start}, which is no multiple of {ALIGNMENT}")
    ends = [0] + [header[name]["data_offsets"][1] for name in in_order]
    if [header[name]["data_offsets"][0] for name in in_order] != ends[:-1] or start + ends[-1] != len(contents):
        complaints.append("there are gaps between the tensors, or bytes after them")
    if sorted(tensors) != sorted(header):
        complaints.append("the reference reader names other tensors than the header")
    for name in in_order:
        tensor = tensors[name]
        begin, end = header[name]["data_offsets"]
        if list(tensor.shape) != header[name]["shape"] or tensor.tobytes() != contents[start + begin : start + end]:
            complaints.append(f"{name}: the reference reader has another shape or other values")

    missing = [key for key in KEYS if key not in metadata]
    if missing:
        complaints.append(f"the metadata has no {', '.join(missing)}")
    else:
        layers = {layer["config"]["name"] for layer in json.loads(metadata["model"])["config"]["layers"]}
        weights = [tensors[name] for name in in_order if is_weight(name, layers)]
        complaints += check_hashes(contents, metadata, weights)

    print(f"{path}: {len(in_order)} tensors, data at {start}, metadata {', '.join(sorted(metadata))}")
    for name in in_order:
        tensor = tensors[name]
        print(f"  {name} {tensor.dtype} {tuple(tensor.shape)}")
    return complaints


def is_weight(name, layers):
    """Whether a tensor is one of `get_weights()`: others belong to the preparation or to a checkpoint's state."""
    layer, _, weight = name.partition("/")
    return layer in layers and weight and "/" not in weight


def check_hashes(contents, metadata, weights):
    complaints = []
    digits = metadata["file_sha256"].encode()
    if contents.count(digits) != 1:
        return [f"file_sha256 stands {contents.count(digits)} times in the file"]
    found = hashlib.sha256(contents.replace(digits, b"0" * 64)).hexdigest()
    if found != metadata["file_sha256"]:
        complaints.append(f"file_sha256 is {metadata['file_sha256']}, the contents have {found}")
    digest = hashlib.sha256()
    for tensor in weights:
        digest.update(tensor.astype("<f4").tobytes())
    if digest.hexdigest() != metadata["weights_sha256"]:
        complaints.append(f"weights_sha256 is {metadata['weights_sha256']}, the weights have {digest.hexdigest()}")
    if any(not np.isfinite(tensor).all() for tensor in weights):
        complaints.append("a weight is not finite")
    return complaints


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=pathlib.Path)
    failed = False
    for path in parser.parse_args().files:
        complaints = check(path)
        failed = failed or bool(complaints)
        for complaint in complaints:
            print(f"  WRONG: {complaint}")
        if not complaints:
            print("  names, shapes, values, alignment, metadata and both hashes are right")
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
