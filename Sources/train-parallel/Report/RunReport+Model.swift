import TrainParallel

extension RunReport {
  /// The layers with their output shapes and parameters.
  var modelSection: ReportSection? {
    guard let model else { return nil }
    let rows = model.layers.indices.map { index -> HTML in
      let layer = model.layers[index]
      let sizes = text(of: model.layerShapes[index])
      let count = model.parameterEntries(ofLayer: index).reduce(0) { $0 + $1.count }
      return """
        <th scope="row">\(layer.title)</th><td class="shape">\(sizes)</td>\(HTML.number(NumberText.grouped(count)))
        """
    }
    let trainable = model.parameterLayout.entries.filter(\.description.isTrainable).reduce(0) {
      $0 + $1.count
    }
    let rest = model.parameterCount - trainable
    let input = text(of: model.inputShape)
    let head = HTML.heads(["layer (type)", "output shape"], numbers: ["parameters"])
    return ReportSection(
      id: "model", title: "Model",
      body: """
        <p>Input \(input). \(NumberText.count(model.parameterCount, "parameter")): \
        \(NumberText.grouped(trainable)) trainable, \(NumberText.grouped(rest)) not.</p>
        \(HTML.table("Model", class: "fit", head: head, rows: rows))
        """)
  }

  /// "22 × 22 × 32"
  private func text(of shape: Shape) -> String {
    shape.dimensions.map(NumberText.grouped).joined(separator: " × ")
  }

  /// The options as they were resolved.
  var argumentsSection: ReportSection? {
    guard let arguments else { return nil }
    guard let json = try? JSON(parsing: Array(arguments.utf8)), let members = json.members else {
      return ReportSection(
        id: "arguments", title: "Arguments", body: "<pre class=\"scroll\">\(arguments)</pre>")
    }
    let rows = Self.flattened(members).map { name, value -> HTML in
      "<th scope=\"row\"><code>\(name)</code></th><td>\(HTML.name(value))</td>"
    }
    return ReportSection(
      id: "arguments", title: "Arguments",
      body: """
        <details><summary>\(NumberText.count(rows.count, "value")), as arguments.json holds them</summary>
        \(HTML.table("Arguments", class: "fit", head: HTML.heads(["name", "value"]), rows: rows))</details>
        """)
  }

  /// The values of nested objects under names such as `data.height`.
  private static func flattened(_ members: [JSON.Member]) -> [(name: String, value: String)] {
    members.flatMap { name, value in
      if let inner = value.members, !inner.isEmpty {
        return flattened(inner).map { ("\(name).\($0.name)", $0.value) }
      }
      return [(name, value.text ?? value.description)]
    }
  }

  /// The hash of the weights, and how to come to it again.
  var repeatSection: ReportSection? {
    guard let last = rows.last else { return nil }
    let hashes =
      [("the last epoch", last)] + (best.map { $0.epoch == last.epoch ? [] : [("the best epoch", $0)] } ?? [])
    let rows = hashes.map { name, row -> HTML in
      "<th scope=\"row\">\(name), \(row.epoch)</th><td><code class=\"hash\">\(row.weightsSHA256)</code></td>"
    }
    let how = command.map { command -> HTML in
      "<p>This repeats the run:</p>\n<pre class=\"scroll\" tabindex=\"0\">\(command)</pre>\n"
    }
    return ReportSection(
      id: "repeat", title: "Repeat this run",
      body: """
        \(how)<p>It ends with the same weights, bit for bit, whatever the number of threads:</p>
        \(HTML.table("Hashes of the weights", head: HTML.heads(["weights after", "SHA-256"]), rows: rows))
        """)
  }
}
