// swift-tools-version: 6.2
import PackageDescription

// One level of optimization for every kernel module, in debug builds too: an unoptimized kernel is useless.
let kernels: [SwiftSetting] = [.unsafeFlags(["-Ounchecked"])]

// The vector type is made of the compiler's own vector operations.
let builtins: [SwiftSetting] = [.unsafeFlags(["-Xfrontend", "-enable-builtin-module"])]

/// A kernel module of one instruction set: the flags stand here and nowhere else.
///
/// It is made of the bodies in Kernels, and an incremental build does not see that one of them changed: the scripts
/// touch the module's file then.
func instructionSet(_ flags: [String]) -> [SwiftSetting] {
  [.unsafeFlags(["-Ounchecked"] + flags.flatMap { ["-Xcc", $0] }, .when(platforms: [.linux, .macOS]))]
}

#if arch(x86_64)
  // Where a leak of gathered data is kept shut ("Downfall"), one instruction that gathers takes longer than many loads.
  let avx2 = ["-mavx2", "-mfma", "-mno-gather"]
  let avx512 = avx2 + ["-mavx512f", "-mavx512vl", "-mavx512dq", "-mavx512bw"]
#else
  let avx2: [String] = []
  let avx512: [String] = []
#endif

let package = Package(
  name: "train-parallel",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "TrainParallel", targets: ["TrainParallel"]),
    .executable(name: "train-parallel", targets: ["train-parallel"]),
  ],
  targets: [
    // System libraries
    .systemLibrary(
      name: "CTurboJPEG", pkgConfig: "libturbojpeg",
      providers: [.apt(["libturbojpeg0-dev"]), .brew(["jpeg-turbo"])]),
    .systemLibrary(
      name: "CSPNG", pkgConfig: "spng", providers: [.apt(["libspng-dev"]), .brew(["libspng"])]),
    .systemLibrary(name: "CWebP", pkgConfig: "libwebp", providers: [.apt(["libwebp-dev"]), .brew(["webp"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),

    // Kernels
    .target(name: "Kernels", swiftSettings: kernels + builtins),
    .target(name: "KernelsBaseline", dependencies: ["Kernels"], swiftSettings: kernels),
    .target(name: "KernelsAVX2", dependencies: ["Kernels"], swiftSettings: instructionSet(avx2)),
    .target(name: "KernelsAVX512", dependencies: ["Kernels"], swiftSettings: instructionSet(avx512)),

    // The path of the data
    .target(
      name: "LinearAlgebra",
      dependencies: ["Kernels", "KernelsBaseline", "KernelsAVX2", "KernelsAVX512"]),
    .target(name: "Files", dependencies: ["CCrypto"]),
    .target(name: "Parallelism"),
    .target(
      name: "NeuralNetwork", dependencies: ["Kernels", "LinearAlgebra", "Parallelism", "Files"]),
    .target(
      name: "ImageData",
      dependencies: [
        "Kernels", "LinearAlgebra", "Parallelism", "Files", "CTurboJPEG", "CSPNG", "CWebP", "CZlib",
      ]),
    .target(name: "Training", dependencies: ["Kernels", "NeuralNetwork", "ImageData"]),
    .target(name: "TrainParallel", dependencies: ["Training"]),
    .executableTarget(name: "train-parallel", dependencies: ["TrainParallel"]),
    .executableTarget(
      name: "benchmarks", dependencies: ["TrainParallel", "Kernels", "CTurboJPEG"], path: "Benchmarks",
      exclude: ["README.md"]),

    // Tests
    .target(
      name: "TestSupport", dependencies: ["Parallelism"], path: "Tests/TestSupport",
      swiftSettings: [.unsafeFlags(["-O"])]),
    .testTarget(name: "LinearAlgebraTests", dependencies: ["Kernels", "LinearAlgebra"]),
    .testTarget(name: "FilesTests", dependencies: ["Files", "TestSupport"]),
    .testTarget(name: "ParallelismTests", dependencies: ["Parallelism", "TestSupport"]),
    .testTarget(
      name: "NeuralNetworkTests", dependencies: ["Kernels", "NeuralNetwork", "TestSupport"],
      exclude: ["Golden/make.py"], resources: [.copy("Golden")]),
    .testTarget(name: "ImageDataTests", dependencies: ["ImageData"], resources: [.copy("Golden")]),
    .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
    .testTarget(
      name: "TrainingTests", dependencies: ["Training", "TestSupport", "AllocationCounter"],
      resources: [.copy("Resources/keras-losses.json"), .copy("Resources/keras-callbacks.json")]),
    .testTarget(name: "CommandLineTests", dependencies: ["train-parallel", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)
