import TrainParallel

/// What a model made of each image whose class is known, as comma-separated values (RFC 4180): a row an image with path,
/// truth, prediction, and the probability of each class.
struct PredictionsTable {
  let paths: [String]
  let evaluation: Evaluation
  let classNames: [String]

  /// `path,truth,prediction,probability_cat,probability_dog`; the prefix keeps classes apart from the columns before.
  var header: String {
    (["path", "truth", "prediction"] + classNames.map { "probability_" + $0 }).map(csvField)
      .joined(separator: ",")
  }

  /// The row of one image.
  func row(_ sample: Int) -> String {
    let names = [paths[sample], classNames[evaluation.labels[sample]]]
    let prediction = classNames[evaluation.prediction(of: sample)]
    let first = sample * classNames.count
    let probabilities = evaluation.probabilities[first..<first + classNames.count]
    return ((names + [prediction]).map(csvField) + probabilities.map(\.description)).joined(separator: ",")
  }

  /// The whole table.
  var text: String {
    ([header] + paths.indices.map(row)).map { $0 + "\n" }.joined()
  }
}
