import Testing

@testable import train_parallel

struct HTMLTests {
  @Test func `texts are escaped, markup is not`() {
    let name = #"<script>alert("a & 'b'")</script>"#
    let cell: HTML = "<td title=\"\(name)\">\(3) \(HTML.name("x"))</td>"
    #expect(
      cell.markup
        == "<td title=\"&lt;script&gt;alert(&quot;a &amp; &#39;b&#39;&quot;)&lt;/script&gt;\">3 <bdi>x</bdi></td>"
    )
  }

  @Test func `what no page may hold is replaced`() {
    #expect(HTML.escaped("a\u{0}b\u{1B}[31m\u{7F}\u{FFFF}c") == "a\u{FFFD}b\u{FFFD}[31m\u{FFFD}\u{FFFD}c")
    #expect(HTML.escaped("line\n\tnext") == "line\n\tnext")
    #expect(HTML.escaped("größer 大 🙂 \u{FEFF}") == "größer 大 🙂 \u{FEFF}")
  }

  @Test func `pieces and what is missing`() {
    let pieces: [HTML] = ["<i>", "</i>"]
    let missing: HTML? = nil
    let all: HTML = "a\(pieces)\(missing)b"
    #expect(all == "a<i></i>b")
  }
}
