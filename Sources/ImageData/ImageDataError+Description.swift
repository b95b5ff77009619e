extension ImageDataError {
  /// One message: the path, what was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .missingDirectory(let path):
      "\(path): there is no such directory; name one that holds a folder of images for each class"
    case .notADirectory(let path):
      "\(path): not a directory; name one that holds a folder of images for each class"
    case .unreadableDirectory(let path, let reason):
      "\(path): the directory cannot be read (\(reason)); check its permissions"
    case .noClassFolders(let path, 0):
      "\(path): the directory holds no folders; put the images of each class into a folder named like the class"
    case .noClassFolders(let path, let images):
      "\(path): \(count(images, "image")) but no folders; put the images of each class into a folder of its own, "
        + "named like the class"
    case .missingClasses(let path, let missing, let found):
      "\(path): there is no \(folders(missing)); the folders in it are \(quoted(found))"
    case .emptyClasses(let path, let classes, let otherFiles):
      "\(path): no images in the class \(folders(classes))"
        + (otherFiles > 0 ? " (\(count(otherFiles, "other file")))" : "")
        + "; files named \(ImageFile.extensionList) are expected: add some, or remove the \(folders(classes, named: false))"
    case .onlyOneClass(let path, let name):
      "\(path): only one class, \"\(name)\"; a classifier needs at least two folders of images"
    case .unknownClasses(let path, let found, let known):
      "\(path): the model does not know the class \(folders(found)); its classes are \(quoted(known)): "
        + "rename or remove the \(folders(found, named: false))"
    case .badImages(let path, let images):
      "\(path): \(count(images.count, "image")) cannot be used:\n\(list(images))\n"
        + "Repair or remove them, or leave them out with --on-bad-image skip"
    case .noUsableImages(let path, let classes, let images):
      "\(path): no usable image is left"
        + (classes.isEmpty ? "" : " in the class \(folders(classes))")
        + " after skipping \(count(images.count, "image")):\n\(list(images))"
    case .unreadableFile(let path, let reason):
      "\(path): the file cannot be read (\(reason))"
    case .badImage(let image):
      "\(image); an image is expected: \(ImageFormat.names)"
    case .badDataFile(let path, let reason):
      "\(path): \(reason)"
    case .damagedDataFile(let path, let reason):
      "\(path): \(reason); get the file anew"
    case .badTable(let path, let line, let reason):
      "\(path):\(line): \(reason)"
    case .unknownLabels(let path, let found, let known):
      "\(path): the model does not know the \(found.count == 1 ? "class" : "classes") \(quoted(found)); its classes are "
        + "\(quoted(known)): use a model or a data set that fits"
    case .untrainedClasses(let path, let found, let known):
      "\(path): validation has the \(found.count == 1 ? "class" : "classes") \(quoted(found)), which training lacks; the "
        + "classes of training are \(quoted(known)): leave those images out, or add others of their kind to training"
    case .tooLarge(let images, let size, let channels, let bytes, let memory):
      "\(count(images, "image")) of \(size)x\(channels) take \(gibibytes(bytes)), this machine has "
        + "\(gibibytes(memory)) of memory; choose a smaller --input-size or fewer images, or, for "
        + "images in a directory, --cache disk or off"
    case .cannotCache(let path, let problem, _):
      "\(path): \(problem); name another folder with --cache-directory, or choose --cache ram or off"
    case .cacheInsideData(let path, let data):
      "\(path): the folder for caches lies within the data, \(data); name another one with --cache-directory"
    case .changedFile(let path, let reason):
      "\(path): the file was changed while it was in use (\(reason)); leave the images alone while a run reads them, or "
        + "keep them decoded with --cache ram or disk"
    case .directoryNotEmpty(let path):
      "\(path): the directory is not empty; name a new one, or empty it"
    case .cannotCreate(let path, let reason):
      "\(path): cannot be created (\(reason)); name a place that can be written"
    case .cannotWrite(let path, let reason):
      "\(path): could not be written (\(reason)); no part of this file was left behind"
    }
  }
}

private func count(_ number: Int, _ noun: String) -> String {
  "\(number) \(noun)\(number == 1 ? "" : "s")"
}

private func quoted(_ names: [String]) -> String {
  names.map { "\"\($0)\"" }.joined(separator: ", ")
}

private func folders(_ names: [String], named: Bool = true) -> String {
  let noun = names.count == 1 ? "folder" : "folders"
  return named ? "\(noun) \(quoted(names))" : noun
}

private func list(_ images: [BadImage]) -> String {
  images.map { "  \($0)" }.joined(separator: "\n")
}

private func gibibytes(_ bytes: UInt64) -> String {
  let tenths = (bytes + (1 << 30) / 20) / ((1 << 30) / 10)
  return "\(tenths / 10).\(tenths % 10) GiB"
}
