// Reads the shards that src/index/shards/ cuts from the tantivy index and ranks as tantivy does.
// No dependencies, no WASM; docs/search-format.md describes the files. Language work was done when
// the index was built; what is left here is folding letters and, for a form of a word that stands
// nowhere, Snowball's Danish endings.

const K1 = 1.2, B = 0.75, GRAIN = 1e4, MOST_PAGES = 60;
const [WORD, STEM, BEGINNING, WRITTEN] = [1, 2, 4, 8];
const TEXT = new TextDecoder();

// ---- words -----------------------------------------------------------------------------------

const TOKEN = /[\p{Alphabetic}\p{N}][\p{Alphabetic}\p{N}\u00ad\u200b-\u200d\u2060\ufeff\u0300-\u036f]*/gu;
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;
const LETTERS = /^\p{Alphabetic}+$/u;
const SAME = { "ä": "ae", "æ": "ae", "ö": "oe", "ø": "oe", "å": "aa", "ü": "y" };

/** The key of a word: lower case, no accents, æ ø å as ae oe aa. */
function fold(word) {
  let out = "";
  for (const c of word.normalize("NFC").toLowerCase().replace(INVISIBLE, "")) {
    out += SAME[c] ?? (c < "\x80" ? c : String.fromCodePoint(c.normalize("NFD").codePointAt(0)));
  }
  return out;
}

/** The form shared by words that differ in how æ ø å were typed. */
const loose = (key) => key.replace(/([ao])e|aa/g, (_, c) => c ?? "a");

function tokens(text) {
  const out = [];
  let end = -1;
  for (const m of text.matchAll(TOKEN)) {
    const tied = end >= 0 && /^[-‐‑]$/.test(text.slice(end, m.index));
    end = m.index + m[0].length;
    out.push({ from: m.index, to: end, key: fold(m[0]), tied });
  }
  return out;
}

const MAIN = "erendes erende hedens ethed erede heden heder endes ernes erens erets ered ende erne eren erer heds enes eres eret hed ene ere ens ers ets en er es et e".split(" ").sort((a, b) => b.length - a.length);

/** Snowball's Danish stemmer on a key. */
function snowball(key) {
  if (key.length < 3) return key;
  const r1 = Math.max(3, /^[^aeiouy]*[aeiouy]+[^aeiouy]/.exec(key)?.[0].length ?? key.length);
  let w = key;
  const ends = (end) => w.endsWith(end) && w.length - end.length >= r1;
  const cut = (n) => { w = w.slice(0, w.length - n); };
  const pair = () => { if (w.length - 2 >= r1 && /(gd|[dgk]t)$/.test(w)) cut(1); };
  const main = MAIN.find(ends);
  if (main) cut(main.length);
  else if (ends("s") && /[a-dfghj-prtvyz]s$/.test(w)) cut(1);
  pair();
  if (w.endsWith("igst")) cut(2);
  const other = OTHER.find(ends);
  if (other) { cut(other.length); pair(); }
  if (w.length - 1 >= r1 && /([bdfgk-nprst])\1$/.test(w)) cut(1);
  return w;
}
const OTHER = ["elig", "lig", "els", "ig"];

/** The stem of a key; a short one keeps the syllable that makes another word of it. */
function stem(key) {
  const root = snowball(key), rest = key.startsWith(root) && root.length < 5 ? key.slice(root.length) : "";
  return root + (OTHER.find((end) => rest.startsWith(end)) ?? "");
}

const SLUG = { ...SAME, "ü": "u" };
const slug = (text) => [...text.normalize("NFC").toLowerCase()]
  .map((c) => SLUG[c] ?? c.normalize("NFD")[0]).join("")
  .replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

// ---- queries ---------------------------------------------------------------------------------

const ITEM = /([+-]?)(?:(\p{L}+):)?(?:["“”„«»]([^"“”„«»]*)["“”„«»]?|([^\s"“”„«»]+))/gu;
const FIELDS = {
  kommune: "kommune", region: "region", gruppe: "gruppe", kommunegruppe: "gruppe", form: "form",
  tema: "tema", theme: "tema", teknologi: "teknologi", status: "status",
  "år": "aar", aar: "aar", periode: "aar", year: "aar",
};

function parse(text, stops) {
  let clauses = [], sort = "", wordLast = false;
  const filters = [];
  const last = () => clauses[clauses.length - 1];
  for (const m of text.matchAll(ITEM)) {
    const sign = m[1], field = FIELDS[m[2]?.toLowerCase()], body = m[3] ?? m[4];
    if (field) { filters.push({ field, value: body, not: sign === "-" }); continue; }
    if (m[3] !== undefined) {
      const phrase = tokens(body).map((t) => t.key);
      if (phrase.length) { clauses.push({ sign, phrase }); wordLast = false; }
      continue;
    }
    const start = m.index + sign.length, run = text.slice(start, m.index + m[0].length);
    const before = clauses.length;
    let prev = null;
    for (const t of tokens(run)) {
      const typed = { key: t.key, start: start + t.from, end: start + t.to, letters: LETTERS.test(t.key) };
      if (t.tied && typed.letters && prev?.letters) last().tied.push(typed);
      else clauses.push({ sign, tied: [typed], prefix: false });
      prev = typed;
    }
    if (clauses.length > before) {
      wordLast = sign !== "-";
      if (run.endsWith("*")) last().prefix = true;
    }
  }
  if (wordLast) last().prefix = true;
  const plain = (c) => c.sign === "" && c.tied?.length === 1 ? c.tied[0].key : "";
  // "kommuner uden strategi" asks for those that have none; "fra 2017" is a period.
  const without = clauses.findIndex((c, at) => plain(c) === "uden" && /strategi(en|er)?$/.test(clauses[at + 1] ? plain(clauses[at + 1]) : ""));
  if (without >= 0) { clauses.splice(without, 2); filters.push({ field: "status", value: "ingen" }); }
  const stop = (c) => stops.has(plain(c));
  const period = (c, next) => plain(c) === "fra" && next && /^\d{4}$/.test(plain(next));
  if (clauses.some((c) => c.sign !== "-" && !stop(c))) clauses = clauses.filter((c, at) => !stop(c) || period(c, clauses[at + 1]));
  if (clauses.length > 1) {
    const order = { nyeste: "newest", seneste: "newest", aeldste: "oldest" };
    const at = clauses.findIndex((c) => order[plain(c)]);
    if (at >= 0) { sort = order[plain(clauses[at])]; clauses.splice(at, 1); }
  }
  // "udløbet" alone asks for those that are, not for the word.
  if (clauses.length === 1 && /^(udloebet|udloeber|gaeldende)$/.test(plain(clauses[0]))) filters.push({ field: "status", value: plain(clauses.pop()) });
  return { clauses, filters, sort };
}

const years = (value) => {
  const at = value.includes("..") ? value.indexOf("..") : value.search(/[-–]/);
  const parts = at < 0 ? [value, value] : [value.slice(0, at), value.slice(at + (value.includes("..") ? 2 : 1))];
  if (!parts.every((p) => /^\d*$/.test(p))) return null;
  return [parts[0] === "" ? -Infinity : +parts[0], parts[1] === "" ? Infinity : +parts[1]];
};

/** Edits between two words, swaps of neighbours counted once. */
function distance(a, b) {
  const rows = [[...Array(b.length + 1).keys()]];
  for (let i = 1; i <= a.length; i++) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j++) {
      let least = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] !== b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, rows[i - 2][j - 2] + 1);
      rows[i].push(least);
    }
  }
  return rows[a.length][b.length];
}

// ---- files -----------------------------------------------------------------------------------

class Bytes {
  constructor(bytes) { this.bytes = bytes; this.at = 0; }
  number() {
    let value = 0, shift = 1, byte;
    do { byte = this.bytes[this.at++]; value += (byte & 127) * shift; shift *= 128; } while (byte > 127);
    return value;
  }
  numbers(n) { return Array.from({ length: n }, () => this.number()); }
  ascending(n) { let last = 0; return Array.from({ length: n }, () => (last += this.number())); }
  take(n) { return this.bytes.subarray(this.at, (this.at += n)); }
  string() { return TEXT.decode(this.take(this.number())); }
  name() { return Array.from(this.take(5), (b) => b.toString(16).padStart(2, "0")).join(""); }
  /** A word as what it adds to the one before, in bytes. */
  after(last) {
    const shared = this.number(), rest = this.take(this.number());
    const out = new Uint8Array(shared + rest.length);
    out.set(last.subarray(0, shared));
    out.set(rest, shared);
    return out;
  }
}

async function unpack(response) {
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes; // the host unpacked it
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Undoes shards/range.rs, from a place in the bytes on. */
function decisions(bytes, at) {
  let range = 2 ** 32 - 1, code = 0;
  const next = () => { code = ((code << 8) | (bytes[at++] ?? 0)) >>> 0; };
  for (let i = 0; i < 4; i++) next();
  const bit = (odds, i) => {
    const no = (range >>> 15) * odds[i], yes = code >= no;
    if (yes) { code -= no; range -= no; odds[i] -= odds[i] >> 5; } else { range = no; odds[i] += (32768 - odds[i]) >> 5; }
    while (range < 2 ** 24) { range *= 256; next(); }
    return yes;
  };
  const even = () => bit([16384], 0);
  const count = (odds, from) => {
    for (let n = 0; n < 12; n++) if (!bit(odds, from + n)) return n;
    let bits = 0, rest = 1;
    while (even()) bits++;
    while (bits--) rest = rest * 2 + even();
    return rest + 11;
  };
  return { bit, count };
}
const odds = (n) => new Uint16Array(n).fill(16384);

/** Reads how often, one page after the other. */
function counts({ bit, count }, { text, wide, heading }) {
  const texts = odds(36), wides = odds(12), headings = odds(4);
  let t = 0;
  return (i) => {
    text[i] = t = count(texts, 12 * Math.min(t, 2));
    wide[i] = t ? 1 : count(wides, 0);
    heading[i] = bit(headings, Math.min(t, 3));
  };
}

/** Reads bytes whose bits depend on the ones before. */
function byte({ bit }) {
  const own = odds(256);
  return () => {
    let id = 1;
    while (id < 256) id = id * 2 + bit(own, id);
    return id - 256;
  };
}

/** Calls with every document of which it was decided that it is there. */
function present(n, { bit }, tell) {
  const here = odds(8);
  for (let doc = 0, before = 0; doc < n; doc++) {
    const is = bit(here, before);
    before = ((before << 1) & 7) | is;
    if (is) tell(doc);
  }
}

const fnv = (word, seed) => new TextEncoder().encode(word).reduce((hash, byte) => Math.imul(hash ^ byte, 0x1000193), seed);
function mix(a, b) {
  let hash = Math.imul(a, 0x85ebca6b) ^ b;
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Length of a text as tantivy rounds it to a byte. */
const LENGTHS = Array.from({ length: 256 }, (_, id) =>
  id < 40 ? id : 24 + (8 | (id & 7)) * 2 ** (((id - 24) >> 3) - 1));

// ---- the index -------------------------------------------------------------------------------

class Index {
  constructor(base, bytes) {
    this.base = base;
    this.root = new URL("../", base);
    this.files = new Map();
    const r = new Bytes(bytes), facts = (this.facts = JSON.parse(r.string()));
    if (facts.format !== 4) throw new Error("search.js and its index are of different versions: reload the page");
    this.n = facts.documents;
    this.stops = new Set(facts.stop);
    this.average = facts.tokens.map((t) => t / this.n);
    const words = () => {
      let last = new Uint8Array();
      return Array.from({ length: r.number() }, () => TEXT.decode((last = r.after(last))));
    };
    [this.first, this.common, ...this.spelling] = Array.from({ length: 6 }, words);
    this.commons = new Map(this.common.map((own, at) => [own, { path: this.path("p", at), common: true }]));
    const rows = r.number(), documents = r.numbers(rows), kommuner = r.ascending(rows);
    const forms = r.numbers(rows), statuses = r.numbers(rows);
    const spans = Array.from({ length: rows }, () => {
      const from = r.number();
      return from ? [from - 1, r.number() - 1] : null;
    });
    const lists = () => Array.from({ length: rows }, () => r.ascending(r.number()));
    const temaer = lists(), teknologier = lists();
    let first = 0, file = 0;
    this.rows = documents.map((n, at) => {
      const k = facts.kommuner[kommuner[at]], pick = (list, place) => (place ? [list[place - 1]] : []);
      const row = {
        at, first, file, documents: n, order: kommuner[at], years: spans[at], replaced: (statuses[at] & 1) === 1,
        kommune: [[k[0], k[1]]], region: [[slug(k[2]), k[2]]], gruppe: [[slug(k[3]), k[3]]],
        form: pick(facts.form, forms[at]), status: pick(facts.status, statuses[at] >> 1),
        tema: temaer[at].map((p) => facts.tema[p]), teknologi: teknologier[at].map((p) => facts.teknologi[p]),
      };
      first += n;
      file += Math.ceil(n / facts.pages);
      return row;
    });
    this.rowOf = new Uint32Array(this.n);
    for (const row of this.rows) this.rowOf.fill(row.at, row.first, row.first + row.documents);
    this.lengths = LENGTHS.map((length) => this.norm(0, length));
    this.norms = new Float64Array(this.n);
    if (!facts.lengths) this.measure(r.bytes, r.at);
  }

  measure(bytes, at) {
    const length = byte(decisions(bytes, at));
    for (let doc = 0; doc < this.n; doc++) this.norms[doc] = this.lengths[length()];
  }

  path(folder, at) { return `${folder}/${this.facts.files[folder][0]}-${at}.bin`; }

  load(path) {
    let file = this.files.get(path);
    if (!file) {
      file = fetch(new URL(path, this.base)).then(unpack);
      file.catch(() => this.files.delete(path)); // a failed request may be tried again
      this.files.set(path, file);
    }
    return file;
  }

  // -- the dictionary

  blockOf(wanted) {
    let low = 0, high = this.first.length;
    while (low < high) {
      const mid = (low + high) >> 1;
      if (this.first[mid] <= wanted) low = mid + 1; else high = mid;
    }
    return Math.max(0, low - 1);
  }

  async block(at) {
    if (!(at in this.first)) return { keys: [] };
    const bytes = await this.load(this.path("d", at));
    if (bytes.block) return bytes.block;
    const r = new Bytes(bytes), commons = [...this.commons.values()];
    const records = Array.from({ length: r.number() }, () => {
      const n = r.number();
      return n > 1 ? { bytes: r.take(n - 2) } : n ? { path: `b/${r.name()}.bin` } : commons[r.number()];
    });
    let last = new Uint8Array();
    const keys = Array.from({ length: r.number() }, () => {
      const key = TEXT.decode((last = r.after(last))), flags = r.number(), entry = { key, loose: loose(key) };
      if (flags & WRITTEN) entry.written = TEXT.decode(r.after(last));
      if (flags & WORD) { entry.word = records[r.number()]; entry.documents = r.number(); }
      if (flags & STEM) entry.stem = records[r.number()];
      if (flags & BEGINNING) entry.beginning = records[r.number()];
      return entry;
    });
    return (bytes.block = { keys });
  }

  async keys(looseKey) { return (await this.block(this.blockOf(looseKey))).keys; }
  async form(key) { return (await this.keys(loose(key))).find((e) => e.key === key && e.word); }
  async withLoose(wanted) { return (await this.keys(wanted)).filter((e) => e.word && e.loose === wanted); }

  /** The record of a stem, where anything has it. */
  async stemRecord(own) {
    const common = this.commons.get(own);
    if (common) return common;
    const entry = (await this.keys(loose(own))).find((e) => e.key === own);
    const record = entry?.stem ?? (entry?.word && stem(own) === own ? entry.word : null);
    if (!record) return null;
    const list = this.list(record);
    return list.docs.length || list.rows.some((r) => r.length) ? record : null;
  }

  async get(record, whole) {
    if (record.path) record.bytes ??= await this.load(record.path);
    const list = whole && record.common && this.list(record);
    if (list?.rest) {
      const [bytes, lengths] = await Promise.all([list.rest, `l/${this.facts.lengths}.bin`].map((path) => this.load(path)));
      list.rest = "";
      this.measure(lengths, 0);
      list.lesser.forEach(counts(decisions(bytes, 0), list));
      list.level.fill(0);
    }
    return record;
  }

  list(record) {
    if (record.read) return record.read;
    const r = new Bytes(record.bytes), rows = () => [r.ascending(r.number()), r.ascending(r.number())];
    if (!record.common) {
      const n = r.number(), flags = r.number(), docs = r.ascending(n), text = r.numbers(n);
      const wide = text.map((t) => (t ? 1 : flags & 1 ? r.number() : 0));
      const heading = flags & 2 ? r.numbers(n) : new Array(n).fill(0);
      if (flags & 4) for (const doc of docs) this.norms[doc] = this.lengths[r.bytes[r.at++]];
      return (record.read = { docs, text, wide, heading, level: [], rows: rows() });
    }
    let last = new Uint8Array();
    const forms = Array.from({ length: r.number() }, () => {
      const written = TEXT.decode((last = r.after(last))), form = { written, key: fold(written), longer: r.number() };
      if (form.longer & 1) form.beginning = { total: r.number(), ...(form.longer < 2 ? { docs: r.ascending(r.number()) } : { path: `b/${r.name()}.bin`, beside: record }) };
      return form;
    });
    const split = this.facts.lengths, rest = split && `r/${r.name()}.bin`, list = { forms, rest, lesser: [], rows: rows() }, n = r.number();
    Object.assign(list, { docs: new Int32Array(n), text: new Int32Array(n), wide: new Int32Array(n), heading: new Uint8Array(n), level: new Uint8Array(n) });
    // Of a split list all is known of the best pages, of the others between what they score until the rest is read.
    const double = () => new DataView(r.take(8).slice().buffer).getFloat64(0, true);
    const bounds = (list.bounds = split ? [1, 2, 3].map(() => [double(), double()]) : []);
    if (split) list.found = r.numbers(3);
    const coder = decisions(r.bytes, r.at), read = counts(coder, list), length = byte(coder), better = odds(16);
    let i = 0, level = 0;
    present(this.n, coder, (doc) => {
      const last = 4 * level;
      for (level = bounds.length; level && coder.bit(better, last + level);) level--;
      list.docs[i] = doc;
      list.level[i] = level;
      if (level) list.lesser.push(i);
      else {
        read(i);
        if (split) this.norms[doc] = this.lengths[length()];
      }
      i++;
    });
    return (record.read = list);
  }

  /** Documents of a beginning. */
  found(record) {
    if (record.docs) return record;
    let docs = [];
    if (record.path) {
      const without = new Set(record.beside && this.list(record.beside).docs), all = [];
      for (let doc = 0; doc < this.n; doc++) if (!without.has(doc)) all.push(doc);
      present(all.length, decisions(record.bytes, 0), (at) => docs.push(all[at]));
    }
    else {
      const r = new Bytes(record.bytes);
      docs = r.ascending(r.number());
    }
    return Object.assign(record, { docs, total: record.total ?? docs.length });
  }

  // -- planning: the same decisions as src/index/plan.rs

  async stems(key) {
    const own = stem(key), common = this.commons.get(own);
    if (common) return [{ stem: own, record: common }];
    const form = await this.form(key);
    if (form) return [{ stem: own, record: form.word }];
    const record = await this.stemRecord(own);
    if (record) return [{ stem: own, record }];
    const all = new Map((await this.withLoose(loose(key))).map((e) => [stem(e.key), e.word]));
    return [...all.keys()].sort().map((s) => ({ stem: s, record: all.get(s) }));
  }

  async longer(key, own, sign) {
    if (key.length < 2) return null;
    // A common stem's file has the pages that its words find as beginnings, less its own.
    const record = sign !== "-" && own[0]?.stem === stem(key) && own[0].record;
    if (record?.common) {
      const form = this.list(await this.get(record)).forms.find((f) => f.key === key);
      if (form && form.longer !== 2) return form.longer ? { beginning: form.beginning } : null;
    }
    const loosely = loose(key);
    let at = this.blockOf(loosely);
    const first = (await this.block(at)).keys;
    const term = first.find((e) => e.beginning && e.key === key);
    if (term) return { beginning: term.beginning };
    if (first.some((e) => e.beginning && e.key === loosely)) return null;
    const all = new Map();
    do {
      for (const e of (await this.block(at)).keys) {
        if (e.word && e.loose.startsWith(loosely) && (e.key.startsWith(key) || e.loose.startsWith(key))) all.set(stem(e.key), e.word);
      }
      at++;
    } while (this.first[at]?.startsWith(loosely));
    for (const o of own) all.delete(o.stem);
    return all.size ? { best: [...all.values()], own: own.map((o) => o.record) } : null;
  }

  async word(typed, prefix, guess, plan) {
    const stems = await this.stems(typed.key);
    plan.stems.push(...stems.map((s) => s.stem));
    const longer = prefix ? await this.longer(typed.key, stems, plan.sign) : null;
    if (longer) plan.prefixes.push(typed.key);
    if (!stems.length) return longer ?? (guess ? this.guess(typed, plan) : null);
    const whole = { sum: stems.map((s) => ({ stem: s.record })) };
    return longer ? { first: whole, second: longer } : whole;
  }

  async tied(tied, prefix, guess, plan) {
    if (tied.length === 1) return this.word(tied[0], prefix, guess, plan);
    const stems = await this.stems(tied.map((t) => t.key).join(""));
    plan.stems.push(...stems.map((s) => s.stem));
    const parts = [];
    for (const [at, typed] of tied.entries()) {
      const part = await this.word(typed, prefix && at === tied.length - 1, guess && !stems.length, plan);
      parts.push(part);
      if (!part) break;
    }
    const any = stems.map((s) => ({ stem: s.record }));
    if (parts.every(Boolean)) any.push({ all: parts });
    return any.length ? { sum: any } : null;
  }

  async phrase(words, plan) {
    let keys = words, parts = await this.grams(keys);
    if (!parts.every(Boolean)) {
      // A word that stands nowhere as typed is the commonest of those typed loosely the same.
      keys = await Promise.all(words.map(async (word) => {
        const forms = await this.withLoose(loose(word));
        const best = [...forms].sort((a, b) => b.documents - a.documents || (a.key < b.key ? -1 : 1))[0];
        return (forms.find((e) => e.key === word && e.documents) ?? best)?.key ?? word;
      }));
      if (keys.some((key, at) => key !== words[at])) parts = await this.grams(keys);
    }
    plan.phrases.push(keys);
    return { phrase: parts };
  }

  /** What is known of every two words of a phrase, the last two overlapping where their number is odd; where two stand in many places, of three. */
  async grams(keys) {
    const n = keys.length, starts = keys.flatMap((_, at) => (at % 2 ? [] : [Math.max(0, Math.min(at, n - 2))]));
    const parts = await Promise.all(starts.map(async (at) => {
      const pair = await this.gram(keys, at, 2);
      return pair?.many ? this.gram(keys, Math.min(at, n - 3), 3) : pair;
    }));
    const whole = parts.find((p) => p?.documents.length === n);
    return whole && parts.every(Boolean) ? [whole] : parts;
  }

  async gram(all, start, most) {
    const keys = all.slice(start, start + most), folder = most > 2 ? "y" : "x", placed = all.length > most;
    const hash = (seed) => [...keys.map((key) => fnv(key, seed)), ...(keys[1] ? [] : [0])].reduce(mix);
    const own = hash(0x811c9dc5), check = hash(0x01031f35) & 0xffff, count = this.facts.files[folder][1];
    const r = new Bytes(await this.load(this.path(folder, Math.floor((own * count) / 2 ** 32))));
    const hashes = r.ascending(r.number()), checks = hashes.map(() => r.bytes[r.at++] | (r.bytes[r.at++] << 8));
    const wanted = hashes.findIndex((h, at) => h === own && checks[at] === check);
    if (wanted < 0) return null;
    const part = () => { const n = r.number(); return n ? r.take(n - 1) : `x/${r.name()}.bin`; };
    for (let at = 0; ; at++) {
      const documents = r.numbers(most).slice(0, keys.length), parts = [part(), part()];
      if (at < wanted) continue;
      if (placed && !parts[1].length) return { many: true };
      const apart = parts.map((p) => typeof p === "string"), found = new Map();
      const [d, p] = await Promise.all(parts.map((p, at) => (apart[at] && (!at || placed) ? this.load(p) : p)));
      if (apart[0]) {
        const coder = decisions(d, 0), counts = odds(12);
        present(this.n, coder, (doc) => found.set(doc, 1 + coder.count(counts, 0)));
      } else {
        const r = new Bytes(d), docs = r.ascending(r.number());
        for (const doc of docs) found.set(doc, r.number());
      }
      if (placed) {
        const r = new Bytes(p);
        for (const [doc, n] of found) found.set(doc, r.ascending(n).map((place) => place - start));
      }
      return { start, documents, found };
    }
  }

  async guess(typed, plan) {
    const correct = (word, record, own) => {
      plan.corrections.push([typed.start, typed.end, word]);
      plan.stems.push(own);
      return { stem: record };
    };
    const joined = this.joined(typed.key);
    if (joined) {
      const { keys, link, stems, near } = joined, records = stems.map((s) => this.commons.get(s));
      const other = near ? link : { s: "", "": "s" }[link], form = other !== undefined && await this.form(keys.join(other));
      if (form) return correct(form.written ?? form.key, form.word, stem(form.key));
      if (near) {
        const written = await Promise.all(records.map(async (record, i) => this.list(await this.get(record)).forms.find((f) => f.key === keys[i])?.written ?? keys[i]));
        plan.corrections.push([typed.start, typed.end, written.join(link)]);
      }
      plan.stems.push(...stems);
      return this.both(records);
    }
    const near = async (edits) => {
      const word = await this.correct(typed.key, edits);
      if (!word) return null;
      const key = fold(word), own = stem(key);
      return correct(word, this.commons.get(own) ?? (await this.form(key)).word, own);
    };
    return (await near(1)) ?? (await this.parts(typed.key, plan)) ?? near(2);
  }

  /** Pages with all of these, which count as parts of a word. */
  both(records) { return { all: records.map((stem) => ({ stem, boost: this.facts.boosts[1] })) }; }

  /** As src/index/joined.rs: two common words written together, one perhaps a letter off. */
  joined(key) {
    const cuts = [];
    for (let at = key.length - 4; at >= 4; at--) {
      const head = key.slice(0, at);
      for (const link of ["s", "e", ""]) {
        const front = head.slice(0, at - link.length);
        if (head.endsWith(link) && front.length >= 4) cuts.push([[front, key.slice(at)], link]);
      }
    }
    const common = (part) => (this.commons.has(stem(part)) ? { key: part, stem: stem(part) } : null);
    const off = (part) => {
      const own = stem(part), n = own.length;
      const found = n >= 5 && part.startsWith(own) && this.common.find((o) => o.length >= 5 && Math.abs(o.length - n) < 2 && o[0] === own[0] && distance(own, o) === 1);
      return found ? { key: found + part.slice(n), stem: found } : null;
    };
    for (const near of [false, true]) {
      for (const [parts, link] of cuts) {
        let both = parts.map(common);
        if (near && !both[0] !== !both[1]) both = both.map((known, i) => known ?? off(parts[i]));
        if (both.every(Boolean)) return { keys: both.map((p) => p.key), link, stems: both.map((p) => p.stem), near };
      }
    }
    return null;
  }

  async parts(key, plan) {
    for (let at = key.length - 4; at >= 4; at--) {
      const front = key.slice(0, at), first = this.commons.get(stem(front)) ?? (await this.form(front))?.word ?? (await this.stemRecord(stem(front)));
      if (!first) continue;
      const rest = key.slice(at);
      for (const link of ["", "s", "e"]) {
        const back = rest.slice(link.length);
        if (!rest.startsWith(link) || back.length < 4) continue;
        const own = stem(back), record = await this.stemRecord(own);
        if (!record) continue;
        plan.stems.push(stem(front), own);
        return this.both([first, record]);
      }
    }
    return null;
  }

  async correct(key, edits) {
    const typed = loose(key), n = typed.length;
    if (n < 4 || (edits > 1 && n < 9) || !LETTERS.test(typed)) return null; // a number is another number
    const turn = (s) => [...s].reverse().join("");
    const ends = (kept) => [typed.slice(0, kept), turn(typed.slice(kept + (n > 5)))];
    // Short words stand apart, all in one file if there are few.
    const all = this.spelling, shelf = n > 6 ? 2 : 0;
    const files = (both) => all.slice(shelf, shelf + (edits > 1 || all[shelf].length < 2 ? 1 : 2)).flatMap((heads, side) => heads.flatMap((first, at) =>
      heads.length < 2 || ((first <= both[side] || first.startsWith(both[side])) && !(heads[at + 1] <= both[side])) ? [this.path("s", at + all.slice(0, shelf + side).flat().length)] : []));
    let shared = ends(edits === 1 ? Math.max(2, (n - 1) >> 1) : Math.floor(n / 3));
    // Wherever a longer word is parted, one edit leaves the front or the back: where the least is to read.
    if (edits === 1 && n > 5) for (let at = 2; at < n - 2; at++) if (files(ends(at)).length < files(shared).length) shared = ends(at);
    let best = null;
    for (const bytes of await Promise.all(files(shared).map((f) => this.load(f)))) {
      const r = new Bytes(bytes);
      let last = new Uint8Array();
      for (let left = r.number(); left > 0; left--) {
        last = r.after(last);
        const word = TEXT.decode(last), documents = r.number(), k = fold(word), l = loose(k);
        if (!l.startsWith(shared[0]) && (edits > 1 || !turn(l).startsWith(shared[1]))) continue;
        if (best && (documents < best.documents || (documents === best.documents && k >= best.k))) continue;
        if (Math.abs(l.length - n) <= edits && distance(typed, l) === edits) best = { word, documents, k };
      }
    }
    return best?.word;
  }

  // -- scoring

  /** Reads the lists of a node; `whole`: also what is known of their lesser pages. */
  async fetchLists(node, whole) {
    const records = [node.stem, node.beginning, ...(node.best ?? []), ...(node.own ?? [])].filter(Boolean);
    const nodes = [node.first, node.second, ...(node.sum ?? []), ...(node.all ?? [])].filter(Boolean);
    await Promise.all([...records.map((r) => this.get(r, whole)), ...nodes.map((n) => this.fetchLists(n, whole))]);
  }

  /** Documents with any count in text, wide, headings. */
  spread(list) { return (list.found ??= [list.text, list.wide, list.heading].map((counts) => counts.reduce((sum, c) => sum + (c > 0), 0))); }
  idf(documents) { return Math.log(1 + (this.n - documents + 0.5) / (documents + 0.5)); }
  norm(field, length) { return K1 * (1 - B + (B * length) / this.average[field]); }
  scores() { return new Float64Array(this.n).fill(-1); }

  stemScores(record, boost) {
    const list = this.list(record), { docs, text, wide, heading, level, bounds } = list, out = this.scores(), boosts = this.facts.boosts;
    const weight = (field, documents) => this.idf(documents) * (1 + K1) * boosts[field] * boost;
    const [wt, ww, wh] = this.spread(list).map((n, field) => weight(field, n)), [, nw, nh] = [0, 1, 2].map((field) => this.norm(field, 1));
    for (let i = 0; i < docs.length; i++) {
      const doc = docs[i], t = text[i], w = wide[i];
      if (level[i]) {
        const [high, low] = bounds[level[i] - 1];
        out[doc] = high * boost;
        this.width[doc] += (high - low) * boost;
        continue;
      }
      let score = 0;
      if (t) score += (wt * t) / (t + this.norms[doc]);
      if (w) score += (ww * w) / (w + nw);
      if (heading[i]) score += wh / (1 + nh);
      out[doc] = score;
    }
    list.rows.forEach((rows, at) => {
      const field = 3 + at, found = rows.reduce((sum, r) => sum + this.rows[r].documents, 0);
      const score = weight(field, found) / (1 + this.norm(field, 1));
      for (const r of rows) {
        const { first, documents } = this.rows[r];
        for (let doc = first; doc < first + documents; doc++) out[doc] = Math.max(out[doc], 0) + score;
      }
    });
    return out;
  }

  /** The score of every document; -1 where it does not match. */
  score(node) {
    if (node.stem) return this.stemScores(node.stem, node.boost ?? 1);
    if (node.phrase) return this.phraseScores(node.phrase);
    if (node.beginning) {
      const { docs, total } = this.found(node.beginning), out = this.scores();
      const score = (this.idf(total) * (1 + K1) * this.facts.boosts[5]) / (1 + this.norm(5, 1));
      for (const doc of docs) out[doc] = score;
      return out;
    }
    const out = this.scores();
    if (node.first) {
      const [first, second] = [this.score(node.first), this.score(node.second)];
      return out.map((_, i) => (first[i] >= 0 ? first[i] : second[i]));
    }
    if (node.best) {
      const idf = (record) => this.idf(this.spread(this.list(record))[1]);
      const whole = Math.min(Infinity, ...node.own.map(idf));
      for (const record of node.best) {
        const scores = this.stemScores(record, this.facts.boosts[5] * Math.min(1, whole / idf(record)));
        for (let i = 0; i < this.n; i++) if (scores[i] > out[i]) out[i] = scores[i];
      }
      return out;
    }
    const all = (node.sum ?? node.all).map((n) => this.score(n));
    for (let i = 0; i < this.n; i++) {
      let sum = 0, matched = 0;
      for (const scores of all) if (scores[i] >= 0) { sum += scores[i]; matched++; }
      if (node.sum ? matched : matched === all.length) out[i] = sum;
    }
    return out;
  }

  phraseScores(parts) {
    const out = this.scores();
    if (!parts.every(Boolean)) return out;
    const documents = [];
    for (const p of parts) p.documents.forEach((n, i) => { documents[p.start + i] = n; });
    const weight = documents.reduce((sum, n) => sum + this.idf(n), 0) * (1 + K1), norm = this.norm(6, 1);
    for (const [doc, starts] of parts[0].found) {
      const count = parts[1] ? starts.filter((s) => parts.every((p) => p.found.get(doc)?.includes(s))).length : starts;
      if (count) out[doc] = (weight * count) / (count + norm);
    }
    return out;
  }

  /** Documents that an exclusion means: parts of words are not excluded. */
  excluded(node) {
    if (!node.stem && !node.best) {
      const any = node.first ? [node.first, node.second] : node.sum;
      if (!any && !node.all) return this.score(node);
      const all = (any ?? node.all).map((n) => this.excluded(n));
      return this.scores().map((_, i) => ((any ? all.some((s) => s[i] >= 0) : all.every((s) => s[i] >= 0)) ? 0 : -1));
    }
    const out = this.scores();
    for (const record of node.best ?? [node.stem]) {
      const list = this.list(record);
      list.docs.forEach((doc, i) => { if (list.text[i] || list.heading[i]) out[doc] = 0; });
      for (const r of list.rows.flat()) out.fill(0, this.rows[r].first, this.rows[r].first + this.rows[r].documents);
    }
    return out;
  }

  // -- searching

  /** Which rows a filter lets through. */
  passes({ field, value, not }) {
    if (field === "aar") {
      const span = years(value);
      return this.rows.map((r) => (span !== null && r.years !== null && r.years[0] <= span[1] && r.years[1] >= span[0]) !== !!not);
    }
    if (field === "status" && value === "ingen") return this.rows.map((r) => !r.status.length !== !!not);
    const wanted = new Set(value.split("|").map(slug));
    return this.rows.map((r) => r[field].some(([id, label]) => wanted.has(slug(id)) || wanted.has(slug(label))) !== !!not);
  }

  /**
   * Searches. Options: `limit` (10), `offset`, `filters` ({kommune: ["roedovre"], …; aar: "2019-2022"}),
   * `sort` ("newest", "oldest", "kommune"), `group` (one hit a strategy, with the number of its `pages` and `more()`).
   */
  async search(text, { limit = 10, offset = 0, filters = {}, sort, group = false } = {}) {
    const query = parse(String(text), this.stops);
    const typed = query.filters.map((f) => this.passes(f));
    const chosen = Object.entries(filters).flatMap(([name, values]) => {
      const field = FIELDS[name.toLowerCase()], value = [values].flat().join("|");
      return field && value ? [{ field, pass: this.passes({ field, value, not: false }) }] : [];
    });
    const plans = await Promise.all(query.clauses.map(async (c) => {
      const plan = { sign: c.sign, stems: [], prefixes: [], phrases: [], corrections: [] };
      plan.node = await (c.phrase ? this.phrase(c.phrase, plan) : this.tied(c.tied, c.prefix, c.sign !== "-", plan));
      if (plan.node) await this.fetchLists(plan.node, c.sign === "-");
      return plan;
    }));
    const wanted = plans.filter((p) => p.sign !== "-");
    const marks = { stems: [], prefixes: [], phrases: [] };
    for (const p of wanted) for (const kind in marks) marks[kind].push(...p[kind]);
    // What matches before the chosen filters is kept: the counts beside them need it.
    const asked = plans.length + typed.length + chosen.length > 0, row = ([, doc]) => this.rowOf[doc];
    const matches = (relaxed) => (asked ? this.rank(plans, relaxed) : []).filter((f) => typed.every((pass) => pass[row(f)]));
    const settle = (some) => Promise.all(some.map((f) => this.settle(f[1])));
    // What is shown but not certain: a score that is not is never less than it will be.
    const doubtful = () => {
      const seen = new Set(), out = [];
      for (const f of found) {
        if (seen.size >= offset + limit) break;
        if (f[2]) out.push(f);
        seen.add(group ? row(f) : f);
      }
      return out;
    };
    const choose = (docs) => docs.filter((f) => chosen.every((c) => c.pass[row(f)]));
    let before = matches(false), found = choose(before), relaxed = false;
    if (!found.length && plans.filter((p) => p.sign === "").length > 1) {
      const some = matches(true), chosenSome = choose(some);
      if (chosenSome.length) [before, found, relaxed] = [some, chosenSome, true];
    }
    this.order(found, sort || query.sort);
    let pages = 0;
    for (let some; (some = doubtful()).length;) {
      // A few pages tell it themselves, and are shown anyway; for many the rest of the lists is less.
      if ((pages += some.length) < limit + MOST_PAGES) await settle(some);
      else {
        some = found;
        await Promise.all(plans.map((p) => p.node && this.fetchLists(p.node, true)));
      }
      this.rank(plans, relaxed, some.map((f) => f[1])).forEach((f, i) => Object.assign(some[i], f));
      this.order(found, sort || query.sort);
    }
    const corrections = wanted.flatMap((p) => p.corrections).sort((a, b) => b[0] - a[0]);
    let corrected = String(text);
    for (const [start, end, word] of corrections) corrected = corrected.slice(0, start) + word + corrected.slice(end);
    const result = { total: found.length, facets: this.facets(before, chosen), relaxed };
    if (corrections.length) result.corrected = corrected;
    const show = (list) => Promise.all(list.map(([score, doc]) => this.hit(score, doc, marks)));
    if (!group) return { ...result, hits: await show(found.slice(offset, offset + limit)) };
    const groups = new Map();
    for (const f of found) {
      if (!groups.has(row(f))) groups.set(row(f), []);
      groups.get(row(f)).push(f);
    }
    const shown = [...groups.values()].slice(offset, offset + limit), hits = await show(shown.map((g) => g[0]));
    shown.forEach((pages, i) => {
      hits[i].pages = pages.length;
      hits[i].more = async (most = 20) => {
        const others = pages.slice(1);
        await settle(others.filter((f) => f[2]));
        const sure = this.rank(plans, relaxed, others.map((f) => f[1]));
        this.order(sure);
        return show(sure.slice(0, most));
      };
    });
    return { ...result, strategies: groups.size, hits };
  }

  /** [rounded score, document, whether it may be less] of what matches, by document. */
  rank(plans, relaxed, docs = this.rowOf.keys()) {
    this.width = new Float64Array(this.n);
    const must = [], some = [], not = [];
    for (const p of plans) {
      if (p.sign === "-") { if (p.node) not.push(this.excluded(p.node)); continue; }
      if (relaxed && p.sign === "") { if (p.node) some.push(this.score(p.node)); continue; }
      if (!p.node) return [];
      must.push(this.score(p.node));
    }
    if (relaxed && !must.length && !some.length) return [];
    const found = [];
    for (const doc of docs) {
      if (not.some((s) => s[doc] >= 0) || must.some((s) => s[doc] < 0)) continue;
      if (!must.length && some.length && !some.some((s) => s[doc] >= 0)) continue;
      let score = 0;
      for (const s of must) score += s[doc];
      for (const s of some) if (s[doc] >= 0) score += s[doc];
      const high = Math.round(score * GRAIN);
      found.push([high, doc, high !== Math.round((score - this.width[doc]) * GRAIN)]);
    }
    return found;
  }

  order(found, sort) {
    const row = (f) => this.rows[this.rowOf[f[1]]];
    const year = (f) => { const y = row(f).years; return y ? (y[0] > 0 ? y[0] : y[1]) : 0; };
    const key = { newest: (f) => -year(f), oldest: (f) => year(f) || 1e4, kommune: (f) => row(f).order }[sort] ?? (() => 0);
    // One number a page sorts without asking back, which a hundred thousand of them feel.
    const most = found.reduce((most, [score]) => Math.max(most, score), 0) + 1, by = new Array(this.n);
    for (const f of found) by[f[1]] = f;
    Float64Array.from(found, (f) => (key(f) * most + most - f[0]) * this.n + f[1]).sort().forEach((n, i) => { found[i] = by[((n % this.n) + this.n) % this.n]; });
  }

  /** Strategies by value of each field, with every choice but the field's own. */
  facets(found, chosen) {
    const rows = [...new Set(found.map(([, doc]) => this.rowOf[doc]))];
    const out = {};
    for (const field of ["kommune", "region", "gruppe", "form", "status", "tema", "teknologi"]) {
      const counts = new Map();
      for (const r of rows) {
        if (!chosen.every((c) => c.field === field || c.pass[r])) continue;
        for (const [id, label] of this.rows[r][field]) {
          const seen = counts.get(id) ?? { id, label, count: 0 };
          seen.count++;
          counts.set(id, seen);
        }
      }
      out[field] = [...counts.values()].sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1));
    }
    return out;
  }

  async page(doc) {
    const row = this.rows[this.rowOf[doc]], step = this.facts.pages, nth = doc - row.first;
    const bytes = await this.load(this.path("t", row.file + Math.floor(nth / step)));
    const file = (bytes.json ??= JSON.parse(TEXT.decode(bytes)));
    return { row, file, page: file.x[nth % step] };
  }

  /** Settles what lists leave open of a page: counts its words, hyphenated ones also as one. */
  async settle(doc) {
    const [, , , text, , [length, headings, parts]] = (await this.page(doc)).page, counts = { __proto__: null };
    const add = (key) => { const own = stem(key); counts[own] = (counts[own] ?? 0) + 1; };
    let chain = "", last = "";
    for (const { key, tied } of [...tokens(text), { key: "" }]) {
      const on = tied && LETTERS.test(key) && LETTERS.test(last);
      if (!on && chain) { add(chain); chain = ""; }
      if (on) chain = (chain || last) + key;
      add((last = key));
    }
    this.norms[doc] = this.lengths[length];
    this.common.forEach((own, place) => {
      const list = this.commons.get(own).read, i = list ? list.docs.indexOf(doc) : -1;
      if (i < 0 || !list.level[i]) return;
      list.level[i] = 0;
      list.text[i] = counts[own] ?? 0;
      list.wide[i] = parts.find((n, at) => at % 2 && parts[at - 1] === place) ?? 1;
      list.heading[i] = headings.includes(place);
    });
  }

  async hit(score, doc, marks) {
    const { row, file, page: [page, url, path, text, own] } = await this.page(doc);
    const shown = snippet(text, path, marks);
    return {
      strategy: file.s, page, score: score / GRAIN, url: new URL(url, this.root).href, title: file.t, kommune: file.k,
      snippet: shown.html, heading: shown.heading, period: file.p, years: row.years,
      status: row.status[0]?.[0] ?? "", statusLabel: row.status[0]?.[1] ?? "", form: row.form[0]?.[1] ?? "",
      replaced: row.replaced, fetched: file.f, source: own ?? (file.o && file.d && page ? `${file.o}#page=${page}` : file.o),
    };
  }
}

// ---- snippets: step by step as src/index/snippet.rs ----------------------------------------------

const escape = (text) => text.replace(/[&<>"\t\n]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c] ?? " ");

function matched(found, at, marks) {
  const key = found[at].key;
  let what = 0;
  for (const phrase of marks.phrases) {
    for (let into = 0; into < phrase.length && into <= at; into++) {
      if (phrase.every((word, i) => found[at - into + i]?.key === word)) return [what, 3];
    }
    what++;
  }
  const own = stem(key);
  let i = marks.stems.indexOf(own);
  if (i >= 0) return [what + i, 3];
  const loosely = loose(key);
  i = marks.prefixes.findIndex((p) => key.startsWith(p) || loosely.startsWith(p));
  if (i >= 0) return [what + marks.stems.length + i, 2];
  i = marks.stems.findIndex((s) => s.length >= 4 && key.includes(s));
  return i >= 0 ? [what + i, 1] : null;
}

function sentences(text) {
  const out = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const space = at + 1 >= text.length || /\s/.test(text[at + 1]);
    const stop = ".!?".includes(text[at]) && space && !/\p{Lowercase}/u.test(text[at + 2] ?? "");
    if (!stop && text[at] !== "\n" && at + 1 < text.length) continue;
    let to = at + 1;
    while (to > from && /\s/.test(text[to - 1])) to--;
    while (from < to && /\s/.test(text[from])) from++;
    if (from < to) out.push([from, to]);
    from = at + 1;
  }
  return out;
}

function snippet(text, path, marks) {
  let headings = [];
  const pieces = text.split("\n\n").map((block) => {
    const level = /^(#+) /.exec(block)?.[1].length ?? 0, body = level ? block.slice(level + 1) : block;
    if (level) headings = [...headings.filter(([above]) => above < level), [level, body.trim()]];
    const found = tokens(body);
    const matches = found.flatMap((t, at) => {
      const m = matched(found, at, marks);
      return m ? [{ from: t.from, to: t.to, what: m[0], strength: m[1] }] : [];
    });
    return { level, body, matches, sentences: sentences(body), heading: headings.length ? headings.map(([, t]) => t).join(" › ") : path };
  });
  let best = null, most = -1;
  for (const piece of [...pieces.filter((p) => !p.level), ...pieces.filter((p) => p.level)]) {
    piece.sentences.forEach(([from, to], at) => {
      const strengths = new Map();
      for (const m of piece.matches) if (m.from >= from && m.to <= to) strengths.set(m.what, Math.max(m.strength, strengths.get(m.what) ?? 0));
      const worth = [...strengths.values()].reduce((a, b) => a + b, 0);
      if (worth > most) [best, most] = [{ piece, at }, worth];
    });
  }
  if (!best) return { html: "", heading: path };
  // A heading alone says little: what stands under it says what it is about.
  const below = best.piece.level ? pieces[pieces.indexOf(best.piece) + 1] : null;
  const html = show(best.piece, best.at) + (below && !below.level && below.sentences.length ? ` · ${show(below, 0)}` : "");
  return { html, heading: best.piece.heading };
}

function show({ body, matches, sentences: all }, at) {
  let [from, to] = all[at];
  for (const [, next] of all.slice(at + 1)) {
    if (to - from >= 180 || next - from > 320) break;
    to = next;
  }
  if (to - from > 320) {
    const first = matches.find((m) => m.from >= from && m.to <= to), lead = first ? Math.max(0, first.from - 80) : from;
    const space = (i) => /\s/.test(body[i]);
    if (lead > from) {
      let i = lead;
      while (i < to && !space(i)) i++;
      if (i < to) from = i + 1;
    }
    if (to - from > 320) {
      let i = from + 320;
      while (i > from && !space(i)) i--;
      to = space(i) ? i : from + 320;
    }
  }
  let html = from > 0 ? "… " : "", done = from;
  for (const m of matches) {
    if (m.from < from || m.to > to) continue;
    html += `${escape(body.slice(done, m.from))}<mark>${escape(body.slice(m.from, m.to))}</mark>`;
    done = m.to;
  }
  return html + escape(body.slice(done, to)) + (to < body.length ? " …" : "");
}

/** Opens the index whose files stand at `base` (a URL that ends with a slash). */
export async function openIndex(base = new URL("./", import.meta.url)) {
  const url = new URL(base, globalThis.location?.href ?? import.meta.url);
  return new Index(url, await unpack(await fetch(new URL("index.bin", url), { cache: "no-cache" })));
}

export { fold, loose, stem };
