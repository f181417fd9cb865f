// The search page: what stands in the address ↔ what the form says ↔ results. Ranking and reading
// the index is ../search/search.js; this file only asks it and shows what it says.

const $ = (id) => document.getElementById(id);
const FIELDS = [
  ["status", "Status"], ["form", "Form"], ["tema", "Tema"], ["teknologi", "Teknologi"],
  ["region", "Region"], ["gruppe", "Kommunegruppe"], ["kommune", "Kommune"],
];
const STEP = 10, MOST_CSV = 200, SHORT = 6;
const number = new Intl.NumberFormat("da-DK");
const count = (n, one, many) => `${number.format(n)} ${n === 1 ? one : many}`;

let index, latest = 0, timer, state = read();
const open = new Set();

/** An element with attributes and children; text is never read as HTML. */
function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value != null) node.setAttribute(key, value);
  }
  node.append(...children.filter((c) => c != null && c !== false));
  return node;
}

/** Text with marks: the index escapes the text and adds only <mark>. */
function marked(html) {
  const out = document.createDocumentFragment();
  const plain = (s) => s.replace(/&(lt|gt|quot|amp);/g, (_, e) => ({ lt: "<", gt: ">", quot: '"', amp: "&" })[e]);
  html.split(/<mark>(.*?)<\/mark>/s).forEach((part, i) => out.append(i % 2 ? el("mark", {}, plain(part)) : plain(part)));
  return out;
}

// ---- the address -----------------------------------------------------------------------------

function read() {
  const params = new URLSearchParams(location.search);
  const filters = {};
  for (const [field] of FIELDS) {
    const values = params.getAll(field).filter(Boolean);
    if (values.length) filters[field] = values;
  }
  if (params.get("aar")) filters.aar = [params.get("aar")];
  return { q: params.get("q") ?? "", sort: params.get("sort") ?? "", shown: Math.max(STEP, Number(params.get("vis")) || STEP), filters };
}

function address() {
  const params = new URLSearchParams();
  if (state.q) params.set("q", state.q);
  for (const [field, values] of Object.entries(state.filters)) for (const value of values) params.append(field, value);
  if (state.sort) params.set("sort", state.sort);
  if (state.shown > STEP) params.set("vis", state.shown);
  return `${location.pathname}${params.size ? `?${params}` : ""}`;
}

function go(change, push = true) {
  state = { ...state, shown: STEP, ...change };
  history[push ? "pushState" : "replaceState"](null, "", address());
  return update();
}

const asked = () => state.q.trim().length > 1 || Object.keys(state.filters).length > 0;

/** With filters alone all pages match; a strategy is then shown once, in the order of the list. */
async function update() {
  const mine = ++latest;
  $("sort").value = state.sort;
  if (document.activeElement !== $("q")) $("q").value = state.q;
  document.title = `${state.q ? `${state.q} – ` : ""}${baseTitle}`;
  if (!asked()) return blank();
  document.body.classList.add("soeg-henter");
  try {
    index ??= import("../search/search.js").then((module) => module.openIndex());
    const result = await (await index).search(state.q, { limit: state.shown, filters: state.filters, sort: state.sort, group: true });
    if (mine === latest) show(result);
  } catch (error) {
    index = undefined;
    if (mine === latest) say(`Søgningen virker ikke lige nu. Prøv at genindlæse siden. (${error.message})`);
  } finally {
    if (mine === latest) document.body.classList.remove("soeg-henter");
  }
}

// ---- results ---------------------------------------------------------------------------------

const baseTitle = document.title;
const say = (text) => { $("soeg-status").textContent = text; };

function blank() {
  document.body.classList.remove("soeg-henter");
  say("");
  $("soeg-krop").hidden = $("soeg-rettet").hidden = $("soeg-valgt").hidden = true;
  const example = (q) => el("li", {}, el("a", { href: `?q=${encodeURIComponent(q)}` }, q));
  $("soeg-tom").replaceChildren(
    el("p", {}, "Skriv mindst to bogstaver, eller prøv:"),
    el("ul", {}, ...["velfærdsteknologi", "digitale principper", "\"kunstig intelligens\"", "data -klima", "udløbet", "kommuner uden strategi"].map(example)));
  $("soeg-tom").hidden = false;
}

function show(result) {
  const none = result.total === 0;
  say(none ? "Ingen resultater" : `${count(result.strategies, "strategi", "strategier")}, ${count(result.total, "side", "sider")}`);
  chips(result.facets);
  const notes = [];
  if (result.corrected && !none) notes.push("Viser resultater for ", el("strong", {}, result.corrected), ". ");
  if (result.relaxed) notes.push("Ingen side har alle ordene; her er sider med nogle af dem.");
  $("soeg-rettet").replaceChildren(...notes);
  // Screen readers are told in the same breath.
  if (notes.length) $("soeg-status").append(el("span", { class: "skjult" }, `. ${$("soeg-rettet").textContent}`));
  $("soeg-rettet").hidden = !notes.length;
  $("soeg-krop").hidden = none && !Object.keys(state.filters).length;
  $("hits").replaceChildren(...result.hits.map(hit));
  $("flere-linje").hidden = result.hits.length >= (result.strategies ?? 0);
  $("csv").hidden = none;
  filters(result.facets);
  empty(none);
}

function empty(none) {
  $("soeg-tom").hidden = !none;
  if (!none) return;
  const tips = [];
  if (Object.keys(state.filters).length) {
    tips.push(el("li", {}, el("button", { type: "button", class: "knap-svag", onclick: () => go({ filters: {} }) }, "Fjern afgrænsningen")));
  }
  if (/["+-]/.test(state.q)) {
    const plain = state.q.replace(/["“”„«»]/g, " ").replace(/(^|\s)[+-]/g, " ").replace(/\s+/g, " ").trim();
    tips.push(el("li", {}, "Søg uden tegn: ", el("a", { href: `?q=${encodeURIComponent(plain)}` }, plain)));
  }
  tips.push(
    el("li", {}, "Brug færre eller mere almindelige ord."),
    el("li", {}, "Se hele ", el("a", { href: "../linksamling/" }, "linksamlingen"), " eller find emnet under ", el("a", { href: "../temaer/" }, "temaer"), "."));
  $("soeg-tom").replaceChildren(el("p", {}, `Ingen side i kataloget passer til ${state.q ? `»${state.q}«` : "afgrænsningen"}.`), el("ul", {}, ...tips));
}

function hit(found) {
  const status = found.status && el("span", { class: `maerke maerke-${found.status}` }, found.statusLabel);
  const replaced = found.replaced && el("span", { class: "maerke maerke-udloebet" }, "Afløst af en nyere");
  const facts = [`${found.kommune}`, found.period === "ikke oplyst" ? null : found.period, found.form];
  const others = (found.pages ?? 1) - 1;
  const more = others > 0 && el("button", { type: "button", "aria-expanded": "false" }, count(others, "side mere", "sider mere"));
  const list = el("ol", { class: "flere-sider", hidden: true });
  more?.addEventListener?.("click", async () => {
    if (!list.children.length) {
      const pages = await found.more();
      list.append(...pages.map((p) => el("li", {}, el("a", { href: p.url }, place(p)), el("br"), marked(p.snippet))));
      if (others > pages.length) list.append(el("li", {}, el("a", { href: found.url.replace(/#.*/, "") }, "Hele strategien")));
    }
    list.hidden = !list.hidden;
    more.setAttribute("aria-expanded", String(!list.hidden));
  });
  return el("li", { class: "hit" },
    el("h3", {}, el("a", { href: found.url, class: "hit-link" }, found.title)),
    el("p", {}, facts.filter(Boolean).join(" · "), " ", status, " ", replaced),
    el("p", { class: "sted" }, place(found)),
    el("p", {}, marked(found.snippet)),
    el("p", { class: "handlinger" },
      found.source && el("a", { href: found.source, class: "ude", rel: "external" }, found.source.includes("#page=") ? `Kilden, side ${found.page}` : "Kilden"),
      el("button", { type: "button", onclick: (e) => cite(found, e.target) }, "Kopiér henvisning"),
      more),
    list);
}

const place = (found) => [found.page ? `Side ${found.page}` : null, found.heading].filter(Boolean).join(" · ") || (found.status ? "Om strategien" : "Om kommunen");

async function cite(found, button) {
  const parts = [`»${found.title}«`, `${found.kommune.replace(/ Kommune$/, "")} Kommune`, found.page ? `side ${found.page}` : null, found.url];
  if (found.source) parts.push(`kilde: ${found.source}`);
  const text = `${parts.filter(Boolean).join(", ")}${found.fetched ? ` (hentet ${found.fetched})` : ""}.`;
  try {
    await navigator.clipboard.writeText(text);
    say("Henvisningen er kopieret.");
  } catch {
    // Without a secure context there is no clipboard; the text is shown to be copied by hand.
    const field = el("textarea", { rows: "3", readonly: true, "aria-label": "Henvisning" });
    field.value = text;
    button.after(field);
    field.select();
  }
}

// ---- facets ----------------------------------------------------------------------------------

/** What is chosen, each to be taken away with one press. */
function chips(facets) {
  const chosen = Object.entries(state.filters).flatMap(([field, values]) => values.map((value) => ({ field, value })));
  $("soeg-valgt").replaceChildren(...chosen.map(({ field, value }) => {
    const title = field === "aar" ? "År" : FIELDS.find(([name]) => name === field)?.[1];
    const label = field === "aar" ? value.replace("..", "–") : facets[field]?.find((v) => v.id === value)?.label ?? value;
    return el("button", { type: "button", "aria-label": `Fjern ${title}: ${label}`, onclick: () => {
      const rest = state.filters[field].filter((v) => v !== value), { [field]: _, ...others } = state.filters;
      go({ filters: rest.length ? { ...others, [field]: rest } : others }).then(() => ($("soeg-valgt").querySelector("button") ?? $("q")).focus());
    } }, `${title}: ${label}`);
  }));
  $("soeg-valgt").hidden = !chosen.length;
}

function filters(facets) {
  const focused = document.activeElement?.id;
  $("filtre").replaceChildren(...FIELDS.map(([field, title]) => facet(field, title, facets[field])).filter(Boolean), yearField());
  if (focused) $(focused)?.focus();
}

function facet(field, title, values) {
  const chosen = state.filters[field] ?? [];
  const missing = chosen.filter((id) => !values.some((v) => v.id === id)).map((id) => ({ id, label: id, count: 0 }));
  const all = [...values, ...missing];
  if (!all.length) return null;
  const toggle = (id) => {
    const next = chosen.includes(id) ? chosen.filter((c) => c !== id) : [...chosen, id];
    const { [field]: _, ...rest } = state.filters;
    go({ filters: next.length ? { ...rest, [field]: next } : rest });
  };
  const item = ({ id, label, count: n }, at) => el("li", { hidden: at >= SHORT && !open.has(field) && !chosen.includes(id) },
    el("label", {}, el("input", { type: "checkbox", id: `f-${field}-${id}`, checked: chosen.includes(id), onchange: () => toggle(id) }),
      el("span", {}, label), el("span", { class: "tal" }, number.format(n))));
  const more = all.length > SHORT && el("button", {
    type: "button", class: "flere-valg", id: `f-${field}-alle`, "aria-expanded": String(open.has(field)),
    onclick: () => { if (!open.delete(field)) open.add(field); filters(lastFacets); },
  }, open.has(field) ? "Vis færre" : `Vis alle ${all.length}`);
  lastFacets = { ...lastFacets, [field]: values };
  return el("fieldset", {}, el("legend", {}, title), el("ul", {}, ...all.map(item)), more);
}
let lastFacets = {};

function yearField() {
  const [from = "", to = ""] = (state.filters.aar?.[0] ?? "").split("..");
  const input = (id, value, label) => el("input", { id, type: "text", inputmode: "numeric", maxlength: "4", pattern: "[0-9]{4}", value, "aria-label": label, placeholder: label.split(" ")[0].toLowerCase(), onchange: changed });
  function changed() {
    const years = [$("aar-fra").value.trim(), $("aar-til").value.trim()];
    if (!years.every((y) => y === "" || /^\d{4}$/.test(y))) return;
    const { aar: _, ...rest } = state.filters;
    go({ filters: years.some(Boolean) ? { ...rest, aar: [years.join("..")] } : rest });
  }
  return el("fieldset", {}, el("legend", {}, "Gælder i årene"),
    el("div", { class: "aar" }, input("aar-fra", from, "Fra år"), "–", input("aar-til", to, "Til år")));
}

// ---- CSV -------------------------------------------------------------------------------------

async function csv() {
  say("Samler resultaterne …");
  const result = await (await index).search(state.q, { limit: MOST_CSV, filters: state.filters, sort: state.sort });
  const plain = (html) => html.replace(/<\/?mark>/g, "").replace(/&(lt|gt|quot|amp);/g, (_, e) => ({ lt: "<", gt: ">", quot: '"', amp: "&" })[e]);
  // A cell that begins like a formula is kept from being one.
  const cell = (value) => `"${String(value ?? "").replace(/^([=+@-])/, "'$1").replace(/"/g, '""')}"`;
  const rows = result.hits.map((h) => [h.kommune, h.title, h.period, h.statusLabel, h.form, h.page || "", h.heading, plain(h.snippet), h.url, h.source, h.fetched]);
  const head = ["kommune", "titel", "periode", "status", "form", "side", "overskrift", "uddrag", "adresse", "kilde", "hentet"];
  const text = `\ufeff${[head, ...rows].map((row) => row.map(cell).join(";")).join("\r\n")}\r\n`;
  const link = el("a", { href: URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" })), download: "soegning.csv" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  say(result.total > rows.length ? `Hentet: de første ${rows.length} af ${count(result.total, "side", "sider")}.` : `Hentet: ${count(rows.length, "side", "sider")}.`);
}

// ---- start -----------------------------------------------------------------------------------

$("soegning").hidden = false;
$("q").value = state.q;
$("filtre-boks").open = matchMedia("(min-width: 60rem)").matches;
$("soeg-form").addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  go({ q: $("q").value.trim() });
});
$("q").addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => go({ q: $("q").value.trim() }, false), 120);
});
$("sort").addEventListener("change", () => go({ sort: $("sort").value }));
$("flere").addEventListener("click", () => go({ shown: state.shown + STEP }, false));
$("csv").addEventListener("click", csv);
addEventListener("popstate", () => {
  state = read();
  $("q").value = state.q;
  update();
});
addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    $("q").focus();
    $("q").select();
  }
  if ((event.key === "ArrowDown" || event.key === "ArrowUp") && (event.target === $("q") || event.target.classList?.contains("hit-link"))) {
    const links = [...document.querySelectorAll(".hit-link")], at = links.indexOf(event.target);
    const next = event.key === "ArrowDown" ? links[at + 1] : links[at - 1] ?? $("q");
    if (next) { event.preventDefault(); next.focus(); }
  }
});
if (!state.q) $("q").focus();
update();
