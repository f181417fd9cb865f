//! Yes-or-no decisions → as few bytes as their odds allow: an adaptive binary range coder (Martin,
//! 1979; carries as in LZMA). Long lists of pages are written with it, because every page is one
//! decision that its neighbours predict. `browser/search.js` holds the decoder.

/// Bits of a probability.
const BITS: u32 = 15;
/// How fast odds follow what was seen: a 32nd of the way.
const RATE: u32 = 5;

/// The odds of one kind of decision.
#[derive(Debug, Clone, Copy)]
pub(super) struct Odds(u32);

impl Default for Odds {
    fn default() -> Self {
        Self(1 << (BITS - 1))
    }
}

/// Bytes under way.
#[derive(Debug)]
pub(super) struct Encoder {
    low: u64,
    range: u32,
    held: u8,
    waiting: u64,
    out: Vec<u8>,
}

impl Default for Encoder {
    fn default() -> Self {
        Self {
            low: 0,
            range: u32::MAX,
            held: 0,
            waiting: 1,
            out: Vec::new(),
        }
    }
}

impl Encoder {
    /// Writes a decision and lets the odds learn from it.
    pub(super) fn bit(&mut self, odds: &mut Odds, yes: bool) {
        let no = (self.range >> BITS) * odds.0;
        if yes {
            self.low += u64::from(no);
            self.range -= no;
            odds.0 -= odds.0 >> RATE;
        } else {
            self.range = no;
            odds.0 += ((1 << BITS) - odds.0) >> RATE;
        }
        while self.range < 1 << 24 {
            self.range <<= 8;
            self.shift();
        }
    }

    /// Writes a small number as "more?" decisions; what is beyond the odds goes bit by bit.
    pub(super) fn count(&mut self, odds: &mut [Odds], value: u32) {
        let most = odds.len() as u32;
        for (step, odds) in (0..).zip(odds.iter_mut()) {
            self.bit(odds, value > step);
            if value <= step {
                return;
            }
        }
        let rest = value - most + 1;
        let bits = 31 - rest.leading_zeros();
        for _ in 0..bits {
            self.bit(&mut Odds::default(), true);
        }
        self.bit(&mut Odds::default(), false);
        for at in (0..bits).rev() {
            self.bit(&mut Odds::default(), rest >> at & 1 == 1);
        }
    }

    /// Writes a byte from its highest bit, the odds chosen by the bits before.
    pub(super) fn byte(&mut self, odds: &mut [Odds; 256], value: u8) {
        let mut above = 1;
        for at in (0..8).rev() {
            let bit = usize::from(value >> at & 1);
            self.bit(&mut odds[above], bit == 1);
            above = above << 1 | bit;
        }
    }

    fn shift(&mut self) {
        if self.low < 0xff00_0000 || self.low > 0xffff_ffff {
            let carry = (self.low >> 32) as u8;
            let mut byte = self.held;
            while self.waiting > 0 {
                self.out.push(byte.wrapping_add(carry));
                byte = 0xff;
                self.waiting -= 1;
            }
            self.held = (self.low >> 24) as u8;
        }
        self.waiting += 1;
        self.low = (self.low & 0x00ff_ffff) << 8;
    }

    /// The bytes. The first is always zero and is left out.
    pub(super) fn finish(mut self) -> Vec<u8> {
        for _ in 0..5 {
            self.shift();
        }
        self.out.remove(0);
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_likely_costs_little() {
        let mut encoder = Encoder::default();
        let mut odds = Odds::default();
        for at in 0..8000 {
            encoder.bit(&mut odds, at % 100 == 0);
        }
        let bytes = encoder.finish().len();
        assert!(bytes < 120, "{bytes} bytes; the entropy is 81");
    }
}
