//! An XML part → its elements and texts in order. Entities beyond XML's own five are not expanded,
//! so there is nothing to blow up.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::super::ReadError;

/// One step through a part. Names are without their prefix.
pub(super) enum Part<'a> {
    /// An element begins.
    Open(&'a str, Attributes<'a>),
    /// An element ends.
    Close(&'a str),
    /// Text.
    Text(Cow<'a, str>),
}

/// Attributes of an element.
pub(super) struct Attributes<'a>(&'a BytesStart<'a>);

impl Attributes<'_> {
    /// The value of the attribute of this name, whatever its prefix.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        self.all(name).into_iter().next()
    }

    /// The values of every attribute of this name, whatever their prefixes.
    pub(super) fn all(&self, name: &str) -> Vec<String> {
        self.0
            .attributes()
            .flatten()
            .filter(|a| a.key.local_name().as_ref() == name)
            .map(|a| a.value.into_owned())
            .collect()
    }

    /// Whether a property is switched on: present, and not "0" or "false".
    pub(super) fn on(&self) -> bool {
        !matches!(self.get("val").as_deref(), Some("0" | "false" | "none"))
    }
}

/// Steps through a part.
pub(super) fn walk(source: &str, mut step: impl FnMut(Part<'_>)) -> Result<(), ReadError> {
    let mut reader = Reader::from_str(source);
    reader.config_mut().check_end_names = false;
    loop {
        let event = reader.read_event().map_err(|e| {
            ReadError::Office(format!("XML at byte {}: {e}", reader.error_position()))
        })?;
        match event {
            Event::Start(e) => step(Part::Open(e.local_name().as_ref(), Attributes(&e))),
            Event::Empty(e) => {
                step(Part::Open(e.local_name().as_ref(), Attributes(&e)));
                step(Part::Close(e.local_name().as_ref()));
            }
            Event::End(e) => step(Part::Close(e.local_name().as_ref())),
            Event::Text(t) => step(Part::Text(t.xml10_content())),
            Event::CData(t) => step(Part::Text(t.xml10_content())),
            Event::GeneralRef(r) => {
                let sign = match r.resolve_char_ref() {
                    Ok(Some(c)) => Some(c.to_string()),
                    _ => resolve_predefined_entity(&r).map(str::to_owned),
                };
                step(Part::Text(sign.unwrap_or_default().into()));
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}
