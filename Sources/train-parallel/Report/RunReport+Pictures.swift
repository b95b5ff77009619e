import TrainParallel

extension RunReport {
  /// The mistakes that the model is surest of.
  var mistakesSection: ReportSection? {
    guard !mistakes.isEmpty else { return nil }
    let pictures = mistakes.map { sample -> HTML in
      """
      \(picture(of: sample))<figcaption>taken for <strong>\(HTML.name(sample.predictedClass))</strong>, \
      \(Self.percent(sample.probability, digits: 1)) sure<br/>is <strong>\(HTML.name(sample.givenClass))</strong>\
      \(path(of: sample))</figcaption>
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
      let sure = Self.percent(sample.probability, digits: 1)
      let verdict: HTML =
        sample.isMistake
        ? "looks like <strong>\(HTML.name(sample.predictedClass))</strong>, \(sure) sure"
        : "the model agrees, \(sure) sure"
      return """
        \(picture(of: sample))<figcaption>filed under <strong>\(HTML.name(sample.givenClass))</strong><br/>\
        \(verdict)<br/>loss \(NumberText.fixed(sample.loss, 2))\(path(of: sample))</figcaption>
        """
    }
    return ReportSection(
      id: "losses", title: "Likely mislabelled",
      body: """
        <p>The training images with the highest loss under the trained model: wrong labels gather here, and odd images. \
        Framed are those that it takes for another class.</p>
        \(gallery(pictures, isFramed: highestLosses.map(\.isMistake)))
        """)
  }

  private func picture(of sample: Sample) -> HTML {
    HTML.picture(sample.image, alternative: "\(sample.path), filed under \(sample.givenClass)")
  }

  private func path(of sample: Sample) -> HTML {
    "<span class=\"path\">\(HTML.name(sample.path))</span>"
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
    let sheets = [("before training", filters.before), ("after training", filters.after)]
      .compactMap { time, kernel in kernel.map { (time, FilterSheet(kernel: $0)) } }
    guard let (_, sheet) = sheets.first else { return nil }
    let figures = sheets.map { time, sheet -> HTML in
      let text = "The filters of \(filters.layer) \(time)"
      return """
        <figure>\(HTML.picture(png: sheet.png, size: sheet.size, alternative: text, isPixelated: true))\
        <figcaption>\(time)</figcaption></figure>

        """
    }
    return ReportSection(
      id: "filters", title: "First-layer filters",
      body: """
        <p>\(NumberText.count(sheet.filters, "filter")) of <code>\(filters.layer)</code>, each from its least weight \
        (black) to its greatest (white).</p>
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
