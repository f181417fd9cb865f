//! Some blocks of a document → one text that can be searched at once, telling the block of every
//! find.

use memchr::memmem::Finder;

use crate::analyse::pillars::Line;

/// Blocks in lower case, one after the other.
pub(super) struct Joined {
    text: String,
    /// Byte after each block, and its place among all blocks.
    ends: Vec<(usize, usize)>,
}

impl Joined {
    /// The blocks that pass the test.
    pub(super) fn new(lines: &[Line<'_>], test: &dyn Fn(&Line<'_>) -> bool) -> Self {
        let mut text = String::new();
        let mut ends = Vec::new();
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| test(line)) {
            text.push_str(&line.lower);
            text.push('\u{1e}');
            ends.push((text.len(), at));
        }
        Self { text, ends }
    }

    /// The places of the blocks that hold what is looked for, each once.
    pub(super) fn places<'f>(&'f self, finder: &'f Finder<'_>) -> impl Iterator<Item = usize> + 'f {
        let mut from = 0;
        std::iter::from_fn(move || {
            let found = from + finder.find(&self.text.as_bytes()[from..])?;
            let block = self.ends.partition_point(|(end, _)| *end <= found);
            let (end, at) = *self.ends.get(block)?;
            from = end;
            Some(at)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::document::BlockKind;

    #[test]
    fn every_block_that_holds_it_is_told_once() {
        let line = |kind, text| Line::new(1, kind, text);
        let lines = [
            line(BlockKind::Paragraph, "Data og data."),
            line(BlockKind::ListItem, "Data"),
            line(BlockKind::Paragraph, "Klima"),
            line(BlockKind::Paragraph, "Bedre DATA"),
        ];
        let joined = Joined::new(&lines, &|l| l.kind == BlockKind::Paragraph);
        let places: Vec<usize> = joined.places(&Finder::new("data")).collect();
        assert_eq!(places, [0, 3]);
    }
}
