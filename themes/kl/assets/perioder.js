// The chosen municipalities' strategies → their periods on one axis, with the catalogue's day as a
// line. Colour is never alone: each row says its period, and the legend names the patterns.
import { el, svgEl } from "./dom.js";

const HOEJDE = 30, BREDDE = 760, NAVNE = 210, TOP = 22;
const STATUS = [["nu", "Gælder"], ["foer", "Udløbet eller afløst"], ["paa-vej", "Kommende eller udkast"], ["uvis", "Ukendt slutning"]];

function slags(s) {
  if (["kommende", "udkast"].includes(s.status.id)) return "paa-vej";
  if (["udloebet", "afloest"].includes(s.status.id)) return "foer";
  return s.status.id === "ukendt" ? "uvis" : "nu";
}

/** A figure, or a sentence where no period is known. */
export function akse(data, rod) {
  const linjer = data.flatMap((d) => d.strategier.filter((s) => s.fra ?? s.til).map((s) => ({ d, s })));
  if (linjer.length === 0) return el("p", {}, "Ingen af strategierne har en kendt periode.");
  const dag = document.querySelector(".bund time");
  const [aar, maaned, dato] = dag.dateTime.split("-").map(Number);
  const nu = aar + (maaned - 1) / 12 + (dato - 1) / 365;
  const start = (s) => s.fra ?? s.til - 3;
  const slut = (s) => s.til ?? Math.max(s.fra, aar);
  const foerst = Math.min(aar, ...linjer.map(({ s }) => start(s)));
  const sidst = Math.max(aar, ...linjer.map(({ s }) => slut(s))) + 1;
  const bund = TOP + linjer.length * HOEJDE;
  const x = (t) => NAVNE + ((t - foerst) / (sidst - foerst)) * (BREDDE - NAVNE - 20);
  const svg = svgEl("svg", { viewBox: `0 0 ${BREDDE} ${bund + 28}`, role: "img", class: "perioder", "aria-labelledby": "akse-titel" });
  svg.append(svgEl("title", { id: "akse-titel" }, `Perioder på samme tidsakse: ${linjer.map(({ d, s }) => `${d.navn} ${s.periode}`).join(", ")}`));
  const trin = Math.max(1, Math.ceil((sidst - foerst) / 10));
  for (let t = foerst; t <= sidst; t += trin) {
    svg.append(svgEl("line", { x1: x(t), x2: x(t), y1: TOP, y2: bund, class: "periode-streg" }));
    svg.append(svgEl("text", { x: x(t), y: bund + 20, "text-anchor": "middle", class: "periode-tekst" }, String(t)));
  }
  linjer.forEach(({ d, s }, i) => {
    const y = TOP + i * HOEJDE;
    const navn = i > 0 && linjer[i - 1].d === d ? "" : d.navn;
    svg.append(svgEl("text", { x: 0, y: y + 20, class: "periode-tekst periode-navn" }, navn));
    svg.append(svgEl("text", { x: NAVNE - 12, y: y + 20, "text-anchor": "end", class: "periode-tekst" }, s.periode));
    svg.append(svgEl("rect", { x: x(start(s)), y: y + 7, width: Math.max(4, x(slut(s) + 1) - x(start(s))), height: HOEJDE - 14, rx: 3, class: `periode-${slags(s)}` }));
  });
  svg.append(svgEl("line", { x1: x(nu), x2: x(nu), y1: TOP - 4, y2: bund, class: "periode-idag" }));
  svg.append(svgEl("text", { x: x(nu), y: 13, "text-anchor": "middle", class: "periode-tekst" }, dag.textContent));
  const brugt = new Set(linjer.map(({ s }) => slags(s)));
  const noegle = el("ul", { class: "diagram-noegle" }, ...STATUS.filter(([id]) => brugt.has(id)).map(([id, navn]) =>
    el("li", {}, svgEl("svg", { viewBox: "0 0 20 12", width: 20, height: 12, "aria-hidden": "true" }, svgEl("rect", { x: 1, y: 1, width: 18, height: 10, rx: 2, class: `periode-${id}` })), ` ${navn}`)));
  const rul = el("div", { class: "rulle", tabindex: "0", role: "group", "aria-label": "Perioder på samme tidsakse, kan rulles" }, svg);
  const liste = el("details", { class: "diagram-tabel" }, el("summary", {}, "Vis som liste"), el("ul", {}, ...linjer.map(({ d, s }) =>
    el("li", {}, `${d.navn}: `, el("a", { href: new URL(s.link.url, rod) }, s.link.label), `, ${s.periode}, ${s.status.label.toLowerCase()}`))));
  return el("figure", { class: "diagram-ramme" }, rul, noegle, liste);
}
