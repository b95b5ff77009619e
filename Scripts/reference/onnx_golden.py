"""Makes the ONNX files of the tests with onnx itself: `Tests/NeuralNetworkTests/Golden/small*.onnx`.

    python onnx_golden.py            writes the files
    python onnx_golden.py --check    compares those there, and runs them

The exporter must write the same bytes for the same model: a 4x4 image, a convolution with tanh, a minimum pooling, and
three classes; once as the network sees it, once with the preprocessing inside. Weight number i of a tensor is
(i % 7 - 3) / 4.
"""

import argparse
import hashlib
import json
import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "NeuralNetworkTests" / "Golden"
MEAN, STD = [0.25], [0.5]


def weights(*shape):
    return ((np.arange(np.prod(shape)) % 7 - 3) / 4).astype(np.float32).reshape(shape)


def constant(name, values):
    return numpy_helper.from_array(np.asarray(values, dtype=np.float32), name)


def node(operation, inputs, output, **attributes):
    return helper.make_node(operation, inputs, [output], name=attributes.pop("name", output), **attributes)


def model(with_preprocessing):
    kernel, bias = weights(2, 2, 1, 2), weights(2)
    dense, dense_bias = weights(2, 3), weights(3)
    nodes, constants, value = [], [], "input"
    if with_preprocessing:
        scope = "preprocessing"
        constants += [
            constant(f"{scope}/rescale", 1 / 255), constant(f"{scope}/mean", MEAN),
            constant(f"{scope}/std", [std + 1e-6 for std in STD])]
        nodes += [
            node("Cast", ["input"], f"{scope}/Cast", to=TensorProto.FLOAT),
            node("Mul", [f"{scope}/Cast", f"{scope}/rescale"], f"{scope}/Mul"),
            node("Sub", [f"{scope}/Mul", f"{scope}/mean"], f"{scope}/Sub"),
            node("Div", [f"{scope}/Sub", f"{scope}/std"], f"{scope}/Div")]
        value = f"{scope}/Div"
    window = {"kernel_shape": [2, 2], "pads": [0, 0, 0, 0]}
    nodes += [
        node("Transpose", [value], "conv2d/Transpose", perm=[0, 3, 1, 2]),
        node(
            "Conv", ["conv2d/Transpose", "conv2d/kernel", "conv2d/bias"], "conv2d/Conv", dilations=[1, 1], group=1,
            strides=[1, 1], **window),
        node("Tanh", ["conv2d/Conv"], "conv2d/Tanh"),
        node("Neg", ["conv2d/Tanh"], "min_pooling2d/Neg"),
        node("MaxPool", ["min_pooling2d/Neg"], "min_pooling2d/MaxPool", strides=[2, 2], **window),
        node("Neg", ["min_pooling2d/MaxPool"], "min_pooling2d/Neg_1"),
        node("Transpose", ["min_pooling2d/Neg_1"], "flatten/Transpose", perm=[0, 2, 3, 1]),
        node("Flatten", ["flatten/Transpose"], "flatten/Flatten", axis=1),
        node("Gemm", ["flatten/Flatten", "dense/kernel", "dense/bias"], "dense/Gemm"),
        node("Softmax", ["dense/Gemm"], "probabilities", name="dense/Softmax", axis=1)]
    constants += [
        constant("conv2d/kernel", kernel.transpose(3, 2, 0, 1)), constant("conv2d/bias", bias),
        constant("dense/kernel", dense), constant("dense/bias", dense_bias)]
    kind = TensorProto.UINT8 if with_preprocessing else TensorProto.FLOAT
    graph = helper.make_graph(
        nodes, "sequential", [helper.make_tensor_value_info("input", kind, ["N", 4, 4, 1])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["N", 3])], constants)
    made = helper.make_model(
        graph, ir_version=7, opset_imports=[helper.make_opsetid("", 13)], producer_name="train-parallel",
        producer_version="1.2.3", doc_string=description(with_preprocessing))
    preprocessing = {
        "height": 4, "width": 4, "color": "grayscale", "resize_filter": "bilinear", "rescale": 1 / 255,
        "exif_orientation": True, "background": "255,255,255"}
    if with_preprocessing:
        preprocessing |= {"featurewise_mean": MEAN, "featurewise_std": STD}
    digest = hashlib.sha256(b"".join(tensor.tobytes() for tensor in (kernel, bias, dense, dense_bias))).hexdigest()
    for key, value in [
        ("class_names", json.dumps(["a", "b", "c"])), ("preprocessing", json.dumps(preprocessing)),
        ("weights_sha256", digest)]:
        made.metadata_props.add(key=key, value=value)
    onnx.checker.check_model(made, full_check=True)
    return made


def description(with_preprocessing):
    if with_preprocessing:
        return "input: grayscale pixels 0 ... 255 of images resized to 4x4 (bilinear), channels last"
    return "input: grayscale images of 4x4, channels last, prepared as the metadata's preprocessing says"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    failed = False
    for name, with_preprocessing in [("small.onnx", False), ("small-pixels.onnx", True)]:
        contents = model(with_preprocessing).SerializeToString(deterministic=True)
        if arguments.check:
            failed |= (FOLDER / name).read_bytes() != contents
        else:
            (FOLDER / name).write_bytes(contents)
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
