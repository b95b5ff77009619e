import TrainParallel

extension ComparisonReport {
  /// The object that programs read, on one line; all images on which the two differ are in it.
  var json: String {
    let (outcomes, difference) = (outcomes, outcomes.difference)
    let counts: [JSON.Member] = [
      ("images", .integer(outcomes.count)), ("both_right", .integer(outcomes.bothRight)),
      ("only_first", .integer(outcomes.onlyFirst)), ("only_second", .integer(outcomes.onlySecond)),
      ("both_wrong", .integer(outcomes.bothWrong)),
    ]
    let verdict: [JSON.Member] = [
      ("difference", .number(difference.value)),
      ("difference_interval", [.number(difference.lower), .number(difference.upper)]),
      ("p_value", .number(outcomes.test.pValue)),
      ("is_significant", .boolean(outcomes.test.pValue < Self.significance)),
      ("verdict", .string(self.verdict)),
    ]
    let options = options.map { option in
      JSON.object([
        ("name", .string(option.name)), ("first", option.first ?? .null), ("second", option.second ?? .null),
      ])
    }
    let images = differingImages.map { image in
      JSON.object([
        ("path", .string(image.path)), ("truth", .string(image.truth)), ("first", .string(image.first)),
        ("second", .string(image.second)),
      ])
    }
    return JSON.object(
      [("first", first.json), ("second", second.json)] + counts + verdict
        + [("options", .array(options)), ("differing_images", .array(images))]
    ).description
  }
}

extension ComparisonReport.Side {
  fileprivate var json: JSON {
    .object([
      ("run", .string(path)), ("model", .string(modelPath)), ("accuracy", .finite(accuracy)),
      ("accuracy_interval", accuracyInterval.json), ("loss", .finite(loss)),
      ("epochs", epochs.map(JSON.integer) ?? .null), ("seconds", .finite(seconds)),
      ("images_per_second", .finite(imagesPerSecond)), ("weights_sha256", .string(weightsSHA256)),
    ])
  }
}
