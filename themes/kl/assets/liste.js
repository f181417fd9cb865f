// A static table + a form of filters → a table that filters and sorts, with the state in the URL.
// The table is whole without this file; nothing is fetched.
import { gem } from "./dom.js";

const form = document.querySelector("[data-filtre]");
const tabel = document.querySelector("[data-tabel]");
if (form && tabel) start(form, tabel);

function start(form, tabel) {
  const krop = tabel.tBodies[0];
  const raekker = [...krop.rows];
  const start = new Map(raekker.map((r, i) => [r, i]));
  const ekko = document.querySelector("[data-ekko]");
  const ekkoFoer = ekko ? ekko.textContent : "";
  const chips = document.querySelector("[data-chips]");
  const tom = document.querySelector("[data-tom]");
  const felter = [...form.elements].filter((e) => e.name);
  let sort = null;

  const tekstAf = (raekke) => fold(raekke.textContent);

  laesAdresse();
  goerSorterbar();
  const boks = form.closest("details");
  boks.hidden = false;
  boks.open = matchMedia("(min-width: 50rem)").matches || felter.some((f) => f.value);
  for (const e of document.querySelectorAll("[data-handlinger]")) e.hidden = false;
  form.addEventListener("input", () => vis(true));
  form.addEventListener("submit", (e) => e.preventDefault());
  document.querySelector("[data-ryd]")?.addEventListener("click", () => { ryd(); vis(true); form.elements[0].focus(); });
  document.querySelector("[data-csv]")?.addEventListener("click", hentCsv);
  addEventListener("popstate", () => { laesAdresse(); vis(false); });
  vis(false);

  function ryd() { for (const f of felter) f.value = ""; }

  function laesAdresse() {
    const q = new URLSearchParams(location.search);
    for (const f of felter) {
      f.value = q.get(f.name) ?? "";
      if (f.tagName === "SELECT" && f.selectedIndex < 0) f.value = "";
    }
    const s = q.get("sort");
    const [navn, retning] = (s ?? "").split(":");
    sort = s && /^\d+$/.test(navn) ? { kolonne: Number(navn), ned: retning === "ned" } : null;
  }

  function skrivAdresse() {
    const q = new URLSearchParams();
    for (const f of felter) if (f.value) q.set(f.name, f.value);
    if (sort) q.set("sort", sort.kolonne + (sort.ned ? ":ned" : ":op"));
    const s = q.toString();
    history.replaceState(null, "", s ? "?" + s : location.pathname);
  }

  function valgte() {
    return felter.filter((f) => f.value).map((f) => ({
      felt: f,
      navn: document.querySelector(`label[for="${f.id}"]`).textContent,
      vaerdi: f.tagName === "SELECT" ? f.selectedOptions[0].textContent : `»${f.value}«`,
    }));
  }

  function passer(raekke) {
    return felter.every((f) => {
      if (!f.value) return true;
      if (f.name === "tekst") return fold(f.value).split(/\s+/).every((ord) => tekstAf(raekke).includes(ord));
      return (raekke.dataset[f.name] ?? "").split(" ").includes(f.value);
    });
  }

  function vis(skriv) {
    const synlige = raekker.filter(passer);
    const vist = new Set(synlige);
    for (const r of raekker) r.hidden = !vist.has(r);
    ordn();
    const valg = valgte();
    if (tom) tom.hidden = synlige.length > 0;
    if (chips) {
      chips.replaceChildren(...valg.map((v) => {
        const b = document.createElement("button");
        b.type = "button";
        b.textContent = `${v.navn}: ${v.vaerdi}`;
        b.setAttribute("aria-label", `Fjern filter ${v.navn}: ${v.vaerdi}`);
        b.addEventListener("click", () => { v.felt.value = ""; vis(true); v.felt.focus(); });
        return b;
      }));
      chips.hidden = valg.length === 0;
    }
    if (ekko) {
      const n = synlige.length;
      ekko.textContent = valg.length === 0 ? ekkoFoer
        : `${n} ${n === 1 ? "række" : "rækker"} af ${raekker.length}: ${valg.map((v) => `${v.navn.toLowerCase()} ${v.vaerdi}`).join(", ")}.`;
    }
    if (skriv) skrivAdresse();
  }

  function goerSorterbar() {
    [...tabel.tHead.rows[0].cells].forEach((celle, i) => {
      if (!celle.dataset.sort) return;
      const knap = document.createElement("button");
      knap.type = "button";
      const link = celle.querySelector("a");
      if (link) {
        knap.setAttribute("aria-label", `Sortér efter ${link.textContent}`);
        celle.append(knap);
      } else {
        knap.append(...celle.childNodes);
        celle.append(knap);
      }
      knap.addEventListener("click", () => {
        sort = sort && sort.kolonne === i ? (sort.ned ? null : { kolonne: i, ned: true }) : { kolonne: i, ned: false };
        vis(true);
      });
    });
  }

  function vaerdi(raekke, i) {
    const celle = raekke.cells[i];
    return celle ? (celle.dataset.v ?? celle.textContent).trim() : "";
  }

  function ordn() {
    const hoveder = [...tabel.tHead.rows[0].cells];
    for (const h of hoveder) h.removeAttribute("aria-sort");
    let orden = [...raekker].sort((a, b) => start.get(a) - start.get(b));
    if (sort && hoveder[sort.kolonne]) {
      const { kolonne, ned } = sort;
      hoveder[kolonne].setAttribute("aria-sort", ned ? "descending" : "ascending");
      const tal = hoveder[kolonne].dataset.sort === "tal";
      orden.sort((a, b) => {
        const x = vaerdi(a, kolonne), y = vaerdi(b, kolonne);
        if (!x || !y) return (x ? 0 : 1) - (y ? 0 : 1) || start.get(a) - start.get(b);
        const d = tal ? Number(x) - Number(y) : x.localeCompare(y, "da");
        return (ned ? -d : d) || start.get(a) - start.get(b);
      });
    }
    if (orden.some((r, i) => krop.rows[i] !== r)) krop.append(...orden);
  }

  function hentCsv() {
    const hoveder = [...tabel.tHead.rows[0].cells].map(rent);
    const vist = [...krop.rows].filter((r) => !r.hidden);
    const linjer = vist.map((r) => [...r.cells].map(rent));
    // What the table shows as a link is an address in a spreadsheet.
    if (vist.some(adresse)) {
      hoveder.push("Adresse");
      vist.forEach((r, i) => linjer[i].push(adresse(r)));
    }
    gem([hoveder, ...linjer], "visning.csv");
  }
}

function rent(celle) {
  const kopi = celle.cloneNode(true);
  for (const e of kopi.querySelectorAll(".skjult, button:empty")) e.remove();
  return kopi.textContent.replace(/\s+/g, " ").trim();
}

function adresse(raekke) {
  return raekke.querySelector("a.ude")?.href ?? "";
}

function fold(tekst) {
  return tekst.normalize("NFC").toLowerCase();
}
