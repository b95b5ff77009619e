import TrainParallel

extension TrainSettings {
  /// The options that change images at random, by Keras' names.
  static var augmentationOptions: [Option<TrainSettings>] {
    let shift =
      "shift by up to X at random; with a decimal point a fraction of the size, else pixels; X,Y,... to choose from"
    return [
      .flag("--horizontal-flip", \.horizontalFlip, "mirror half of the images left to right, at random"),
      .flag("--vertical-flip", \.verticalFlip, "mirror half of the images top to bottom, at random"),
      .value("--width-shift-range", "X", \.widthShiftRange, .shift, "horizontal " + shift),
      .value("--height-shift-range", "X", \.heightShiftRange, .shift, "vertical " + shift),
      .value(
        "--rotation-range", "DEG", \.rotationRange, .nonNegativeNumber, "turn by up to DEG degrees at random"
      ),
      .value(
        "--zoom-range", "X|A,B", \.zoomRange, .zoom,
        "zoom each axis by 1-X to 1+X, or by A to B, at random; above 1 the image gets smaller"),
      .value(
        "--shear-range", "DEG", \.shearRange, .angleBelow90, "shear by up to DEG degrees at random"),
      .value(
        "--random-resized-crop", "A,B", \.randomResizedCrop, .parts,
        "show a part A to B of the image's area at random, such as 0.5,1"),
      .value(
        "--brightness-range", "A,B", \.brightnessRange, .factors,
        "multiply the pixels by A to B at random"),
      .value(
        "--contrast-range", "A,B", \.contrastRange, .factors,
        "multiply the distance from the image's gray by A to B"),
      .value(
        "--saturation-range", "A,B", \.saturationRange, .factors,
        "multiply the distance from each pixel's gray by A to B"),
      .value(
        "--hue-range", "DEG", \.hueRange, .nonNegativeNumber, "turn the colors by up to DEG degrees at random"
      ),
      .value(
        "--random-erasing", "P", \.randomErasing, .part,
        "write over a box of a part P of the images, with the value of --cval"),
      .value(
        "--channel-shift-range", "X", \.channelShiftRange, .nonNegativeNumber,
        "add up to X of 255 to all channels at random"),
      .value(
        "--rand-augment", "N,M", \.randAugment, .randAugment,
        "apply N operations of RandAugment to each image, of a magnitude M from 0 to 30, such as 2,9"),
      .value(
        "--mixup", "ALPHA", \.mixup, .mixingParameter,
        "mix every image and label with another, in parts of the distribution Beta(ALPHA, ALPHA), such as 0.2"
      ),
      .value(
        "--cutmix", "ALPHA", \.cutmix, .mixingParameter,
        "paste a box of another image into every image, in parts of Beta(ALPHA, ALPHA), such as 1"),
      .value(
        "--fill-mode", "NAME", \.fillMode, .name,
        "what fills the margin of a moved image: \(list(FillMode.allCases.map(\.rawValue)))"),
      .value(
        "--cval", "X", \.cval, .anyNumber, "the pixel value 0 to 255 that --fill-mode constant fills with"),
      .value(
        "--interpolation-order", "N", \.interpolationOrder, .interpolationOrder,
        "0 takes the nearest pixel of a moved image, 1 mixes four"),
    ]
  }

  /// The options that make inputs of pixels; they hold in validation and for prediction too.
  static var standardizationOptions: [Option<TrainSettings>] {
    [
      .value("--rescale", "X", \.rescale, .factor, "the factor of the pixels' values 0 to 255"),
      .flag("--samplewise-center", \.samplewiseCenter, "bring each image's mean to 0"),
      .flag(
        "--samplewise-std-normalization", \.samplewiseStdNormalization,
        "bring each image's standard deviation to 1, and its mean to 0"),
      .flag(
        "--featurewise-center", \.featurewiseCenter, "bring each channel's mean over all images to 0"),
      .flag(
        "--featurewise-std-normalization", \.featurewiseStdNormalization,
        "bring each channel's standard deviation over all images to 1, and its mean to 0"),
      .flag(
        "--zca-whitening", \.zcaWhitening,
        "remove the correlations of the values of images; at most \(Whitening.mostValues) values an image, such as 64x64 "
          + "gray or 36x36 in color"),
      .value(
        "--zca-epsilon", "X", \.zcaEpsilon, .positiveNumber,
        "what is added to a singular value before the whitening divides by it"),
    ]
  }
}
