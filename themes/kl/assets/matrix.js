// Matrix: a cell opens its quotes on the spot. Without this file, with a modifier key, or where the
// data cannot be had, the link leads to the same quotes on the strategy's page.
import { citat, el } from "./dom.js";

const rod = new URL("../", import.meta.url);
const titel = el("h2", { id: "citater-titel" });
const krop = el("div", {});
const luk = el("button", { type: "button" }, "Luk");
const boks = el("dialog", { class: "citatboks", "aria-labelledby": "citater-titel" }, titel, krop, luk);
document.querySelector("main").append(boks);
luk.addEventListener("click", () => boks.close());
boks.addEventListener("click", (e) => { if (e.target === boks) boks.close(); });

document.querySelector("[data-tabel]").addEventListener("click", async (e) => {
  const link = e.target.closest("td a.niveau");
  if (!link || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
  e.preventDefault();
  const emne = link.closest("td").dataset.emne;
  const kommune = link.closest("tr").dataset.kommune;
  try {
    const svar = await fetch(new URL(`data/kommuner/${kommune}.json`, rod));
    const data = await svar.json();
    const tema = data.temaer.find((t) => t.id === emne);
    titel.textContent = `${data.navn}: ${tema.titel}`;
    krop.replaceChildren(
      el("p", {}, el("span", { class: `niveau niveau-${tema.niveau}` }, tema.label)),
      ...tema.citater.map((c) => citat(c, rod)),
      el("p", {}, el("a", { href: link.href }, "Alle citater på strategiens side")),
    );
    boks.showModal();
  } catch {
    location.href = link.href;
  }
});
