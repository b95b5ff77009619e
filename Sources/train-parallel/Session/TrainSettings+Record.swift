import TrainParallel

extension TrainSettings {
  /// The options that change images, under their names on the command line, for the record of the run.
  var augmentationRecord: [JSON.Member] {
    func range(_ range: NumberRange?) -> JSON {
      range.map { [.number($0.range.lowerBound), .number($0.range.upperBound)] } ?? .null
    }
    return [
      ("rescale", .number(rescale)), ("horizontal_flip", .boolean(horizontalFlip)),
      ("vertical_flip", .boolean(verticalFlip)), ("width_shift_range", .string("\(widthShiftRange)")),
      ("height_shift_range", .string("\(heightShiftRange)")), ("rotation_range", .number(rotationRange)),
      ("zoom_range", [.number(zoomRange.lower), .number(zoomRange.upper)]),
      ("shear_range", .number(shearRange)), ("random_resized_crop", range(randomResizedCrop)),
      ("fill_mode", .string(fillMode.rawValue)), ("cval", .number(cval)),
      ("interpolation_order", .integer(interpolationOrder.rawValue)),
      ("brightness_range", range(brightnessRange)), ("channel_shift_range", .number(channelShiftRange)),
      ("contrast_range", range(contrastRange)), ("saturation_range", range(saturationRange)),
      ("hue_range", .number(hueRange)), ("random_erasing", .number(randomErasing)),
      ("rand_augment", randAugment.map { [.integer($0.operations), .number($0.magnitude)] } ?? .null),
      ("mixup", mixup.map(JSON.number) ?? .null), ("cutmix", cutmix.map(JSON.number) ?? .null),
      ("samplewise_center", .boolean(samplewiseCenter)),
      ("samplewise_std_normalization", .boolean(samplewiseStdNormalization)),
      ("featurewise_center", .boolean(featurewiseCenter)),
      ("featurewise_std_normalization", .boolean(featurewiseStdNormalization)),
      ("zca_whitening", .boolean(zcaWhitening)), ("zca_epsilon", .number(zcaEpsilon)),
    ]
  }
}
