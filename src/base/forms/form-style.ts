/** The one style sheet of every printed form. No `style` attribute is used: the page's CSP bars it. */
export const formStyle = `
* { box-sizing: border-box; }
html, body { margin: 0; color: #000; }
body { font: 10.5pt/1.5 'Noto Sans SC Variable', 'Noto Sans CJK SC', 'Source Han Sans SC', SimSun, sans-serif; }
.sheet { display: flex; flex-direction: column; padding: 11mm 14mm 9mm; break-after: page; }
.sheet:last-child { break-after: auto; }
.portrait .sheet { width: 210mm; min-height: 296.8mm; }
.landscape .sheet { width: 297mm; min-height: 209.8mm; }
.head { display: flex; align-items: flex-end; gap: 6mm; border-bottom: 0.5mm solid #000; padding-bottom: 2mm; }
.head .names { flex: 1; }
.head h1 { margin: 0; font-size: 16pt; line-height: 1.3; letter-spacing: 0.08em; }
.head .sub { font-size: 9.5pt; }
.head .meta { font-size: 8pt; text-align: right; line-height: 1.45; }
.head .qr, .slip-code { width: 19mm; height: 19mm; }
.slip-code { margin: 3mm 0 3mm auto; }
.head .qr svg, .slip-code svg { display: block; width: 100%; height: 100%; }
.body { flex: 1; padding: 3mm 0; }
.facts { display: grid; grid-template-columns: repeat(3, 1fr); gap: 1mm 6mm; margin: 0 0 3mm; }
.facts div { display: flex; gap: 2mm; border-bottom: 0.2mm dotted #777; min-height: 6.4mm; }
.facts .wide { grid-column: 1 / -1; }
.facts dt { flex: none; color: #333; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
th, td { border: 0.25mm solid #000; padding: 0.7mm 1.4mm; overflow-wrap: anywhere; vertical-align: middle; }
th { background: #eee; font-weight: 600; print-color-adjust: exact; }
td { white-space: pre-line; }
td.num { text-align: right; font-variant-numeric: tabular-nums; }
td.mid, th.mid { text-align: center; }
tr { break-inside: avoid; }
.more { margin: 0; text-align: right; font-size: 8.5pt; padding-top: 0.5mm; }
.note { font-size: 9pt; margin: 2mm 0 0; }
h2.duty { display: flex; gap: 4mm; align-items: baseline; margin: 2mm 0; font-size: 13pt; }
h2.duty span { color: #555; font-size: 9pt; font-weight: 400; }
.checkpoint { display: flex; gap: 6mm; align-items: flex-start; }
.checkpoint .drawing { flex: none; width: 62mm; }
.checkpoint .drawing svg { display: block; width: 100%; }
.checkpoint pre { flex: 1; margin: 0; font: 9pt/1.5 'DejaVu Sans Mono', Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.cards { display: grid; grid-template-columns: repeat(2, 86mm); gap: 3mm; justify-content: center; }
.card { display: grid; width: 86mm; height: 54mm; grid: 8mm 34mm 1fr / 25mm 1fr 20mm; gap: 1.4mm 2.5mm; padding: 2.2mm 3mm; border: 0.2mm dashed #555; overflow: hidden; break-inside: avoid; line-height: 1.3; }
.card-head { grid-column: 1 / -1; display: flex; align-items: center; gap: 3mm; border-bottom: 0.4mm solid #000; font-size: 9pt; }
.card-head b { font-size: 12pt; letter-spacing: 0.2em; }
.card-head span { flex: 1; text-align: right; }
.card-photo { display: flex; align-items: center; overflow: hidden; border: 0.2mm solid #777; font-size: 8pt; text-align: center; }
.card-photo img { display: block; width: 100%; height: 100%; object-fit: cover; }
.card-text { display: flex; flex-direction: column; justify-content: center; gap: 1mm; min-width: 0; font-size: 8.5pt; overflow-wrap: anywhere; }
.card-text strong { font-size: 15pt; }
.card-text .card-place { color: #333; }
.card-code { align-self: end; width: 20mm; height: 20mm; }
.card-code svg { display: block; width: 100%; height: 100%; }
.slip { grid-column: 1 / -1; display: flex; flex-direction: column; gap: 1mm; min-width: 0; font-size: 9pt; overflow-wrap: anywhere; }
.slip strong { font-size: 13pt; }
.slip b { font: 600 11pt 'DejaVu Sans Mono', Consolas, monospace; }
.card-foot { grid-column: 1 / -1; display: flex; justify-content: space-between; align-items: end; font-size: 8.5pt; font-variant-numeric: tabular-nums; }
.none { text-align: center; color: #333; padding: 4mm; }
.signatures { display: grid; grid-template-columns: repeat(auto-fit, minmax(54mm, 1fr)); gap: 4mm; break-inside: avoid; }
.signatures:has(> :nth-child(4):last-child) { grid-template-columns: repeat(2, 1fr); }
.signature { border: 0.25mm solid #000; padding: 2mm 3mm; min-height: 27mm; display: flex; flex-direction: column; }
.signature .role { font-weight: 600; }
.signature .line { display: flex; gap: 2mm; margin-top: auto; padding-top: 3mm; }
.signature .line i { flex: 1; border-bottom: 0.2mm solid #000; font-style: normal; min-height: 5mm; }
.foot { display: flex; gap: 6mm; margin-top: 3mm; padding-top: 1.5mm; border-top: 0.2mm solid #000; font-size: 8pt; }
.foot .origin { flex: 1; }
.foot .hash { font-family: 'DejaVu Sans Mono', Consolas, monospace; letter-spacing: 0.02em; }
@media screen {
  html { background: #d8d4ca; }
  .sheet { margin: 6mm auto; background: #fff; outline: 0.3mm solid #b9b2a2; }
}
`;

/** The server or the preview replaces this with the nonce of the page that shows the form. */
export const nonceMark = '__CSP_NONCE__';
