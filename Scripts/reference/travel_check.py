"""Takes models of train-parallel elsewhere, and compares the predictions there with those of `predict`.

    python travel_check.py PROGRAM                      every format
    python travel_check.py PROGRAM --format onnx        one of them: onnx, keras, pytorch

PROGRAM is the built train-parallel. Every named architecture and the awkward models of `Golden/zoo-*.json` are
trained for some steps on images of noise, exported, and run on the same images; so is a model with one output for two
classes. Images also go through the scripts' own `prepare`. Then come Keras models with random
weights for every layer and option, whose files this script writes; their predictions are Keras' own. The greatest
difference of a probability is printed and must be at most 1e-5; ONNX files must pass `onnx.checker`, with and without
the preprocessing inside. The weights are also brought back from Keras and from PyTorch with --initial-weights. Keras
runs on TensorFlow, or what KERAS_BACKEND says; its PyTorch backend counts the padding in an average.
"""

import argparse
import hashlib
import importlib.util
import json
import os
import pathlib
import re
import subprocess
import tempfile

import numpy as np
from PIL import Image

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
GOLDEN = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "NeuralNetworkTests" / "Golden"
TOLERANCE = 1e-5
STANDARDIZATIONS = [
    [], ["--featurewise-center", "--featurewise-std-normalization"],
    ["--samplewise-center", "--samplewise-std-normalization", "--rescale", "1/127.5"], ["--zca-whitening"],
]


def run(program, *arguments):
    words = [str(program), *map(str, arguments)]
    result = subprocess.run(words, capture_output=True, text=True)
    if result.returncode != 0:
        raise SystemExit(f"{' '.join(words)}\nended with {result.returncode}:\n{result.stderr}")
    return result.stdout


def write_noise(folder, size, channels, labels, count=6):
    """Images of noise in as many classes as there are labels; their pixels by path."""
    random = np.random.default_rng(2026)
    pixels = {}
    for label in labels:
        (folder / label).mkdir(parents=True)
        for number in range(count):
            image = random.integers(0, 256, (*size, channels), dtype=np.uint8)
            path = folder / label / f"{number}.png"
            Image.fromarray(image[:, :, 0] if channels == 1 else image).save(path)
            pixels[str(path)] = image
    return pixels


def architectures(program):
    """The names that the program lists, and the models of the tests.

    Each is (name, --model, size, channels, classes, options).
    """
    names = re.search(r"NAME is one of ([^.]*)\.", " ".join(run(program, "summary", "--help").split()))[1]
    for name in re.split(r", | or ", names):
        yield name, name, (32, 32), 3, 3, []
    yield "lenet5 in gray, 29x31", "lenet5", (29, 31), 1, 3, []
    for path in sorted(GOLDEN.glob("zoo-?.json")):
        layers = json.loads(path.read_text())["config"]["layers"]
        _, height, width, channels = layers[0]["config"]["batch_shape"]
        if channels not in (1, 3):
            continue
        units = [layer["config"]["units"] for layer in layers if layer["class_name"] == "Dense"]
        yield path.name, path, (height, width), channels, units[-1], []
    yield "lenet5, one output", "lenet5", (32, 32), 3, 2, ["--loss", "binary_crossentropy"]


def prepared(pixels, file):
    """The pixels as the network sees them, by NumPy in float64."""
    steps = json.loads(file.metadata()["preprocessing"])
    values = pixels.astype(np.float64) * steps["rescale"]
    if steps.get("samplewise_center") or steps.get("samplewise_std_normalization"):
        values -= values.mean(axis=(1, 2, 3), keepdims=True)
    if steps.get("samplewise_std_normalization"):
        values /= values.std(axis=(1, 2, 3), keepdims=True) + 1e-6
    if "featurewise_mean" in steps:
        values -= np.array(steps["featurewise_mean"])
    if "featurewise_std" in steps:
        values /= np.array(steps["featurewise_std"]) + 1e-6
    if "zca_whitening" in steps:
        matrix = file.get_tensor("preprocessing/zca_whitening").astype(np.float64)
        values = (values.reshape(len(values), -1) @ matrix).reshape(values.shape)
    return values.astype(np.float32)


def onnx_probabilities(program, model, folder, images, inputs):
    """From two files: with the preprocessing, and without."""
    import onnx
    import onnxruntime

    pixels = images and np.stack(list(images.values()))
    for options, values in [([], inputs), (["--with-preprocessing"], pixels)]:
        if values is None:
            continue
        path = folder / "model.onnx"
        run(program, "export", model, "--output", path, *options)
        onnx.checker.check_model(str(path), full_check=True)
        written = onnx.load(path)
        assert written.SerializeToString(deterministic=True) == path.read_bytes(), "onnx would write other bytes"
        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        yield "onnx" + "".join(options), session.run(["probabilities"], {"input": values})[0]


def module_of(program, model, folder, form):
    """The module that the program writes beside the weights."""
    run(program, "export", model, "--format", form, "--output", folder / form)
    path = folder / form / "model.py"
    specification = importlib.util.spec_from_file_location(f"{form}_model", path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def inputs_of(module, images, inputs):
    """What the model takes: as it is given, and as the module prepares it of the files, where it can."""
    yield "", inputs
    if images and hasattr(module, "prepare"):
        yield ", prepared", np.stack([np.asarray(module.prepare(path)) for path in images])


def keras_probabilities(program, model, folder, images, inputs):
    """From the model that the script loads."""
    module = module_of(program, model, folder, "keras")
    for label, values in inputs_of(module, images, inputs):
        yield "keras" + label, module.load_model().predict(values, verbose=0)


def pytorch_probabilities(program, model, folder, images, inputs):
    """From the model that the script loads."""
    import torch

    module = module_of(program, model, folder, "pytorch")
    with torch.no_grad():
        for label, values in inputs_of(module, images, inputs.transpose(0, 3, 1, 2)):
            yield "pytorch" + label, module.load_model()(torch.from_numpy(np.ascontiguousarray(values))).numpy()


def brought_back(program, model, folder, images, options):
    """What `predict` says of the weights that come back from Keras, by their paths, and from PyTorch, by numbers."""
    import safetensors.numpy
    import safetensors.torch

    network = module_of(program, model, folder, "keras").load_model()
    (folder / "in.json").write_text(network.to_json())
    weights = {weight.path: weight.numpy() for weight in network.weights}
    safetensors.numpy.save_file(weights, folder / "keras.safetensors")
    modules = module_of(program, model, folder, "pytorch").load_model()
    numbers = {name: str(number) for number, name in enumerate(name for name, _ in modules.named_children())}
    tensors = {".".join([numbers[name.split(".")[0]], *name.split(".")[1:]]): tensor.contiguous()
               for name, tensor in modules.state_dict().items()}
    safetensors.torch.save_file(tensors, folder / "pytorch.safetensors")
    for origin in ["keras", "pytorch"]:
        run(
            program, "--data", folder / "images", "--model", folder / "in.json", "--initial-weights",
            folder / f"{origin}.safetensors", "--epochs", 0, "--validation-split", 0, "--output",
            folder / f"in-{origin}", *options)
        yield f"from {origin}", predictions(program, folder / f"in-{origin}" / "model.safetensors", images)


def predictions(program, model, images):
    """The probabilities of the classes in order, a row an image."""
    rows = [json.loads(line) for line in run(program, "predict", model, *images, "--json").splitlines()]
    assert [row["path"] for row in rows] == list(images)
    return np.array([[row["probabilities"][label] for label in sorted(row["probabilities"])] for row in rows])


def of_all_classes(probabilities):
    """A column a class, also where one output says the probability of the second of two."""
    if probabilities.shape[1] > 1:
        return probabilities
    return np.concatenate([1 - probabilities, probabilities], axis=1)


FORMATS = {"onnx": onnx_probabilities, "keras": keras_probabilities, "pytorch": pytorch_probabilities}


def check(program, name, model, size, channels, classes, options, formats):
    """The greatest difference of each format; complaints are printed."""
    from safetensors import safe_open

    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        labels = [f"class{number}" for number in range(classes)]
        images = write_noise(folder / "images", size, channels, labels)
        run(
            program, "--data", folder / "images", "--model", model, "--input-size", f"{size[0]}x{size[1]}",
            "--epochs", 20, "--batch-size", 6, "--learning-rate", 1e-4, "--validation-split", 0, "--output",
            folder / "run", "--color", "rgb" if channels == 3 else "grayscale", *options)
        trained = folder / "run" / "model.safetensors"
        expected = predictions(program, trained, images)
        with safe_open(trained, framework="numpy") as file:
            inputs = prepared(np.stack(list(images.values())), file)
        results = [result for form in formats for result in FORMATS[form](program, trained, folder, images, inputs)]
        if len(formats) == len(FORMATS):
            results += brought_back(program, trained, folder, images, options)
        run(program, "verify", trained)
        failed = False
        for label, found in results:
            difference = np.abs(of_all_classes(found) - expected).max()
            failed |= not difference <= TOLERANCE
            verdict = "" if difference <= TOLERANCE else "WRONG "
            print(f"{verdict}{name} {' '.join(options)}: {label} {difference:.1e} of {expected.std():.1e}")
        return failed


def layer_models():
    """A Keras model for each layer and option: (name, input shape, layers or a function), without the classifier."""
    from keras import layers as L

    conv = lambda: L.Conv2D(6, 3)
    activations = [
        "linear", "relu", "relu6", "leaky_relu", "elu", "gelu", "sigmoid", "tanh", "softplus", "silu", "hard_silu",
        "softmax",
    ]
    for name in activations:
        yield f"activation {name}", (7, 8, 5), [L.Conv2D(6, 3, activation=name), L.Activation(name)]
    tables = {
        "groups": [L.Conv2D(8, 3, strides=(1, 2), groups=2, padding="same")],
        "dilation": [L.Conv2D(8, (2, 3), dilation_rate=(2, 1), padding="same", use_bias=False)],
        "strides": [L.Conv2D(8, (4, 3), strides=(3, 2), padding="same")],
        "depthwise": [L.DepthwiseConv2D((3, 2), depth_multiplier=3, padding="same", activation="relu")],
        "depthwise strides": [L.DepthwiseConv2D(2, strides=2, use_bias=False)],
        "separable": [L.SeparableConv2D(7, 3, depth_multiplier=2, padding="same", activation="elu")],
        "separable strides": [L.SeparableConv2D(7, (2, 3), strides=2, use_bias=False)],
        "batch normalization": [conv(), L.BatchNormalization(), L.Flatten(), L.BatchNormalization(epsilon=0.01)],
        "batch normalization, parts": [L.BatchNormalization(center=False), conv(), L.BatchNormalization(scale=False)],
        "layer normalization": [conv(), L.LayerNormalization(), L.Flatten(), L.LayerNormalization(epsilon=0.01)],
        "layer normalization, parts": [L.LayerNormalization(center=False), conv(), L.LayerNormalization(scale=False)],
        "global average": [conv(), L.GlobalAveragePooling2D()],
        "global average, axes": [conv(), L.GlobalAveragePooling2D(keepdims=True), L.Conv2D(3, 1)],
        "global maximum": [conv(), L.GlobalMaxPooling2D()],
        "global maximum, axes": [conv(), L.GlobalMaxPooling2D(keepdims=True)],
        "zero padding": [L.ZeroPadding2D(((1, 2), (0, 3))), conv()],
        "spatial dropout": [conv(), L.SpatialDropout2D(0.3), L.Dropout(0.2)],
        "rescaling": [L.Rescaling(1 / 255, offset=-0.5), conv(), L.Rescaling([1, 2, 3, 4, 5, 6.5], [0.5] * 6)],
        "rescaling, rows": [conv(), L.Flatten(), L.Rescaling(list(range(180)), 0.5)],
        "leaky relu": [conv(), L.LeakyReLU(), L.ELU(0.7)],
        "relu": [conv(), L.ReLU(), conv(), L.ReLU(0.5), L.Flatten(), L.ReLU(1.0, 0.1, 0.2), L.ReLU(None, 0, 0.1)],
        "prelu": [conv(), L.PReLU(shared_axes=[1, 2]), L.PReLU(), L.PReLU(shared_axes=[3]), L.Flatten(), L.PReLU()],
        "dense on images": [L.Dense(4, activation="tanh"), L.MaxPooling2D(), L.Dense(3, use_bias=False)],
        "average, same": [L.AveragePooling2D((3, 2), 2, "same"), L.AveragePooling2D(2, 1, "valid")],
        "maximum, same": [conv(), L.MaxPooling2D((2, 3), (2, 1), "same"), L.MaxPooling2D(3, 1, "same")],
        "flatten, then softmax": [conv(), L.Flatten(), L.Activation("softmax"), L.Dropout(0.5)],
        "dense rows": [L.Flatten(), L.Dense(5, use_bias=False), L.Dense(4, activation="silu")],
    }
    for name, layers in tables.items():
        yield name, (7, 8, 6), layers

    def joined_images(x):
        a = L.Conv2D(6, 3, padding="same", activation="relu")(x)
        b = L.LayerNormalization()(L.Dense(6)(x))
        return L.Concatenate()([L.Add()([a, x, b]), x, a])

    def joined_rows(x):
        a = L.Flatten()(L.Conv2D(6, 3, padding="same")(x))
        b = L.Flatten()(L.LayerNormalization()(x))
        rows = L.Concatenate()([L.Add()([a, b]), L.GlobalMaxPooling2D()(x)])
        return L.Dense(5, activation="tanh")(rows)

    yield "branches of images", (7, 8, 6), joined_images
    yield "branches of rows", (7, 8, 6), joined_rows


def write_model(path, model, classes):
    """A model as train-parallel would write it."""
    entries, data = {}, b""
    for layer in model.layers:
        for weight in layer.weights:
            values = weight.numpy().astype("<f4")
            end = len(data) + values.nbytes
            entries[f"{layer.name}/{weight.name}"] = {
                "dtype": "F32", "shape": list(values.shape), "data_offsets": [len(data), end]}
            data += values.tobytes()
    height, width, _ = model.input_shape[1:]
    preprocessing = {"height": height, "width": width, "color": "rgb", "resize_filter": "bilinear", "rescale": 1 / 255}
    metadata = {
        "format_version": "1", "model": model.to_json(), "class_names": json.dumps([f"c{i}" for i in range(classes)]),
        "preprocessing": json.dumps(preprocessing), "training": "{}",
        "weights_sha256": hashlib.sha256(data).hexdigest(), "file_sha256": "0" * 64}
    header = json.dumps({"__metadata__": metadata} | entries).encode()
    header += b" " * (-(8 + len(header)) % 64)
    contents = len(header).to_bytes(8, "little") + header + data
    digest = hashlib.sha256(contents).hexdigest().encode()
    path.write_bytes(contents.replace(b"0" * 64, digest, 1))


def check_layers(program, name, shape, layers, formats):
    """As `check`, of a model that was never trained."""
    import keras

    keras.utils.set_random_seed(2026)
    classifier = [keras.layers.Flatten(), keras.layers.Dense(4, "softmax")]
    if callable(layers):
        start = keras.Input(shape)
        outputs = layers(start)
        for layer in classifier:
            outputs = layer(outputs)
        model = keras.Model(start, outputs)
    else:
        model = keras.Sequential([keras.Input(shape), *layers, *classifier])
    random = np.random.default_rng(2026)
    # Variances are above 0; everything else is small enough for probabilities that differ.
    model.set_weights([random.uniform(0.05, 0.5, weight.shape).astype("f4") * random.choice(
        [1, -1] if "variance" not in weight.path else [1, 1], weight.shape) for weight in model.weights])
    inputs = random.uniform(-1, 1, (5, *shape)).astype("f4")
    expected = model.predict(inputs, verbose=0)
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        write_model(folder / "m.safetensors", model, 4)
        for form in formats:
            for label, found in FORMATS[form](program, folder / "m.safetensors", folder, None, inputs):
                difference = np.abs(found - expected).max()
                wrong = not difference <= TOLERANCE or expected.std() < 1e-3
                failed |= wrong
                print(f"{'WRONG ' if wrong else ''}{name}: {label} {difference:.1e} of {expected.std():.1e}")
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--format", choices=FORMATS, action="append")
    parser.add_argument("--layers-only", action="store_true", help="leave out the models that are trained")
    parser.add_argument("--only", default="", help="what the names of the models begin with")
    arguments = parser.parse_args()
    failed = False
    trained = [] if arguments.layers_only else architectures(arguments.program)
    for number, (name, model, size, channels, classes, more) in enumerate(trained):
        if not name.startswith(arguments.only):
            continue
        # A whitening is a matrix over all values of an image.
        few = STANDARDIZATIONS if size[0] * size[1] * channels < 1000 else STANDARDIZATIONS[:-1]
        options = few[number % len(few)] + more
        failed |= check(
            arguments.program, name, model, size, channels, classes, options, arguments.format or list(FORMATS))
    for name, shape, layers in layer_models():
        if not name.startswith(arguments.only):
            continue
        failed |= check_layers(arguments.program, name, shape, layers, arguments.format or list(FORMATS))
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
