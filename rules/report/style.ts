/** The report's looks: inline, without a font or image from elsewhere; light, dark, and on paper with page breaks. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--ink:#14181f;--mute:#565f6c;--faint:#626b78;--line:#e3e6eb;--edge:#8a93a0;--soft:#f4f5f8;--bar:#c9cfda;--accent:#3b4fd6;--up:#0b7045;--down:#b3261e;--amber:#805300;--amberbg:#fdf3dc}
@media screen and (prefers-color-scheme:dark){:root{--bg:#12161c;--ink:#e8ebf0;--mute:#a8b0bc;--faint:#8e98a5;--line:#262d37;--edge:#66717f;--soft:#1a2029;--bar:#3a4350;--accent:#8f9dff;--up:#4fc48c;--down:#ff8a80;--amber:#e8b44a;--amberbg:#2f2611}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1080px;padding:28px 24px 60px;background:var(--bg);color:var(--ink);font:13px/1.45 "Segoe UI",Roboto,"Helvetica Neue",Arial,"Liberation Sans","Noto Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;font-variant-numeric:tabular-nums}
h1{margin:0;font-size:1.7em;letter-spacing:-.01em}h2{margin:30px 0 6px;font-size:1.15em}h3{margin:14px 0 4px;font-size:1em}
p{margin:6px 0}.lead{font-size:1.22em;max-width:900px}.note{color:var(--faint);font-size:.92em}.mute{color:var(--mute)}.up{color:var(--up)}.down{color:var(--down)}.strong{font-weight:600}
.tag{display:inline-block;padding:0 5px;border-radius:4px;font-size:.86em;background:var(--soft);color:var(--mute)}.look{background:var(--amberbg);color:var(--amber)}
td,th,h1,h2,dt,dd,span,caption{unicode-bidi:isolate}
table{width:100%;border-collapse:collapse}caption{text-align:left;color:var(--faint);font-size:.92em;padding:2px 0}
th{font-weight:400;text-align:left}thead th{color:var(--faint);font-size:.92em;vertical-align:bottom}td,thead th{text-align:right}.left,thead th:first-child,td.left{text-align:left}
.rows td,.rows th{padding:3px 6px;border-top:1px solid var(--line);vertical-align:top}.rows thead th{border-top:0}.rows td{white-space:nowrap}.rows td.wrap{white-space:normal}
.code{font-family:ui-monospace,"SFMono-Regular","Noto Sans Mono",monospace;font-size:.85em;word-break:break-all}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(158px,1fr));gap:8px;margin:12px 0;padding:0}.figures div{border:1px solid var(--line);border-radius:8px;padding:8px 10px}.figures dt{color:var(--mute);font-size:.92em}.figures dd{margin:0}.figures dd span{display:block}.figures .value{font-size:1.4em;font-weight:600}
.matrix{table-layout:fixed;border-collapse:separate;border-spacing:3px}.matrix td,.matrix th{text-align:center;padding:5px 2px;border-radius:6px;line-height:1.25}.matrix tbody th{text-align:right;color:var(--mute);font-size:.86em}.matrix small{display:block;font-size:.86em}.matrix .none{color:var(--faint);background:var(--soft)}.matrix .total{color:var(--mute)}
svg{display:block;width:100%;overflow:visible}svg text{font-size:10.5px;fill:var(--mute)}.bar{width:18%;min-width:90px}.name{width:38%}.nb{white-space:nowrap}
@media screen{section{overflow-x:auto}}
@media print{:root{color-scheme:light}@page{size:A4;margin:14mm 12mm}body{padding:0;max-width:none;font-size:10.5px;-webkit-print-color-adjust:exact;print-color-adjust:exact}h2{break-after:avoid;margin-top:18px}caption{break-after:avoid}section{break-inside:auto}.keep{break-inside:avoid}tr{break-inside:avoid}thead{display:table-header-group}.rows td,.rows th{padding:2px 4px}.bar{width:11%;min-width:64px}.name{width:40%}thead,caption{break-after:avoid}.figures{grid-template-columns:repeat(6,1fr);gap:5px}.figures div{padding:5px 7px}.figures .value{font-size:1.25em}}
`.trim();
