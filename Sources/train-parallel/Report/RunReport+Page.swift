import TrainParallel

/// A part of the page with a heading of its own.
struct ReportSection {
  /// The place that links lead to.
  let id: String
  let title: String
  let body: HTML
}

extension RunReport {
  /// The page.
  var html: String {
    let parts = [
      curvesSection, timeSection, confusionSection, classesSection, mistakesSection, highestLossesSection,
      filtersSection, augmentationSection, modelSection, argumentsSection, repeatSection,
    ].compactMap { $0 }
    let page: HTML = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8"/>
      \(policy)
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta name="color-scheme" content="light dark"/>
      \(refresh)<title>\(title) - train-parallel</title>
      <link rel="icon" href="data:,"/>
      <style>\(ReportStyle.css)</style>
      </head>
      <body>
      <header>
      <h1><bdi>\(title)</bdi> <span class="state \(stateClass)">\(stateText)</span></h1>
      \(headerList)</header>
      <main>
      \(headline)\(navigation(parts))\(parts.map(\.html))</main>
      <footer><p>Made by train-parallel \(version). This page is one file: it needs neither scripts nor the \
      network.</p></footer>
      </body>
      </html>

      """
    return page.markup
  }

  /// Nothing is loaded and no script runs, whatever a name might hold.
  private var policy: HTML {
    """
    <meta http-equiv="Content-Security-Policy" \
    content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"/>
    """
  }

  /// A page of a run that goes on reads itself anew about once an epoch.
  private var refresh: HTML? {
    guard state == .running else { return nil }
    let seconds = rows.last?.seconds ?? 2
    return
      "<meta http-equiv=\"refresh\" content=\"\(seconds < 60 ? max(2, Int(seconds.rounded())) : 60)\"/>\n"
  }

  private var stateClass: String {
    switch state {
    case .running: "running"
    case .finished: "finished"
    case .stopped: "stopped"
    }
  }

  private var stateText: String {
    switch state {
    case .running: "running, epoch \(min(rows.count + 1, max(epochCount, 1))) of \(epochCount)"
    case .finished: "finished"
    case .stopped(let reason): reason.isEmpty ? "stopped" : "stopped \(reason)"
    }
  }

  /// The header's lines, the words before the first colon as labels.
  private var headerList: HTML? {
    guard !header.isEmpty else { return nil }
    let entries = header.map { line -> HTML in
      let parts = line.split(separator: ": ", maxSplits: 1).map(String.init)
      return parts.count == 2
        ? "<dt>\(parts[0])</dt><dd>\(HTML.name(parts[1]))</dd>\n" : "<dt></dt><dd>\(HTML.name(line))</dd>\n"
    }
    return "<dl class=\"about\">\(entries)</dl>\n"
  }

  private func navigation(_ parts: [ReportSection]) -> HTML? {
    guard parts.count > 2 else { return nil }
    let links = parts.map { part -> HTML in "<a href=\"#\(part.id)\">\(part.title)</a>\n" }
    return "<nav aria-label=\"Sections\">\n\(links)</nav>\n"
  }
}

extension ReportSection {
  fileprivate var html: HTML {
    """
    <section id="\(id)" aria-labelledby="\(id)-title">
    <h2 id="\(id)-title">\(title)</h2>
    \(body)
    </section>

    """
  }
}
