/// How the page looks: light or dark as the reader's system asks, for wide screens, phones and paper.
enum ReportStyle {
  /// The style sheet.
  ///
  /// Text has a contrast of at least 4.5 to 1 to what lies behind it, shaded cells included; the colors of curves at
  /// least 3 to 1. They are told apart by people who do not see red or green, too.
  static let css: HTML = """

    :root {
      color-scheme: light dark;
      --page: #f4f5f7; --card: #fff; --line: #dde1e6; --text: #171b20; --quiet: #56606b; --link: #0b5cad;
      --c1: #0b63b5; --c2: #b54b00; --c3: #6d3fb0; --c4: #15794a; --c5: #b0246e; --c6: #8a6a00; --c7: #66707b;
      --hit: 11 99 181; --miss: 224 96 10;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --page: #0e1115; --card: #171b21; --line: #2d343d; --text: #e8ebef; --quiet: #a3adb9; --link: #7ab8ff;
        --c1: #63adff; --c2: #ffa04d; --c3: #c09bff; --c4: #4fd197; --c5: #ff86c0; --c6: #e3c353; --c7: #a3adb9;
        --hit: 43 119 204; --miss: 199 88 16;
      }
    }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
    body {
      margin: 0 auto; padding: 24px 20px 40px; max-width: 1160px; background: var(--page); color: var(--text);
      font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
      overflow-wrap: anywhere;
    }
    h1 { margin: 0 0 8px; font-size: 25px; line-height: 1.25; letter-spacing: -0.01em; }
    h2 { margin: 0 0 12px; font-size: 18px; line-height: 1.3; }
    p { margin: 0 0 12px; max-width: 75ch; }
    a { color: var(--link); }
    code, pre { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
    pre { margin: 0 0 12px; padding: 10px 12px; background: var(--page); border-radius: 8px; }
    summary { cursor: pointer; color: var(--link); }
    summary + * { margin-top: 12px; }
    :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
    section, .tile { background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
    section { margin-top: 16px; padding: 18px 20px; scroll-margin-top: 8px; }
    footer { margin-top: 24px; color: var(--quiet); font-size: 13px; }

    .state {
      display: inline-block; padding: 1px 10px; border: 1px solid currentColor; border-radius: 99px;
      font-size: 13px; font-weight: 600; letter-spacing: 0; vertical-align: 3px;
    }
    .running { color: var(--c1); } .finished { color: var(--c4); } .stopped { color: var(--c2); }
    .about { display: grid; grid-template-columns: auto 1fr; gap: 2px 14px; margin: 0 0 18px; }
    .about dt { color: var(--quiet); } .about dd { margin: 0; min-width: 0; }
    nav { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 16px 2px 0; font-size: 14px; }
    nav a { text-decoration: none; } nav a:hover { text-decoration: underline; }

    .tiles { display: grid; grid-template-columns: 1.5fr repeat(4, 1fr); gap: 12px; }
    .tile { display: flex; flex-direction: column; padding: 14px 16px; min-width: 0; }
    .label, .note { color: var(--quiet); font-size: 13px; line-height: 1.4; }
    .figure { font-size: 28px; font-weight: 650; line-height: 1.3; letter-spacing: -0.02em; white-space: nowrap; }
    .tile:first-child .figure { color: var(--c2); }

    .charts { display: grid; grid-template-columns: 1fr 1fr; gap: 20px 28px; margin-bottom: 14px; }
    figure { margin: 0; min-width: 0; }
    .chart figcaption { display: flex; flex-wrap: wrap; gap: 0 18px; align-items: baseline; margin-bottom: 6px; }
    .chart svg { display: block; width: 100%; height: auto; overflow: visible; }
    .legend { display: flex; flex-wrap: wrap; gap: 0 14px; font-size: 13px; color: var(--quiet); }
    .key b { color: var(--text); font-weight: 600; font-variant-numeric: tabular-nums; }
    .key i {
      display: inline-block; width: 16px; margin-right: 6px; border-top: 3px solid; border-radius: 2px; vertical-align: 4px;
    }
    .chart text { font-size: 12px; fill: var(--quiet); font-variant-numeric: tabular-nums; }
    .chart text.end { text-anchor: end; } .chart text.mid { text-anchor: middle; }
    .grid { stroke: var(--line); } .axis, .tick { stroke: var(--quiet); }
    line.mark { stroke: var(--quiet); stroke-dasharray: 2 4; }
    .chart path { fill: none; stroke: currentColor; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
    .chart circle { fill: currentColor; stroke: transparent; stroke-width: 14; pointer-events: all; }
    .dense circle { fill: transparent; }
    .chart circle:hover { r: 5px; fill: currentColor; }
    .c1 { color: var(--c1); } .c2 { color: var(--c2); } .c3 { color: var(--c3); } .c4 { color: var(--c4); }
    .c5 { color: var(--c5); } .c6 { color: var(--c6); } .c7 { color: var(--c7); }

    .bar { display: flex; gap: 2px; height: 26px; margin-bottom: 12px; border-radius: 6px; overflow: hidden; }
    .bar span { flex: 1 1 0; min-width: 2px; background: currentColor; }
    td i, th i {
      display: inline-block; width: 11px; height: 11px; margin-right: 8px; border-radius: 3px; background: currentColor;
    }

    .scroll { max-width: 100%; max-height: 640px; overflow: auto; overflow-wrap: normal; }
    .scroll:has(.confusion, img) { max-height: none; }
    .scroll thead th { position: sticky; top: 0; background: var(--card); z-index: 1; }
    table { border-collapse: collapse; width: 100%; font-size: 14px; font-variant-numeric: tabular-nums; }
    table.fit { width: auto; min-width: min(100%, 420px); }
    th, td { padding: 5px 12px 5px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
    tr:last-child > * { border-bottom: 0; }
    th { font-weight: 500; } thead th { color: var(--quiet); font-size: 13px; white-space: nowrap; }
    .n { text-align: right; white-space: nowrap; }
    td small { color: var(--quiet); font-size: 12px; margin-left: 6px; }
    .interval { width: 24%; min-width: 110px; vertical-align: middle; }
    .interval svg { display: block; width: 100%; height: 12px; }
    .track { fill: var(--line); } .span { fill: var(--c1); fill-opacity: 0.45; } .at { fill: var(--text); }

    .confusion { width: auto; }
    .confusion th, .confusion td { border: 1px solid var(--line); padding: 6px 10px; }
    .confusion td { min-width: 40px; text-align: center; vertical-align: middle; }
    .confusion th[scope=row] {
      position: sticky; left: 0; max-width: 180px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
      background: var(--card);
    }
    .confusion thead th { text-align: center; vertical-align: bottom; color: var(--text); font-weight: 500; }
    .confusion thead th span { display: inline-block; max-width: 140px; overflow: hidden; text-overflow: ellipsis; }
    .confusion .corner { color: var(--quiet); font-weight: 400; text-align: left; white-space: normal; min-width: 110px; }
    .many td { padding: 4px; min-width: 30px; font-size: 12.5px; }
    .many thead th { padding: 8px 4px; }
    .many thead th span { writing-mode: vertical-rl; transform: rotate(180deg); max-width: none; max-height: 140px; }
    .confusion .none { color: var(--quiet); }
    .hit { background: rgb(var(--hit) / calc(var(--shade, 0%) * 0.55)); font-weight: 600; }
    .miss { background: rgb(var(--miss) / calc(var(--shade) * 0.7)); }

    .gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: 18px 16px; }
    .gallery img {
      display: block; width: 100%; height: auto; aspect-ratio: 1; object-fit: contain; border-radius: 8px;
      background: var(--page); border: 1px solid var(--line);
    }
    .gallery figcaption { margin-top: 6px; font-size: 13px; line-height: 1.45; }
    .odd img { border: 3px solid var(--c2); }
    .path { display: block; color: var(--quiet); font-size: 12px; }
    .pixels { image-rendering: pixelated; }
    .sheets { display: flex; flex-wrap: wrap; gap: 20px; }
    .sheets img { display: block; max-width: 100%; height: auto; border-radius: 6px; }
    .sheets figcaption { margin-top: 6px; font-size: 13px; color: var(--quiet); }
    .sheet img { display: block; border-radius: 6px; }
    .hash, .shape { white-space: nowrap; }

    @media (max-width: 900px) {
      .tiles { grid-template-columns: 1fr 1fr; }
      .tile:first-child { grid-column: 1 / -1; }
    }
    @media (max-width: 700px) {
      body { padding: 16px 12px 32px; }
      section { padding: 16px 14px; }
      .charts { grid-template-columns: 1fr; }
      .chart text { font-size: 17px; }
      .gallery { grid-template-columns: 1fr 1fr; }
      h1 { font-size: 21px; }
      .interval { display: none; }
      td small { display: block; margin: 0; }
      th, td { padding-right: 10px; }
    }
    @media print {
      :root {
        --page: #fff; --card: #fff; --line: #ccd1d7; --text: #000; --quiet: #444c55; --link: #0b5cad;
        --c1: #0b63b5; --c2: #b54b00; --c3: #6d3fb0; --c4: #15794a; --c5: #b0246e; --c6: #8a6a00; --c7: #66707b;
        --hit: 11 99 181; --miss: 224 96 10;
      }
      * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      body { max-width: none; padding: 0; font-size: 12px; }
      nav { display: none; }
      section { border: 0; padding: 8px 0; }
      .scroll { max-height: none; overflow: visible; }
      .scroll thead th { position: static; }
      .sheet img { max-width: 100%; height: auto; }
      .many td, .many thead th { min-width: 0; padding: 2px; font-size: 9px; }
      .many th[scope=row] { max-width: 90px; padding: 2px; font-size: 9px; }
      .hash { white-space: normal; overflow-wrap: anywhere; }
      .chart, .gallery figure, .tile, tr { break-inside: avoid; }
      h2 { break-after: avoid; }
    }

    """
}
