import Parallelism

extension ImageDirectory {
  /// Holds back some files of every class for validation, without opening any: where all of them can be used, the same ones
  /// as ``ImageDataset/split(validationFraction:seed:grouping:)`` does of the images.
  ///
  /// - Returns: The two parts, each in the order of this directory.
  public func split(
    validationFraction: Double, seed: UInt64 = 0, grouping: SampleGrouping? = nil
  ) -> (training: ImageDirectory, validation: ImageDirectory) {
    let names = files.map(\.relativePath)
    let isHeldBack = ValidationSplit(fraction: validationFraction, seed: seed).isHeldBack(
      labels: files.map(\.label), relativePaths: names, identifiers: names.map(stableHash),
      classCount: classNames.count, grouping: grouping)
    func part(_ isValidation: Bool) -> ImageDirectory {
      let own = zip(files, isHeldBack).filter { $0.1 == isValidation }.map(\.0)
      return ImageDirectory(path: path, classNames: classNames, files: own)
    }
    return (part(false), part(true))
  }
}
