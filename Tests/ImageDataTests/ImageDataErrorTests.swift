import Files
import Testing

@testable import ImageData

@Suite struct ImageDataErrorTests {
  private static let image = BadImage(path: "/data/a/1.png", reason: "the PNG is cut short (end of file)")

  /// Each message, word for word: they are what a user reads.
  @Test(arguments: [
    (
      ImageDataError.missingDirectory(path: "/data"), ErrorKind.missingInput,
      "/data: there is no such directory; name one that holds a folder of images for each class"
    ),
    (
      .unreadableDirectory(path: "/data/a", reason: "Permission denied"), .missingInput,
      "/data/a: the directory cannot be read (Permission denied); check its permissions"
    ),
    (
      .noClassFolders(path: "/data", imagesDirectlyInside: 1), .badData,
      "/data: 1 image but no folders; put the images of each class into a folder of its own, named like the class"
    ),
    (
      .emptyClasses(path: "/data", classes: ["a"], otherFiles: 0), .badData,
      "/data: no images in the class folder \"a\"; files named .jpg, .jpeg, .png, .webp, .gif, .bmp, .ppm, .pgm, .pbm or .pnm are expected: add some, or remove the folder"
    ),
    (
      .onlyOneClass(path: "/data", name: "a"), .badData,
      "/data: only one class, \"a\"; a classifier needs at least two folders of images"
    ),
    (
      .unknownClasses(path: "/data", found: ["x", "y"], known: ["a", "b"]), .badData,
      "/data: the model does not know the class folders \"x\", \"y\"; its classes are \"a\", \"b\": rename or remove the folders"
    ),
    (
      .badImages(path: "/data", [image]), .badData,
      """
      /data: 1 image cannot be used:
        /data/a/1.png: the PNG is cut short (end of file)
      Repair or remove them, or leave them out with --on-bad-image skip
      """
    ),
    (
      .badImage(image), .badData,
      "/data/a/1.png: the PNG is cut short (end of file); an image is expected: JPEG, PNG, WebP, GIF, BMP, PPM, PGM or PBM"
    ),
    (
      .damagedDataFile(path: "/mnist/t10k-images-idx3-ubyte", reason: "the IDX file is cut short"), .badData,
      "/mnist/t10k-images-idx3-ubyte: the IDX file is cut short; get the file anew"
    ),
    (
      .badDataFile(
        path: "/x.npy", reason: "the array runs column by column; save numpy.ascontiguousarray of it"),
      .badData,
      "/x.npy: the array runs column by column; save numpy.ascontiguousarray of it"
    ),
    (
      .untrainedClasses(path: "/v.npz", found: ["3"], known: ["0", "1"]), .badData,
      "/v.npz: validation has the class \"3\", which training lacks; the classes of training are \"0\", \"1\": leave those images out, or add others of their kind to training"
    ),
    (
      .unknownLabels(path: "/cifar", found: ["cat", "dog"], known: ["car"]), .badData,
      "/cifar: the model does not know the classes \"cat\", \"dog\"; its classes are \"car\": use a model or a data set that fits"
    ),
    (
      .tooLarge(images: 2, size: ImageSize(10), channels: 3, bytes: 3 << 30, memory: 1 << 29), .badData,
      "2 images of 10x10x3 take 3.0 GiB, this machine has 0.5 GiB of memory; choose a smaller --input-size or fewer images, or, for images in a directory, --cache disk or off"
    ),
    (
      .cannotCache(
        path: "/caches", problem: "the folder cannot be made (Permission denied)", kind: .cannotCreate),
      .cannotCreate,
      "/caches: the folder cannot be made (Permission denied); name another folder with --cache-directory, or choose --cache ram or off"
    ),
    (
      .cacheInsideData(path: "/data/caches", data: "/data"), .usage,
      "/data/caches: the folder for caches lies within the data, /data; name another one with --cache-directory"
    ),
    (
      .changedFile(path: "/data/a/1.png", reason: "it cannot be opened (No such file or directory)"),
      .inputOutput,
      "/data/a/1.png: the file was changed while it was in use (it cannot be opened (No such file or directory)); leave the images alone while a run reads them, or keep them decoded with --cache ram or disk"
    ),
    (
      .directoryNotEmpty(path: "/out"), .cannotCreate,
      "/out: the directory is not empty; name a new one, or empty it"
    ),
    (
      .cannotWrite(path: "/out/1.png", reason: "No space left on device"), .inputOutput,
      "/out/1.png: could not be written (No space left on device); no part of this file was left behind"
    ),
  ])
  func messages(_ error: ImageDataError, _ kind: ErrorKind, _ message: String) {
    #expect(error.description == message)
    #expect(error.kind == kind)
  }

  @Test func ofValidationTheClassesAreThoseOfTraining() {
    let expected = ImageDataError.untrainedClasses(path: "/v", found: ["c"], known: ["a", "b"])
    #expect(
      ImageDataError.unknownLabels(path: "/v", found: ["c"], known: ["a", "b"]).ofValidation == expected)
    #expect(
      ImageDataError.unknownClasses(path: "/v", found: ["c"], known: ["a", "b"]).ofValidation == expected)
    #expect(ImageDataError.notADirectory(path: "/v").ofValidation == .notADirectory(path: "/v"))
  }

  @Test func everyBadImageIsListed() {
    let images = (0..<500).map { BadImage(path: "/data/\($0).png", reason: "the file is empty (0 bytes)") }
    let lines = ImageDataError.badImages(path: "/data", images).description.split(separator: "\n")
    #expect(lines.count == 502)
    #expect(lines[500] == "  /data/499.png: the file is empty (0 bytes)")
  }
}
