/// A batch normalization by the statistics of each shard, which no shard waits for.
///
/// - Source: E. Hoffer, I. Hubara, D. Soudry, "Train longer, generalize better", NIPS 2017: "ghost" batches.
struct GhostNormalizationOperation: Operation {
  let name: String
  let moments: MomentsOperation
  let statistics: BatchStatisticsOperation
  let normalization: NormalizationOperation

  func forward(_ shard: Shard) {
    moments.forward(shard)
    statistics.forward(shard)
    normalization.forward(shard)
  }

  func backward(_ shard: Shard) {
    normalization.backward(shard)
    statistics.backward(shard)
    moments.backward(shard)
  }
}
