import TrainParallel

extension RunReport {
  /// The mistakes that the model is surest of.
  var mistakesSection: ReportSection? {
    guard !mistakes.isEmpty else { return nil }
    let pictures = mistakes.map { sample -> HTML in
      """
      \(picture(of: sample))<figcaption>is <strong>\(HTML.name(sample.givenClass))</strong><br/>taken for \
      <strong>\(HTML.name(sample.predictedClass))</strong>\(figures(of: sample))</figcaption>
      """
    }
    return ReportSection(
      id: "mistakes", title: "Most confident mistakes",
      body: """
        <p>The validation images that the model got wrong, the surest first.</p>
        \(gallery(pictures))
        """)
  }

  /// The training images that the trained model finds the least likely as they are filed.
  var highestLossesSection: ReportSection? {
    guard !highestLosses.isEmpty else { return nil }
    let pictures = highestLosses.map { sample -> HTML in
      let verdict: HTML =
        sample.isMistake
        ? "looks like <strong>\(HTML.name(sample.predictedClass))</strong>" : "the model agrees"
      return """
        \(picture(of: sample))<figcaption>filed under <strong>\(HTML.name(sample.givenClass))</strong><br/>\
        \(verdict)\(figures(of: sample))</figcaption>
        """
    }
    // Where the model agrees with every label, none is suspect.
    let isSuspect = highestLosses.contains(where: \.isMistake)
    let note: HTML? = isSuspect ? " Framed are those that it takes for another class." : nil
    return ReportSection(
      id: "losses", title: isSuspect ? "Likely mislabelled" : "Highest losses in training",
      body: """
        <p>The training images with the highest loss under the trained model: wrong labels gather here, and odd \
        images.\(note)</p>
        \(gallery(pictures, isFramed: highestLosses.map(\.isMistake)))
        """)
  }

  private func picture(of sample: Sample) -> HTML {
    HTML.picture(sample.image, alternative: "\(sample.path), filed under \(sample.givenClass)")
  }

  /// How sure the model is, the loss, and the file.
  private func figures(of sample: Sample) -> HTML {
    """
    <br/>\(Self.percent(sample.probability, digits: 1)) sure, loss \(NumberText.fixed(sample.loss, 2))\
    <span class="path">\(HTML.name(sample.path))</span>
    """
  }

  private func gallery(_ pictures: [HTML], isFramed: [Bool]? = nil) -> HTML {
    let figures = pictures.enumerated().map { index, picture -> HTML in
      isFramed?[index] == true
        ? "<figure class=\"odd\">\(picture)</figure>\n" : "<figure>\(picture)</figure>\n"
    }
    return "<div class=\"gallery\">\n\(figures)</div>"
  }

  /// The filters of the first convolution before and after training.
  var filtersSection: ReportSection? {
    guard let filters else { return nil }
    let kernels = [("before training", filters.before), ("after training", filters.after)]
    let sheets = kernels.compactMap { time, kernel in
      kernel.map { (time: time, sheet: FilterSheet(kernel: $0), count: $0.shape[3]) }
    }
    guard let first = sheets.first else { return nil }
    let isCut = first.sheet.filters < first.count
    let number = NumberText.count(first.count, "filter")
    let shown = isCut ? "The first \(first.sheet.filters) of the \(number)" : "The \(number)"
    let figures = sheets.map { time, sheet, _ -> HTML in
      let text = "The filters of \(filters.layer) \(time)"
      return """
        <figure>\(HTML.picture(png: sheet.png, size: sheet.size, alternative: text, isPixelated: true))\
        <figcaption>\(time)</figcaption></figure>

        """
    }
    return ReportSection(
      id: "filters", title: "First-layer filters",
      body: """
        <p>\(shown) of <code>\(filters.layer)</code>, each from its least weight (dark) to its greatest (light).</p>
        <div class="sheets">\(figures)</div>
        """)
  }

  /// What the options do to images.
  var augmentationSection: ReportSection? {
    guard let augmentationSheet else { return nil }
    let sheet = HTML.picture(
      png: augmentationSheet, size: nil,
      alternative: "Training images as stored and as the network sees them",
      isPixelated: false)
    return ReportSection(
      id: "augmentation", title: "Augmentation",
      body: """
        <p>Training images as they are stored, then as the network sees them, epoch by epoch.</p>
        <div class="scroll sheet" role="region" tabindex="0" aria-label="Augmentation sheet">\(sheet)</div>
        """)
  }
}
