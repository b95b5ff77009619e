import Testing
import TrainParallel

@testable import train_parallel

struct OptionParserTests {
  private func parseTraining(_ arguments: [String]) throws -> ParsedArguments<TrainSettings> {
    let parsed = try parse(arguments, with: TrainCommand.table, of: "train")
    try parsed.requireConsistent()
    return parsed
  }

  @Test func `a value follows its option or an equals sign`() throws {
    let parsed = try parseTraining([
      "--epochs", "3", "--batch-size=64", "--nesterov", "--optimizer", "sgd", "--momentum=.9",
    ])
    #expect(parsed.settings.epochs == 3)
    #expect(parsed.settings.batchSize == 64)
    #expect(parsed.settings.nesterov)
    #expect(parsed.settings.momentum == 0.9)
    #expect(parsed.given == ["--epochs", "--batch-size", "--nesterov", "--optimizer", "--momentum"])
  }

  @Test func `without options everything has its default`() throws {
    let settings = try parseTraining([]).settings
    #expect(settings.epochs == 10)
    #expect(settings.batchSize == 32)
    #expect(settings.optimizer == .adam)
    #expect(settings.seed == 0)
    #expect(settings.threads == nil)
    #expect(settings.rescale == 1.0 / 255)
    #expect(settings.shuffle)
  }

  @Test func `the last of two values holds`() throws {
    #expect(try parseTraining(["--epochs", "3", "--epochs=5"]).settings.epochs == 5)
  }

  @Test func `words are kept in order, and all are words after two dashes`() throws {
    let parsed = try parse(
      ["a", "--json", "b", "--", "--json", "-c"], with: EvaluateCommand.table, of: "evaluate")
    #expect(parsed.words == ["a", "b", "--json", "-c"])
    #expect(parsed.settings.json)
  }

  @Test func `values of every kind`() throws {
    let settings = try parseTraining([
      "--data", "d", "--input-size", "100x150", "--color", "rgb", "--width-shift-range", "0.1",
      "--height-shift-range",
      "2", "--fill-mode", "constant", "--cval", "-1.5", "--threads", "auto", "--shuffle", "off", "--seed",
      "18446744073709551615", "--learning-rate", "1e-4", "--validation-split", "0", "--on-bad-image=skip",
    ]).settings
    #expect(settings.inputSize == ImageSize(height: 100, width: 150))
    #expect(settings.color == .rgb)
    #expect(settings.widthShiftRange == .fraction(0.1))
    #expect(settings.heightShiftRange == .pixels(2))
    #expect(settings.cval == -1.5)
    #expect(settings.threads == nil)
    #expect(!settings.shuffle)
    #expect(settings.seed == .max)
    #expect(settings.learningRate == 1e-4)
    #expect(settings.validationSplit == 0)
    #expect(settings.onBadImage == .skip)
    #expect(try parseTraining(["--rescale", "1/127.5"]).settings.rescale == 1 / 127.5)
    #expect(try parseTraining(["--rescale", "0.5"]).settings.rescale == 0.5)
    #expect(
      try parseTraining(["--data", "d", "--input-size", "3X4"]).settings.inputSize
        == ImageSize(height: 3, width: 4))
    #expect(try parseTraining(["--data", "d", "--input-size", "64"]).settings.inputSize == ImageSize(64))
  }

  @Test func `augmentation and standardization by Keras' names`() throws {
    let settings = try parseTraining([
      "--rotation-range", "40", "--width-shift-range", "-2,0,2", "--zoom-range", "0.5", "--shear-range",
      "5.5", "--brightness-range", "0.8,1.2", "--channel-shift-range", "10", "--interpolation-order", "0",
      "--samplewise-center", "--featurewise-std-normalization", "--random-resized-crop", "0.5,1",
      "--contrast-range", "0.5,2", "--saturation-range", "0,1", "--hue-range", "20", "--random-erasing",
      "0.1",
    ]).settings
    #expect(
      settings.generator.geometry
        == .init(
          rotationRange: 40, widthShiftRange: [-2, 0, 2], shearRange: 5.5, zoomRange: ZoomRange(0.5, 1.5),
          randomResizedCrop: 0.5...1, interpolationOrder: .nearest))
    #expect(
      settings.generator.color
        == .init(
          brightnessRange: 0.8...1.2, channelShiftRange: 10, contrastRange: 0.5...2, saturationRange: 0...1,
          hueRange: 20, randomErasing: 0.1))
    #expect(
      settings.generator.standardization
        == .init(samplewiseCenter: true, featurewiseStdNormalization: true))
    #expect(try parseTraining(["--zoom-range", "0.9,2"]).settings.zoomRange == ZoomRange(0.9, 2))
  }

  /// Arguments and what the message must say.
  @Test(arguments: [
    ("--batch-size 0", "--batch-size 0: expected a whole number of at least 1"),
    ("--batch-size 1.5", "--batch-size 1.5: expected a whole number"),
    ("--batch-size=", "--batch-size an empty value: expected a whole number"),
    ("--epochs 99999999999999999999", "--epochs 99999999999999999999: expected a whole number"),
    ("--epochs", "--epochs: its value N is missing"),
    ("--epochs --quiet", "--epochs: its value N is missing"),
    ("--steps-per-epoch -3", "--steps-per-epoch -3: expected"),
    ("--seed -1", "--seed -1: expected a whole number from 0 to 18446744073709551615"),
    ("--threads 0", "--threads 0: expected a whole number from 1 to 1024, or auto"),
    ("--threads many", "--threads many: expected"),
    ("--lanes 17", "--lanes 17: expected a whole number from 1 to 16"),
    ("--learning-rate 0", "--learning-rate 0: expected a number above 0"),
    ("--learning-rate nan", "--learning-rate nan: expected a number above 0"),
    ("--learning-rate inf", "--learning-rate inf: expected a number above 0"),
    ("--optimizer sgd --momentum 1", "--momentum 1: expected a number of at least 0 and below 1"),
    ("--weight-decay -1", "--weight-decay -1: expected a number of at least 0"),
    ("--validation-split 1 --data d", "--validation-split 1: expected a number of at least 0 and below 1"),
    ("--input-size 0 --data d", "--input-size 0: expected a size"),
    ("--input-size 3x --data d", "--input-size 3x: expected a size"),
    ("--input-size 3x4x5 --data d", "--input-size 3x4x5: expected a size"),
    ("--color pink --data d", "--color pink: expected grayscale, rgb or rgba"),
    (
      "--background 1,2 --data d",
      "--background 1,2: expected R,G,B or one number for gray, each from 0 to 255"
    ),
    ("--background 256 --data d", "--background 256: expected R,G,B"),
    ("--exif-orientation yes --data d", "--exif-orientation yes: expected on or off"),
    ("--on-bad-image warn --data d", "--on-bad-image warn: expected fail or skip"),
    (
      "--optimizer adamax",
      "--optimizer adamax: expected adam, sgd, rmsprop, adagrad, adamw, nadam, lion or lamb"
    ),
    ("--optimizer adma", "nadam, lion or lamb; did you mean adam?"),
    ("--instruction-set sse9", "--instruction-set sse9: expected one that this machine has"),
    ("--shuffle yes", "--shuffle yes: expected on or off"),
    ("--rescale 0", "--rescale 0: expected a number above 0"),
    ("--rescale 1/", "--rescale 1/: expected a number above 0 such as 0.0039, or a quotient such as 1/255"),
    ("--rescale -1/255", "--rescale -1/255: expected a number above 0"),
    ("--rescale 1/2/3", "--rescale 1/2/3: expected a number above 0"),
    ("--width-shift-range -0.1", "--width-shift-range -0.1: expected a fraction"),
    ("--height-shift-range x", "--height-shift-range x: expected a fraction"),
    ("--width-shift-range 1,x", "--width-shift-range 1,x: expected a fraction"),
    ("--rotation-range -5", "--rotation-range -5: expected a number of at least 0"),
    ("--shear-range 90", "--shear-range 90: expected degrees, at least 0 and below 90"),
    ("--zoom-range 1", "--zoom-range 1: expected a number such as 0.2"),
    ("--zoom-range 1.2,0.8", "--zoom-range 1.2,0.8: expected a number such as 0.2"),
    ("--brightness-range 0.5", "--brightness-range 0.5: expected two factors, the lower one first"),
    ("--brightness-range -1,1", "--brightness-range -1,1: expected two factors"),
    ("--random-resized-crop 0,1", "--random-resized-crop 0,1: expected two parts of the image"),
    ("--random-resized-crop 0.5,1.1", "--random-resized-crop 0.5,1.1: expected two parts of the image"),
    ("--mixup 0", "--mixup 0: expected a number above 0, at most 1000"),
    ("--mixup 1 --cutmix 1", "--mixup and --cutmix both mix images with others"),
    ("--random-erasing 2", "--random-erasing 2: expected a number from 0 to 1"),
    ("--channel-shift-range inf", "--channel-shift-range inf: expected a number of at least 0"),
    ("--interpolation-order 3", "--interpolation-order 3: expected 0 for the nearest pixel or 1"),
    ("--fill-mode mirror", "--fill-mode mirror: expected nearest, reflect, wrap or constant"),
    ("--nesterov=yes", "--nesterov=yes: this option takes no value"),
    ("--bach-size 3", "unknown option --bach-size of train; did you mean --batch-size?"),
    ("--Epochs 3", "did you mean --epochs?"),
    ("--rotation-rage 10", "unknown option --rotation-rage of train; did you mean --rotation-range?"),
    ("--resumee x", "unknown option --resumee"),
    ("--cache floppy --data d", "--cache floppy: expected ram, disk or off"),
    ("--cache-directory= --data d", "--cache-directory an empty value: expected a directory"),
    ("-x", "unknown option -x of train"),
    // Options that have no effect together.
    ("--momentum 0.9", "--momentum is for the optimizers sgd and rmsprop, not for adam"),
    ("--momentum 0.9 --optimizer adagrad", "not for adagrad"),
    ("--nesterov", "--nesterov is for the optimizer sgd, not for adam"),
    ("--nesterov --optimizer sgd", "--nesterov has no effect without momentum"),
    ("--decay-all", "--decay-all has no effect without weight decay"),
    ("--decay-all --optimizer adamw --weight-decay 0", "--decay-all has no effect without weight decay"),
    ("--clip-norm 1 --clip-value 1", "--clip-value and --clip-norm both limit gradients"),
    ("--monitor val_loss", "--monitor has no effect without --early-stopping or --reduce-lr-on-plateau"),
    ("--min-delta 0.1", "--min-delta has no effect without --early-stopping"),
    ("--baseline 1", "--baseline has no effect without --early-stopping"),
    ("--start-from-epoch 2", "--start-from-epoch has no effect without --early-stopping"),
    ("--plateau-factor 0.5", "--plateau-factor has no effect without --reduce-lr-on-plateau"),
    ("--cooldown 1", "--cooldown has no effect without --reduce-lr-on-plateau"),
    ("--min-learning-rate 1e-5", "--min-learning-rate has no effect without --reduce-lr-on-plateau"),
    (
      "--reduce-lr-on-plateau 2 --learning-rate-schedule one-cycle",
      "--learning-rate-schedule sets the learning rate of every step already"
    ),
    ("--epochs 0 --learning-rate-schedule cosine", "--learning-rate-schedule has no effect on 0 epochs"),
    ("--new-head", "--new-head is for a trained model"),
    ("--new-head --model lenet5", "--new-head is for a trained model"),
    ("--loss mean_squared_error --label-smoothing 0.1", "--label-smoothing is for crossentropies"),
    ("--zca-epsilon 0.1", "--zca-epsilon is for --zca-whitening"),
    (
      "--zca-whitening --featurewise-std-normalization",
      "--zca-whitening and --featurewise-std-normalization both bring deviations to 1"
    ),
    ("--group-by x --data d --validation-split 0", "--group-by is for images that are held back"),
    ("--class-weight balanced --balance oversample --data d", "both make up for small classes"),
    ("--input-size 24", "--input-size is for images in a directory"),
    ("--color rgb", "--color is for images in a directory"),
    ("--validation d", "--validation is for images in a directory"),
    ("--validation-split 0.2", "--validation-split is for images in a directory"),
    ("--background 0", "--background is for images in a directory"),
    ("--exif-orientation off", "--exif-orientation is for images in a directory"),
    ("--color rgba --background 0 --data d", "--background is for --color grayscale or rgb"),
    ("--on-bad-image skip", "--on-bad-image is for images in a directory"),
    ("--cache ram", "--cache is for images in a directory"),
    ("--cache-directory c", "--cache-directory is for images in a directory"),
    (
      "--cache off --cache-directory c --data d", "--cache-directory is for --cache disk, not for --cache off"
    ),
    ("--data d --validation e --validation-split 0.2", "there is a validation set already"),
    ("--model m.safetensors --initial-weights w.safetensors", "brings its own weights"),
    ("--fill-mode wrap", "--fill-mode fills the margin of shifted images"),
    ("--interpolation-order 0 --horizontal-flip", "--interpolation-order is how moved images are computed"),
    ("--cval 3", "--cval is the value of --fill-mode constant"),
    ("--cval 3 --width-shift-range 1", "--cval is the value of --fill-mode constant"),
  ])
  func `what is wrong is named, with what is expected`(arguments: String, message: String) throws {
    let words = arguments.split(separator: " ").map(String.init)
    let error = try #require(throws: ProgramError.self) { try parseTraining(words) }
    #expect(error.kind == .usage)
    #expect(error.description.contains(message), "\(error.description)")
  }
}
