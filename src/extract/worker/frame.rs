//! Messages between parent and child ↔ bytes on a pipe: a length of eight bytes, then that many
//! bytes. A length beyond the limit is an error before anything is allocated.

use std::io::{self, Read, Write};

/// Longest message in bytes: the largest body a crawl keeps is 100 MB.
pub(super) const MAX_REQUEST: u64 = 256 << 20;
/// Longest answer in bytes: the text of thousands of pages.
pub(super) const MAX_ANSWER: u64 = 64 << 20;

/// Writes one message.
pub(super) fn write(to: &mut impl Write, message: &[u8]) -> io::Result<()> {
    to.write_all(&(message.len() as u64).to_le_bytes())?;
    to.write_all(message)
}

/// Reads one message; `None` where the other side is gone between messages.
pub(super) fn read(from: &mut impl Read, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 8];
    let mut filled = 0;
    while filled < length.len() {
        match from.read(&mut length[filled..])? {
            0 if filled == 0 => return Ok(None),
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            n => filled += n,
        }
    }
    let length = u64::from_le_bytes(length);
    if length > limit {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "message too long",
        ));
    }
    let mut message = Vec::new();
    from.take(length).read_to_end(&mut message)?;
    if message.len() as u64 == length {
        Ok(Some(message))
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_come_back_and_broken_ones_are_errors() {
        let mut pipe = Vec::new();
        write(&mut pipe, b"one").expect("writes to memory");
        write(&mut pipe, b"").expect("writes to memory");
        let mut from = pipe.as_slice();
        assert_eq!(read(&mut from, 10).expect("whole"), Some(b"one".to_vec()));
        assert_eq!(read(&mut from, 10).expect("whole"), Some(Vec::new()));
        assert_eq!(read(&mut from, 10).expect("end"), None);
        assert!(read(&mut &pipe[..9], 10).is_err(), "cut short");
        assert!(read(&mut pipe.as_slice(), 2).is_err(), "too long");
    }
}
