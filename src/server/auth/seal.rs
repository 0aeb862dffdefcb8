//! The service's own secret: keyed hashes, each for one purpose.

use anyhow::Context;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::io::Write;
use std::path::Path;
use std::{fmt, fs, io};

/// A secret of 32 bytes that signs tokens and derives ids.
#[derive(Clone)]
pub struct Seal([u8; 32]);

impl Seal {
    /// The seal with this secret, which must stay the same across restarts.
    pub const fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// The seal kept in this file; a new secret is written there when there is no file yet.
    pub fn from_file(path: &Path) -> anyhow::Result<Self> {
        let told = || format!("the secret in {}", path.display());
        match fs::read_to_string(path) {
            Ok(text) => {
                let bytes = from_hex(text.trim()).and_then(|bytes| bytes.try_into().ok());
                bytes.map(Self).with_context(|| format!("{} is not 64 hexadecimal letters", told()))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let secret = crate::app::random()?;
                if let Some(folder) = path.parent() {
                    fs::create_dir_all(folder).with_context(told)?;
                }
                let mut options = fs::OpenOptions::new();
                options.write(true).create_new(true);
                #[cfg(unix)]
                std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
                let mut file = options.open(path).with_context(told)?;
                file.write_all(to_hex(&secret).as_bytes())
                    .and_then(|()| file.sync_all())
                    .with_context(told)?;
                Ok(Self(secret))
            }
            Err(error) => Err(error).with_context(told),
        }
    }

    /// The keyed hash of these parts for this purpose. Lengths are hashed too, so that no two lists of parts
    /// run into each other.
    pub fn sign(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        self.started(purpose, parts).finalize().into_bytes().into()
    }

    /// Whether `tag` is the keyed hash of these parts, compared in constant time.
    pub fn verify(&self, purpose: &str, parts: &[&[u8]], tag: &[u8]) -> bool {
        self.started(purpose, parts).verify_slice(tag).is_ok()
    }

    /// A short public name for something that must not be told: 24 hexadecimal letters after `prefix`.
    pub fn pseudonym(&self, prefix: &str, purpose: &str, parts: &[&[u8]]) -> String {
        let tag = self.sign(purpose, parts);
        format!("{prefix}{}", to_hex(tag.get(..12).unwrap_or_default()))
    }

    fn started(&self, purpose: &str, parts: &[&[u8]]) -> Hmac<Sha256> {
        // A key shorter than a block is padded with zeros, so this is the usual HMAC and cannot fail.
        let mut block = [0; 64];
        block.iter_mut().zip(self.0).for_each(|(byte, secret)| *byte = secret);
        let mut mac = <Hmac<Sha256> as KeyInit>::new(&block.into());
        for part in [purpose.as_bytes()].iter().chain(parts) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac
    }
}

impl fmt::Debug for Seal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Seal(…)")
    }
}

/// Lower-case hexadecimal.
pub fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads lower-case hexadecimal.
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn purposes_and_parts_do_not_run_into_each_other() {
        let seal = Seal::new([7; 32]);
        let tag = seal.sign("a", &[b"bc", b"d"]);
        assert!(seal.verify("a", &[b"bc", b"d"], &tag));
        assert!(!seal.verify("a", &[b"b", b"cd"], &tag));
        assert!(!seal.verify("ab", &[b"c", b"d"], &tag));
        assert!(!Seal::new([8; 32]).verify("a", &[b"bc", b"d"], &tag));
    }

    #[test]
    fn hexadecimal_reads_back() {
        assert_eq!(from_hex(&to_hex(&[0, 15, 255])), Some(vec![0, 15, 255]));
        assert_eq!(from_hex("0"), None);
        assert_eq!(from_hex("0G"), None);
        assert_eq!(from_hex("é"), None);
    }
}
