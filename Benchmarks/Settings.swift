import Foundation
import TrainParallel

/// What is measured and how.
struct Settings {
  /// The networks.
  private(set) var workloads = Workload.all
  /// The batch sizes where they are not the workload's own.
  private var batchSizes: [Int]?
  private var threadCounts: [Int]?
  /// The lanes of a batch.
  private(set) var lanes = TrainingOptions.defaultLanes
  /// Whose kernels run.
  private(set) var instructionSet = InstructionSet.best
  /// About how long each measurement takes, where said.
  private(set) var seconds: Double?
  /// Whether outputs are computed that a later pooling drops.
  private(set) var keepsDeadOutputs = false
  /// A matrix product: which of those of a dense layer, and M, N, K.
  private(set) var product = ProductKind.output
  private(set) var productSize: [Int]?
  /// A directory of images, where said.
  private(set) var data: String?
  /// Whether rows are printed as JSON.
  private(set) var json = false

  /// An option of the command line.
  struct Option {
    let name: String
    /// What stands for the value; nil for an option without one.
    let placeholder: String?
    let help: String
    /// Whether every group takes it.
    var isCommon = false
    let set: (inout Settings, _ value: String) throws -> Void

    var usage: String { name + (placeholder.map { " " + $0 } ?? "") }
  }

  /// All options of all groups.
  static var options: [Option] {
    [
      Option(name: "--workload", placeholder: "NAME", help: "one of the standard networks; all by default") {
        $0.workloads = [try choose($1, among: Workload.all, \.name)]
      },
      Option(name: "--batch-size", placeholder: "N,N", help: "instead of the workload's own") {
        $0.batchSizes = try counts($1)
      },
      Option(name: "--threads", placeholder: "N,N", help: "numbers of threads") {
        $0.threadCounts = try counts($1)
      },
      Option(name: "--lanes", placeholder: "N", help: "parts that a batch is summed in") {
        $0.lanes = min(try counts($1)[0], TrainingOptions.mostLanes)
      },
      Option(name: "--keep-dead-outputs", placeholder: nil, help: "compute what a later pooling drops") {
        settings, _ in settings.keepsDeadOutputs = true
      },
      Option(name: "--product", placeholder: "NAME", help: "Y, dW or dX, of a dense layer of the size given")
      {
        $0.product = try choose($1, among: ProductKind.allCases, \.rawValue)
      },
      Option(name: "--size", placeholder: "M,N,K", help: "one product instead of all") {
        let size = try counts($1)
        guard size.count == 3 else { throw UsageError("expected three numbers") }
        $0.productSize = size
      },
      Option(name: "--data", placeholder: "DIR", help: "a directory of images instead of made ones") {
        $0.data = $1
      },
      Option(name: "--instruction-set", placeholder: "NAME", help: "the best there is by default") {
        $0.instructionSet = try choose($1, among: InstructionSet.available, \.rawValue)
      },
      Option(name: "--seconds", placeholder: "S", help: "how long one measurement takes") {
        guard let number = Double($1), number > 0, number.isFinite else {
          throw UsageError("expected a number above 0")
        }
        $0.seconds = number
      },
      Option(name: "--json", placeholder: nil, help: "one object a line", isCommon: true) { settings, _ in
        settings.json = true
      },
    ]
  }

  /// Reads the options of a group.
  init(_ arguments: [String], of group: any BenchmarkGroup.Type) throws {
    var rest = arguments[...]
    let known = Self.options.filter { $0.isCommon || group.options.contains($0.name) }
    while let name = rest.popFirst() {
      guard let option = known.first(where: { $0.name == name }) else {
        throw UsageError(
          "\(group.name) has no option \(name); it has \(known.map(\.name).joined(separator: ", "))")
      }
      guard option.placeholder != nil else {
        try option.set(&self, "")
        continue
      }
      guard let value = rest.popFirst() else { throw UsageError("\(name) expects a value") }
      do { try option.set(&self, value) } catch { throw UsageError("\(name) \(value): \(error)") }
    }
  }

  private static func counts(_ text: String) throws -> [Int] {
    let numbers = text.split(separator: ",").compactMap { Int($0) }.filter { $0 > 0 }
    guard !numbers.isEmpty,
      numbers.count == text.split(separator: ",", omittingEmptySubsequences: false).count
    else { throw UsageError("expected whole numbers above 0, separated by commas") }
    return numbers
  }

  /// The numbers of threads; where not said, those of the group.
  func threads(otherwise counts: @autoclosure () -> [Int] = Array(1...usableProcessors())) -> [Int] {
    threadCounts ?? counts()
  }

  /// The workloads, each with each of its batch sizes.
  var cases: [(workload: Workload, batchSize: Int)] {
    workloads.flatMap { workload in (batchSizes ?? workload.batchSizes).map { (workload, $0) } }
  }
}

// MARK: - Printing

extension Settings {
  /// Prints the titles of a table that rows will follow.
  func begin<Row>(_ table: ResultTable<Row>) {
    if !json { print(table.header) }
  }

  /// Prints a row of a table.
  func print<Row>(_ row: Row, in table: ResultTable<Row>) {
    print(json ? table.json(row).description : table.text(row))
  }

  /// Prints a line that only people read.
  func say(_ text: String) {
    if !json { print(text) }
  }

  /// Rows are seen as they come, in a file too.
  private func print(_ line: String) {
    Swift.print(line)
    fflush(nil)
  }
}

/// The program was used wrongly.
struct UsageError: ReportableError {
  let description: String

  init(_ description: String) {
    self.description = description
  }

  var kind: ErrorKind { .usage }
}
