import Testing

@testable import NeuralNetwork

@Suite struct PreprocessingPythonTests {
  private func function(
    _ color: String = "rgb", filter: String = "bilinear", rescale: Double = 1 / 255, exif: Bool = true,
    keepsRatio: Bool = false, steps: Preprocessing.Standardization = .init()
  ) -> String? {
    let channels = ["grayscale": 1, "rgba": 4][color] ?? 3
    return Preprocessing(
      height: 4, width: 6, color: color, resizeFilter: filter, rescale: rescale, exifOrientation: exif,
      background: "1,020,255", keepAspectRatio: keepsRatio, standardization: steps
    ).pythonFunction(for: [4, 6, channels], shape: "(4, 6, \(channels))", returning: "x")
  }

  @Test func `a file is turned, put on its background, resized and rescaled`() {
    #expect(
      function() == """
        def prepare(path):
            \"""The image of a file as the network takes it, (4, 6, 3) in float32.\"""
            import numpy as np
            from PIL import Image, ImageOps

            image = ImageOps.exif_transpose(Image.open(path))
            if image.mode.startswith("I"):  # 16 bits: Pillow would make all above 255 white.
                image = Image.fromarray(((np.asarray(image, np.int64) + 128) // 257).astype(np.uint8))
            if image.has_transparency_data:
                behind = Image.new("RGBA", image.size, (1, 20, 255))
                image = Image.alpha_composite(behind, image.convert("RGBA"))
            image = image.convert("RGB").resize((6, 4), Image.Resampling.BILINEAR)
            x = np.asarray(image, np.float32).reshape(4, 6, 3) * 0.00392156862745098
            return x
        """)
  }

  @Test func `what the preprocessing does not ask for is not there`() throws {
    let gray = try #require(function("grayscale", filter: "lanczos", rescale: 1, exif: false))
    #expect(gray.contains("    image = Image.open(path)\n"))
    #expect(gray.contains("image.convert(\"L\").resize((6, 4), Image.Resampling.LANCZOS)\n"))
    #expect(gray.contains(".reshape(4, 6, 1) * 1.0\n"))
    // Transparency is a channel of its own.
    #expect(try #require(function("rgba")).contains("behind") == false)
  }

  @Test func `standardization follows in its order`() throws {
    var steps = Preprocessing.Standardization()
    (steps.samplewiseCenter, steps.samplewiseStdNormalization) = (true, true)
    (steps.featurewiseMean, steps.featurewiseStd) = ([0.5, 0.25, -1], [1, 0.5, 1e-5])
    #expect(
      try #require(function(steps: steps)).hasSuffix(
        """
            x -= x.mean()
            x /= x.std() + 1e-6
            x -= np.array([0.5, 0.25, -1.0], np.float32)
            x /= np.array([1.0, 0.5, 1e-05], np.float32) + 1e-6
            return x
        """))
    steps = .init()
    steps.samplewiseStdNormalization = true
    #expect(try #require(function(steps: steps)).contains("    x -= x.mean()\n"))
  }

  @Test func `the middle of an image is taken where its sides keep their ratio`() throws {
    let script = try #require(function(keepsRatio: true))
    #expect(script.contains("width = max(min(image.width, image.height * 6 // 4), 1)\n"))
    #expect(script.contains("BILINEAR, (left, top, left + width, top + height))\n"))
  }

  @Test func `there is no function for what a script cannot do`() {
    var whitening = Preprocessing.Standardization()
    (whitening.featurewiseMean, whitening.whitening) = ([0, 0, 0], [])
    var edges = Preprocessing.Standardization()
    edges.preprocessingFunction = #"edges"""#
    #expect(function(steps: whitening) == nil && function(steps: edges) == nil)
    // Nothing that stands in a file becomes a part of the program.
    #expect(function(filter: "BOX); print(1") == nil && function("L\"") == nil)
    let other = Preprocessing(height: 4, width: 6, color: "rgb")
    #expect(other.pythonFunction(for: [24], shape: "", returning: "x") == nil)
  }

  @Test func `a script tells what it cannot do`() throws {
    let model = try Sequential(input: [2, 2, 1], layers: [Flatten(), Dense(3, activation: .softmax)])
    var steps = Preprocessing.Standardization()
    steps.preprocessingFunction = #"edges"""#
    for script in [
      ModelFileONNXTests.file(model, standardization: steps).kerasScript,
      try ModelFileONNXTests.file(model, standardization: steps).pyTorch().script,
    ] {
      #expect(script.contains("prepared as the metadata of\nmodel.safetensors says under preprocessing;\n"))
      #expect(
        script.contains(#"among it is the function edges\"\" of the program that trained the model.\#n"#))
      #expect(!script.contains("def prepare("))
    }
  }
}
