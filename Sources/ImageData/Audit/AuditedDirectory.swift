/// A directory that an audit looks at: what is in it, listed but not opened.
///
/// Other than an ``ImageDirectory`` it takes what it finds: classes without images, one class alone, images without
/// classes, folders that cannot be read. What training would refuse or pass over becomes a finding.
public struct AuditedDirectory: Sendable {
  /// The part of the data that trains, as opposed to those that validate or test.
  public static let trainingPart = "training"

  /// The directory.
  public let path: String
  /// Which part of the data it is: `training`, or `validation`, `val` or `test`.
  public let part: String
  /// The folders directly inside, each a class; none where the images lie in the directory itself.
  public private(set) var classNames: [String] = []
  /// All images; their labels number the classes.
  public private(set) var files: [ImageFile] = []
  /// What was found without opening a file.
  private(set) var findings: [AuditFinding] = []

  /// Lists the directories of an audit.
  ///
  /// A directory that holds `train/` (with folders, and no images of its own) is split: its folders `validation`, `val`
  /// and `test` are parts of their own. Every other directory is training data. One that is named twice counts once.
  ///
  /// - Parameters:
  ///   - paths: The directories.
  ///   - validation: A directory of images to validate with.
  /// - Throws: `ImageDataError` if a directory is not there, is none, or cannot be listed.
  public static func list(_ paths: [String], validation: String? = nil) throws -> [AuditedDirectory] {
    var directories = try paths.flatMap { try parts(of: withoutTrailingSlash($0)) }
    if let validation {
      // Said in the same words where it is missing.
      _ = try ImageDirectory.trainingAndValidation(in: validation)
      directories.append(try AuditedDirectory(withoutTrailingSlash(validation), part: "validation"))
    }
    var seen: Set<String> = []
    return directories.filter { seen.insert(canonicalPath($0.path)).inserted }
  }

  /// The parts of a directory that is split; else itself.
  private static func parts(of path: String) throws -> [AuditedDirectory] {
    let training = try ImageDirectory.trainingAndValidation(in: path).training
    var directories = [try AuditedDirectory(training, part: trainingPart)]
    guard training != path else {
      directories[0].noteStrayImages()
      return directories
    }
    let beside = try listing(path, followsLinks: true)
    let parts = ["validation", "val", "test"]
    for part in parts where beside.folders.contains(part) {
      directories.append(try AuditedDirectory(path + "/" + part, part: part))
    }
    for folder in beside.folders where folder != "train" && !parts.contains(folder) {
      directories[0].note(
        .ignored, path + "/" + folder, "a folder beside train: only validation, val and test are looked for")
    }
    for file in beside.files where hasImageExtension(file) {
      directories[0].note(.outsideClasses, path + "/" + file, "it lies beside train and belongs to no part")
    }
    return directories
  }

  /// Says so where a few images beside its folders make a class of what was meant to be the training part.
  private mutating func noteStrayImages() {
    guard classNames.contains("train"), let inside = try? listing(path + "/train", followsLinks: true),
      !inside.folders.isEmpty
    else { return }
    let images = inside.files.filter(hasImageExtension)
    note(
      .suspiciousFolder, path + "/train",
      "taken for a class and not for the training part, since it holds images beside its folders (\(images.count), "
        + "such as \(images.first ?? "")): move them into a class")
  }

  /// Lists one directory.
  private init(_ path: String, part: String) throws(ImageDataError) {
    self.path = path
    self.part = part
    let top = try listing(path, followsLinks: true)
    let images = top.files.filter(hasImageExtension)
    noteIgnored(in: path, besides: Set(images).union(top.folders))
    classNames = top.folders
    guard !classNames.isEmpty else {
      files = images.map { ImageFile(path: path + "/" + $0, relativePath: $0, label: 0) }
      return
    }
    for name in images {
      note(.outsideClasses, path + "/" + name, "it lies beside the class folders and belongs to none")
    }
    findings += suspiciousClassNames(classNames, in: path)
    for (label, name) in classNames.enumerated() {
      let count = files.count
      walk(path + "/" + name, relativePath: name, label: label)
      let folder = path + "/" + name
      if files.count == count {
        note(.emptyClass, folder, "no file in it has the name of an image")
      } else if files.count == count + 1, part == AuditedDirectory.trainingPart {
        note(.singleImage, folder, files[count].relativePath)
      }
    }
  }

  /// Adds the images of a class's folder and of the folders in it, as training does.
  private mutating func walk(_ folder: String, relativePath: String, label: Int) {
    let found: FolderListing
    do throws(ImageDataError) {
      found = try listing(folder, followsLinks: false)
    } catch {
      guard case .unreadableDirectory(_, let reason) = error else { return }
      return note(.unreadableFolder, folder, reason)
    }
    let images = found.files.filter(hasImageExtension)
    files += images.map { name in
      ImageFile(path: folder + "/" + name, relativePath: relativePath + "/" + name, label: label)
    }
    noteIgnored(in: folder, besides: Set(images).union(found.folders))
    for name in found.folders {
      if isNamedLikeAPart(name) {
        note(
          .suspiciousFolder, folder + "/" + name,
          "a folder named like a part of the data inside of a class: is the directory one level too high?")
      }
      walk(folder + "/" + name, relativePath: relativePath + "/" + name, label: label)
    }
  }

  private mutating func note(_ kind: AuditFinding.Kind, _ path: String, _ detail: String) {
    findings.append(AuditFinding(kind, [path], detail))
  }
}

extension AuditedDirectory {
  /// Notes what training passes over in a folder: hidden names, names without the ending of an image, and whatever is
  /// neither file nor folder.
  private mutating func noteIgnored(in folder: String, besides used: Set<String>) {
    // A listing leaves hidden names out; that the folder can be listed was seen before.
    for name in allNames(in: folder) where !used.contains(name) {
      let path = folder + "/" + name
      let reason =
        if name.hasPrefix(".") {
          "a hidden name"
        } else if FileKind(path) == .folder {
          "a link to a folder, which is not followed inside of a class unless asked for"
        } else if hasImageExtension(name) {
          "neither a file nor a folder"
        } else {
          "a name without the ending of an image"
        }
      note(.ignored, path, reason)
    }
  }
}
