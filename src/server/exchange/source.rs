//! The bytes of a file as UTF-8: unpacked, and decoded where they are something else.
//!
//! UTF-16 tells itself by its first bytes. A file that is not UTF-8 and holds nothing that could be is taken as
//! Windows-1252, in which spreadsheets write; one that is UTF-8 but for a few bytes stays UTF-8, and the rows
//! with those bytes are refused one by one.

use crate::lines::unpacked;
use anyhow::{Context, bail};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};
use encoding_rs_io::DecodeReaderBytesBuilder;
use indicatif::ProgressBar;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// What the letters of a file are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Charset {
    Utf8,
    Other(&'static Encoding),
}

const BUFFER: usize = 64 * 1024;

impl Charset {
    /// Reads a file once to know.
    pub fn of(path: &Path) -> anyhow::Result<Self> {
        Self::of_bytes(unpacked(path, &ProgressBar::hidden())?)
            .with_context(|| format!("cannot read {}", path.display()))
    }

    fn of_bytes(mut reader: impl Read) -> anyhow::Result<Self> {
        let (mut bytes, mut kept) = (vec![0; BUFFER], 0);
        let (mut has_letters, mut has_faults, mut is_head) = (false, false, true);
        loop {
            let n_read = reader.read(bytes.get_mut(kept..).unwrap_or_default())?;
            let read = bytes.get(..kept + n_read).unwrap_or_default();
            if is_head && n_read > 0 {
                is_head = false;
                match read {
                    [0xff, 0xfe, ..] => return Ok(Self::Other(UTF_16LE)),
                    [0xfe, 0xff, ..] => return Ok(Self::Other(UTF_16BE)),
                    _ if read.contains(&0) => {
                        bail!("it holds zero bytes: save it as UTF-8, or as UTF-16 with a byte order mark")
                    }
                    _ => {}
                }
            }
            let mut rest = read;
            loop {
                match core::str::from_utf8(rest) {
                    Ok(valid) => {
                        has_letters |= !valid.is_ascii();
                        rest = &[];
                    }
                    Err(error) => {
                        let (valid, from) = rest.split_at(error.valid_up_to());
                        has_letters |= !valid.is_ascii();
                        match error.error_len() {
                            Some(length) => {
                                has_faults = true;
                                rest = from.get(length..).unwrap_or_default();
                                continue;
                            }
                            // A letter that the end of the buffer cuts; at the end of the file it is a fault.
                            None => {
                                has_faults |= n_read == 0;
                                rest = from;
                            }
                        }
                    }
                }
                break;
            }
            if n_read == 0 {
                let is_spread = has_faults && !has_letters;
                return Ok(if is_spread { Self::Other(WINDOWS_1252) } else { Self::Utf8 });
            }
            let rest = rest.to_vec();
            kept = rest.len();
            bytes.get_mut(..kept).unwrap_or_default().copy_from_slice(&rest);
        }
    }

    /// The name to tell; none for UTF-8.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Utf8 => None,
            Self::Other(encoding) => Some(encoding.name()),
        }
    }
}

/// The bytes of a file as UTF-8, without a byte order mark.
pub(crate) fn open(path: &Path, charset: Charset, bar: &ProgressBar) -> anyhow::Result<Box<dyn BufRead>> {
    let mut file = unpacked(path, bar)?;
    Ok(match charset {
        Charset::Utf8 => {
            if file.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
                file.consume(3);
            }
            file
        }
        Charset::Other(encoding) => {
            let mut settings = DecodeReaderBytesBuilder::new();
            settings.encoding(Some(encoding)).bom_override(true);
            Box::new(BufReader::with_capacity(BUFFER, settings.build(file)))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_of_a_file_are_known_by_its_bytes() {
        fn check(bytes: &[u8], expected: Option<&str>) {
            assert_eq!(Charset::of_bytes(bytes).unwrap().name(), expected, "{bytes:?}");
        }
        check(b"title,body", None);
        check("été".as_bytes(), None);
        check(b"\xef\xbb\xbftitle", None);
        check(b"\xff\xfet\0i\0", Some("UTF-16LE"));
        check(b"\xfe\xff\0t\0i", Some("UTF-16BE"));
        check(b"\xe9t\xe9", Some("windows-1252"));
        check(b"une fa\xe7ade", Some("windows-1252"));
        // One spoiled row of a file in UTF-8 does not change how the others read.
        check("été, fa\u{e7}ade".replace('\u{e7}', "\u{1}").as_bytes(), None);
        check(&[&b"\xe9t\xe9\n"[..], "été".as_bytes()].concat(), None);
        assert!(Charset::of_bytes(&b"t\0i\0"[..]).unwrap_err().to_string().contains("byte order mark"));
        let mut long = "a".repeat(BUFFER - 1);
        long.push('é');
        check(long.as_bytes(), None);
    }
}
