// /sammenlign/?k=a&k=b → the chosen municipalities side by side, read from data/kommuner/*.json.
// Text only ever becomes text; the URL is the whole state.
import { citat, el, gem } from "./dom.js";
import { akse } from "./perioder.js";

const MEST = 6;
const rod = new URL("../", import.meta.url);
const valg = document.querySelector("[data-valg]");
const vaelger = document.getElementById("k-ny");
const chips = document.querySelector("[data-chips]");
const resultat = document.querySelector("[data-resultat]");
const ekko = document.querySelector("[data-ekko]");
const ekkoFoer = ekko.textContent;
const kendte = new Map([...vaelger.options].filter((o) => o.value).map((o) => [o.value, o.textContent]));
const hentet = new Map();
let nummer = 0;

valg.hidden = false;
valg.addEventListener("submit", (e) => e.preventDefault());
vaelger.addEventListener("change", () => {
  if (vaelger.value) saet([...slugs(), vaelger.value]);
  vaelger.value = "";
});
document.querySelector("[data-print]").addEventListener("click", () => print());
document.querySelector("[data-csv]").addEventListener("click", csv);
addEventListener("popstate", vis);
vis();

function slugs() {
  const alle = new URLSearchParams(location.search).getAll("k").filter((s) => kendte.has(s));
  return [...new Set(alle)].slice(0, MEST);
}

function saet(liste) {
  const q = new URLSearchParams();
  for (const s of [...new Set(liste)].slice(0, MEST)) q.append("k", s);
  history.pushState(null, "", q.size ? "?" + q : location.pathname);
  vis();
}

async function hent(slug) {
  if (!hentet.has(slug)) {
    const svar = await fetch(new URL(`data/kommuner/${slug}.json`, rod));
    if (!svar.ok) throw new Error(`${slug}: ${svar.status}`);
    hentet.set(slug, await svar.json());
  }
  return hentet.get(slug);
}

async function vis() {
  const mit = ++nummer;
  const liste = slugs();
  chips.replaceChildren(...liste.map((s) => {
    const b = el("button", { type: "button", "aria-label": `Fjern ${kendte.get(s)}` }, kendte.get(s).replace(" (ingen kendt strategi)", ""));
    b.addEventListener("click", () => { saet(slugs().filter((x) => x !== s)); vaelger.focus(); });
    return b;
  }));
  chips.hidden = liste.length === 0;
  document.querySelector("[data-alle]").hidden = liste.length > 0;
  document.querySelector("[data-handlinger]").hidden = liste.length === 0;
  if (liste.length === 0) {
    ekko.textContent = ekkoFoer;
    resultat.replaceChildren();
    return;
  }
  let data;
  try {
    data = await Promise.all(liste.map(hent));
  } catch (fejl) {
    resultat.replaceChildren(el("p", { class: "note" }, "Kommunernes data kunne ikke hentes. Prøv igen om lidt."));
    throw fejl;
  }
  if (mit !== nummer) return;
  ekko.textContent = data.map((d) => d.navn).join(", ").replace(/, ([^,]*)$/, " og $1") + (data.length === 1 ? ". Vælg mindst én til." : ".");
  document.title = `${data.map((d) => d.navn).join(", ")} – ${document.title.split(" – ").at(-1)}`;
  resultat.replaceChildren(...forslag(data), akse(data, rod), tabel(data));
}

function forslag(data) {
  const har = new Set(data.map((d) => d.slug));
  const set = new Map();
  for (const d of data) for (const l of d.lignende) if (!har.has(l.slug) && !set.has(l.slug)) set.set(l.slug, l);
  const fem = [...set.values()].slice(0, 5);
  if (fem.length === 0 || data.length >= MEST) return [];
  const p = el("p", { class: "handlinger" }, "Ligner: ");
  for (const l of fem) {
    const b = el("button", { type: "button", class: "knap-svag", title: l.grund }, `+ ${l.navn}`);
    b.addEventListener("click", () => saet([...slugs(), l.slug]));
    p.append(b);
  }
  return [p];
}

function raekker(data) {
  const ud = [];
  ud.push(["Strategi", data.map((d) => d.strategier.filter((s) => s.nu).map((s) => ({ link: s.link, mere: `${s.periode}, ${s.status.label.toLowerCase()}` })))]);
  ud.push(["Form", data.map((d) => d.strategier.filter((s) => s.nu).map((s) => ({ tekst: s.form.label })))]);
  ud.push(["Bredde og dybde", data.map((d) => d.strategier.filter((s) => s.nu && s.bredde).map((s) => ({ tekst: `${s.bredde}, ${s.dybde.toLowerCase()}` })))]);
  ud.push(["Indbyggere", data.map((d) => [{ tekst: d.indbyggere.toLocaleString("da-DK") }])]);
  ud.push(["Kommunegruppe", data.map((d) => [{ tekst: d.gruppe }])]);
  ud.push(["Egne indsatsområder", data.map((d) => d.soejler.map((s) => ({ link: s })))]);
  ud.push(["Teknologier", data.map((d) => d.teknologier.filter((t) => t.niveau > 0).map((t) => ({ link: { label: t.titel, url: t.url } })))]);
  return ud;
}

function tabel(data) {
  const t = el("table", { class: "tabel sammen" });
  t.append(el("caption", {}, "Kommunernes strategier ved siden af hinanden. Citaterne er de stærkeste steder om hvert tema."));
  const hoved = el("tr", {}, el("th", { scope: "col" }, "Emne"));
  for (const d of data) hoved.append(el("th", { scope: "col" }, el("a", { href: new URL(d.url, rod) }, d.navn)));
  t.append(el("thead", {}, hoved));
  const krop = el("tbody", {});
  for (const [navn, celler] of raekker(data)) {
    const tr = el("tr", {}, el("th", { scope: "row" }, navn));
    for (const celle of celler) {
      const td = el("td", {});
      if (celle.length === 0) td.append(el("span", { class: "daempet" }, "–"));
      const ul = celle.length > 1 ? el("ul", {}) : null;
      for (const p of celle) {
        const ind = el(ul ? "li" : "span", {}, p.link ? el("a", { href: new URL(p.link.url, rod) }, p.link.label) : p.tekst);
        if (p.mere) ind.append(" ", el("span", { class: "daempet" }, p.mere));
        (ul ?? td).append(ind);
      }
      if (ul) td.append(ul);
      tr.append(td);
    }
    krop.append(tr);
  }
  const antal = data[0].temaer.length;
  for (let i = 0; i < antal; i++) {
    if (data.every((d) => !d.temaer[i].niveau)) continue;
    const tr = el("tr", {}, el("th", { scope: "row" }, el("a", { href: new URL(data[0].temaer[i].url, rod) }, data[0].temaer[i].titel)));
    for (const d of data) {
      const tema = d.temaer[i];
      const td = el("td", {}, el("span", { class: `niveau niveau-${tema.niveau ?? "x"}` }, tema.label));
      for (const c of tema.citater) td.append(citat(c, rod));
      tr.append(td);
    }
    krop.append(tr);
  }
  t.append(krop);
  const rul = el("div", { class: "rulle", tabindex: "0", role: "region", "aria-label": "Sammenligning, kan rulles" });
  rul.append(t);
  return rul;
}

async function csv() {
  const data = await Promise.all(slugs().map(hent));
  const linjer = [["Emne", ...data.map((d) => d.navn)]];
  for (const [navn, celler] of raekker(data)) linjer.push([navn, ...celler.map((c) => c.map((p) => (p.link?.label ?? p.tekst) + (p.mere ? ` (${p.mere})` : "")).join(" | "))]);
  data[0].temaer.forEach((t, i) => linjer.push([t.titel, ...data.map((d) => [d.temaer[i].label, ...d.temaer[i].citater.map((c) => `»${c.pieces.map((p) => p.text).join("")}« (side ${c.page})`)].join(" | "))]));
  gem(linjer, "sammenligning.csv");
}
