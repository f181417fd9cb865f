//! Fonts that do not say which characters their codes stand for → fonts that do: the encoding and
//! the glyph names inside the embedded program become a `/ToUnicode` map, given to the library where
//! it looks for one. A map that the file states is never touched, and nothing is guessed from shapes.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

use pdfboss_core::{Dict, Document, Name, ObjRef, Object, ObjectSource, Result, Stream};
use pdfboss_encoding::glyph_to_text;
use ttf_parser::{GlyphId, RawFace, Tag, cff, cmap, post};

/// Font programs beyond this size are not read: no mapping is worth the time.
const MAX_PROGRAM: usize = 8 << 20;
/// A program that names more glyphs than this is not asked for names.
const MAX_NAMES: usize = 4_096;
/// Glyph numbers beyond this are not looked up.
const MAX_GLYPHS: u32 = 0xffff;

/// A document whose fonts say what their codes mean, as far as their programs know.
#[derive(Clone, Copy)]
pub(super) struct Mended<'a>(pub &'a Document);

impl ObjectSource for Mended<'_> {
    fn get(&self, r: ObjRef) -> Result<Object> {
        Ok(self.mend(self.0.get(r)?))
    }

    fn stream_data(&self, s: &Stream) -> Result<Vec<u8>> {
        self.0.stream_data(s)
    }

    fn resolve(&self, o: &Object) -> Result<Object> {
        match o {
            Object::Ref(_) => Ok(self.mend(self.0.resolve(o)?)),
            // What stands in place may be a font too; it is copied only then.
            Object::Dict(dict) if is_font(dict) => Ok(self.mend(o.clone())),
            _ => self.0.resolve(o),
        }
    }
}

fn is_font(dict: &Dict) -> bool {
    dict.get_name("Type").is_some_and(|n| n.0 == "Font")
        && !dict
            .get_name("Subtype")
            .is_some_and(|n| n.0.starts_with("CIDFont"))
}

impl Mended<'_> {
    fn mend(&self, object: Object) -> Object {
        let Object::Dict(mut dict) = object else {
            return object;
        };
        if !is_font(&dict) {
            return Object::Dict(dict);
        }
        if self.name(&dict, "Subtype").is_some_and(|n| n == "Type0") {
            if dict.get("ToUnicode").is_none()
                && let Some(texts) = self.composite(&dict)
            {
                dict.insert(Name("ToUnicode".to_owned()), to_unicode(&texts));
            }
            return Object::Dict(dict);
        }
        // What a simple font's map leaves out is looked up in its encoding.
        if let Some(encoding) = self.encoding(&dict) {
            dict.insert(Name("Encoding".to_owned()), encoding);
        }
        if let Some(widths) = self.drawn_widths(&dict) {
            dict.insert(Name("Widths".to_owned()), widths);
        }
        Object::Dict(dict)
    }

    /// Widths of a font of drawings in thousandths, as other fonts state them: its own are in a
    /// space of its own.
    fn drawn_widths(&self, font: &Dict) -> Option<Object> {
        if self.name(font, "Subtype")? != "Type3" {
            return None;
        }
        let matrix = self.value(font, "FontMatrix")?;
        let scale = self.0.resolve(matrix.as_array()?.first()?).ok()?.as_f64()? * 1e3;
        if !(1e-3..=1e6).contains(&scale) || (scale - 1.0).abs() < 1e-3 {
            return None;
        }
        let widths = self.value(font, "Widths")?;
        let widths = widths.as_array()?.iter().map(|width| {
            let width = self.0.resolve(width).ok().and_then(|w| w.as_f64());
            Object::Real(width.unwrap_or(0.0) * scale)
        });
        Some(Object::Array(widths.collect()))
    }

    fn value(&self, dict: &Dict, key: &str) -> Option<Object> {
        self.0.resolve(dict.get(key)?).ok()
    }

    fn dict(&self, dict: &Dict, key: &str) -> Option<Dict> {
        self.value(dict, key)?.as_dict().cloned()
    }

    fn name(&self, dict: &Dict, key: &str) -> Option<String> {
        self.value(dict, key)?.as_name().map(|n| n.0.clone())
    }

    /// The encoding of a simple font with what its program knows and the file does not say.
    fn encoding(&self, font: &Dict) -> Option<Object> {
        let kind = self.name(font, "Subtype")?;
        let stated = self.stated(font);
        let read = match kind.as_str() {
            _ if stated.whole => None,
            "Type1" | "MMType1" => self.type1(font, &stated.codes),
            "TrueType" if font.get("ToUnicode").is_none() => self.truetype(font, &stated.codes),
            _ => None,
        };
        let read = read.unwrap_or_default();
        if read.is_empty() && stated.numbered.is_empty() {
            return None;
        }
        let mut differences = Vec::new();
        let mut add = |texts: BTreeMap<u32, String>| {
            for (code, text) in texts {
                let units: String = text.encode_utf16().map(|u| format!("{u:04X}")).collect();
                differences.push(Object::Int(i64::from(code)));
                differences.push(Object::Name(Name(format!("uni{units}"))));
            }
        };
        add(read);
        add(stated.numbered);
        let mut dict = stated.dict;
        if let Some(Object::Array(own)) = self.value(&dict, "Differences") {
            differences.splice(0..0, own);
        }
        dict.insert(Name("Differences".to_owned()), Object::Array(differences));
        Some(Object::Dict(dict))
    }

    /// A Type 1 font kept in compact form: the encoding inside it holds where the file names none.
    fn type1(&self, font: &Dict, stated: &HashSet<u32>) -> Option<BTreeMap<u32, String>> {
        let data = self.program(font, &["FontFile3"])?;
        let table = cff::Table::parse(compact(&data)?)?;
        let read = (0..=255_u8)
            .filter(|code| !stated.contains(&u32::from(*code)))
            .filter_map(|code| {
                let name = table.glyph_name(table.glyph_index(code)?)?;
                Some((u32::from(code), glyph_to_text(name)?))
            });
        Some(read.collect())
    }

    /// A TrueType font without an encoding: its codes lead to glyphs, and glyphs to characters by
    /// name or by a table of Unicode.
    fn truetype(&self, font: &Dict, stated: &HashSet<u32>) -> Option<BTreeMap<u32, String>> {
        let data = self.program(font, &["FontFile2"])?;
        let glyphs = Glyphs::parse(&data)?;
        let read = (32..=255_u8)
            .filter(|code| !stated.contains(&u32::from(*code)))
            .filter_map(|code| Some((u32::from(code), glyphs.text(glyphs.of_code(code)?)?)));
        Some(read.collect())
    }

    /// A composite font whose codes are the numbers of glyphs.
    fn composite(&self, font: &Dict) -> Option<BTreeMap<u32, String>> {
        let encoding = self.name(font, "Encoding")?;
        if !encoding.starts_with("Identity") {
            return None;
        }
        let parts = self.value(font, "DescendantFonts")?;
        let part = self.0.resolve(parts.as_array()?.first()?).ok()?;
        let part = part.as_dict()?;
        // A character collection has a table of its own.
        let ordering = self
            .dict(part, "CIDSystemInfo")
            .and_then(|info| Some(self.value(&info, "Ordering")?.as_str_bytes()?.to_vec()));
        if ordering.is_some_and(|o| o != b"Identity") {
            return None;
        }
        let data = self.program(part, &["FontFile2", "FontFile3"])?;
        if let Some(table) = compact(&data).and_then(cff::Table::parse) {
            let read = (0..u32::from(table.number_of_glyphs())).filter_map(|cid| {
                let name = table.glyph_name(GlyphId(u16::try_from(cid).ok()?))?;
                Some((cid, glyph_to_text(name)?))
            });
            return Some(read.collect());
        }
        let glyphs = Glyphs::parse(&data)?;
        let listed = match self.value(part, "CIDToGIDMap") {
            Some(Object::Stream(map)) => Some(self.0.stream_data(&map).ok()?),
            _ => None,
        };
        let read = (0..=MAX_GLYPHS).filter_map(|cid| {
            let glyph = match &listed {
                None => u16::try_from(cid).ok()?,
                Some(map) => {
                    let at = cid as usize * 2;
                    u16::from_be_bytes(map.get(at..at + 2)?.try_into().ok()?)
                }
            };
            let text = (glyph != 0).then(|| glyphs.text(GlyphId(glyph)))??;
            Some((cid, text))
        });
        Some(read.collect())
    }

    /// What the file itself says of a simple font's codes.
    fn stated(&self, font: &Dict) -> Stated {
        let mut stated = Stated::default();
        let dict = match self.value(font, "Encoding") {
            Some(Object::Dict(dict)) => dict,
            encoding => {
                stated.whole = encoding.is_some_and(|e| !e.is_null());
                return stated;
            }
        };
        stated.whole = dict.get("BaseEncoding").is_some();
        stated.dict.clone_from(&dict);
        let differences = self.value(&dict, "Differences");
        let mut code = 0_u32;
        for item in differences.iter().filter_map(Object::as_array).flatten() {
            match self.0.resolve(item) {
                Ok(Object::Int(n)) => code = u32::try_from(n).unwrap_or(0),
                Ok(Object::Name(name)) => {
                    stated.codes.insert(code);
                    if let Some(c) = numbered(&name.0, code) {
                        stated.numbered.insert(code, c.to_string());
                    }
                    code = code.saturating_add(1);
                }
                _ => {}
            }
        }
        stated
    }

    /// The embedded program under the first of these keys.
    fn program(&self, font: &Dict, keys: &[&str]) -> Option<Vec<u8>> {
        let descriptor = self.dict(font, "FontDescriptor")?;
        let stream = keys.iter().find_map(|key| self.value(&descriptor, key))?;
        let data = self.0.stream_data(stream.as_stream()?).ok()?;
        (data.len() <= MAX_PROGRAM).then_some(data)
    }
}

/// What a file says of a simple font's codes.
#[derive(Default)]
struct Stated {
    /// The encoding it states.
    dict: Dict,
    /// It names a whole encoding.
    whole: bool,
    /// Codes whose glyphs it names one by one.
    codes: HashSet<u32>,
    /// Those named by a number.
    numbered: BTreeMap<u32, String>,
}

/// "a224" for code 224: a typesetter's name that only repeats the code, which then is Latin-1.
fn numbered(name: &str, code: u32) -> Option<char> {
    let digits = name.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let named = (1..=2).contains(&(name.len() - digits.len()));
    let c = char::from_u32(digits.parse().ok().filter(|n| *n == code)?)?;
    (named && c > '\u{a0}' && c <= '\u{ff}' && glyph_to_text(name).is_none()).then_some(c)
}

/// The compact font in a program, which may be wrapped as OpenType.
fn compact(data: &[u8]) -> Option<&[u8]> {
    match data.get(..4)? {
        b"OTTO" => RawFace::parse(data, 0)
            .ok()?
            .table(Tag::from_bytes(b"CFF ")),
        [1, 0, ..] if data.get(..4) != Some(&[0, 1, 0, 0]) => Some(data),
        _ => None,
    }
}

/// What a TrueType program says of its glyphs.
struct Glyphs<'a> {
    post: Option<post::Table<'a>>,
    subtables: Vec<cmap::Subtable<'a>>,
    characters: BTreeMap<u16, char>,
}

impl<'a> Glyphs<'a> {
    fn parse(data: &'a [u8]) -> Option<Self> {
        let face = RawFace::parse(data, 0).ok()?;
        let table = |tag: &[u8; 4]| face.table(Tag::from_bytes(tag));
        let subtables: Vec<_> = table(b"cmap")
            .and_then(cmap::Table::parse)
            .map(|t| t.subtables.into_iter().collect())
            .unwrap_or_default();
        let mut characters = BTreeMap::new();
        for subtable in subtables.iter().filter(|t| t.is_unicode()) {
            subtable.codepoints(|code| {
                if let (Some(c), Some(glyph)) = (char::from_u32(code), subtable.glyph_index(code))
                    && !matches!(c, '\u{e000}'..='\u{f8ff}')
                {
                    characters.entry(glyph.0).or_insert(c);
                }
            });
        }
        // Names are looked up one after the other.
        let post = table(b"post")
            .and_then(post::Table::parse)
            .filter(|post| post.names().take(MAX_NAMES).count() < MAX_NAMES);
        Some(Self {
            post,
            subtables,
            characters,
        })
    }

    /// The glyph that a one-byte code leads to.
    fn of_code(&self, code: u8) -> Option<GlyphId> {
        let code = u32::from(code);
        self.subtables
            .iter()
            .filter(|t| !t.is_unicode())
            .find_map(|t| {
                t.glyph_index(code)
                    .or_else(|| t.glyph_index(0xf000 + code))
                    .filter(|g| g.0 != 0)
            })
    }

    fn text(&self, glyph: GlyphId) -> Option<String> {
        if let Some(c) = self.characters.get(&glyph.0) {
            return Some(c.to_string());
        }
        let name = self.post.as_ref()?.glyph_name(glyph)?;
        glyph_to_text(name)
    }
}

/// Codes of two bytes and their texts as the file would have stated them.
fn to_unicode(texts: &BTreeMap<u32, String>) -> Object {
    let mut map = String::from("beginbfchar\n");
    for (code, text) in texts {
        let _ = write!(map, "<{code:04x}> <");
        for unit in text.encode_utf16() {
            let _ = write!(map, "{unit:04x}");
        }
        map.push_str(">\n");
    }
    map.push_str("endbfchar\n");
    Object::Stream(Stream {
        dict: Dict::new(),
        data: map.into_bytes(),
    })
}
