// Pieces that several pages' scripts build with. Text only ever becomes text.

/** An element with attributes and children. */
export function el(navn, egenskaber, ...boern) {
  const e = document.createElement(navn);
  for (const [n, v] of Object.entries(egenskaber)) e.setAttribute(n, v);
  e.append(...boern);
  return e;
}

/** The same for drawings. */
export function svgEl(navn, egenskaber, ...boern) {
  const e = document.createElementNS("http://www.w3.org/2000/svg", navn);
  for (const [n, v] of Object.entries(egenskaber)) e.setAttribute(n, v);
  e.append(...boern);
  return e;
}

/** A quote of data/kommuner/*.json with its page. */
export function citat(c, rod) {
  const p = el("p", {});
  for (const del of c.pieces) p.append(del.mark ? el("mark", {}, del.text) : del.text);
  const kilde = el("figcaption", {}, el("a", { href: new URL(c.url, rod) }, `side ${c.page}`));
  if (c.heading) kilde.append(`, »${c.heading}«`);
  return el("figure", { class: "citat" }, el("blockquote", {}, p), kilde);
}

/** Rows → a CSV file that Danish spreadsheets open: semicolons, BOM, no formulas. */
export function gem(linjer, navn) {
  const felt = (v) => {
    const s = /^[=+\-@\t]/.test(v) && v.length > 1 ? "'" + v : v;
    return /[";\n]/.test(s) ? `"${s.replaceAll('"', '""')}"` : s;
  };
  const csv = "\ufeff" + linjer.map((l) => l.map(felt).join(";")).join("\r\n") + "\r\n";
  const a = document.createElement("a");
  a.href = URL.createObjectURL(new Blob([csv], { type: "text/csv;charset=utf-8" }));
  a.download = navn;
  a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 1000);
}
