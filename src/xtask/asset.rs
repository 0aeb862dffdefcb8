//! One file of what is deployed: its bytes, its name with a hash, its integrity, its weights.

use anyhow::Result;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::Path;

/// A file to deploy.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Path below the folder, `/` between its parts.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Bytes on the wire, by encoding.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Weight {
    /// As it is.
    pub raw: usize,
    /// gzip, level 9.
    pub gzip: usize,
    /// brotli, quality 11.
    pub brotli: usize,
}

impl Asset {
    /// A file whose name stays: the address people write down.
    pub fn fixed(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: bytes.into() }
    }

    /// A file whose name changes with its content, so that it can be cached for ever.
    pub fn hashed(stem: &str, extension: &str, bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        let name = format!("{stem}-{}.{extension}", short_hash(&bytes));
        Self { name, bytes }
    }

    /// As the `integrity` attribute wants it.
    pub fn integrity(&self) -> String {
        integrity(&self.bytes)
    }

    /// Writes it below the folder with its compressed twins; gives the weights.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn write(&self, dir: &Path) -> Result<Weight> {
        let path = dir.join(&self.name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        let brotli = brotli(&self.bytes)?;
        let gzip = gzip(&self.bytes)?;
        std::fs::write(dir.join(format!("{}.br", self.name)), &brotli)?;
        std::fs::write(dir.join(format!("{}.gz", self.name)), &gzip)?;
        std::fs::write(path, &self.bytes)?;
        Ok(Weight { raw: self.bytes.len(), gzip: gzip.len(), brotli: brotli.len() })
    }
}

impl std::ops::Add for Weight {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { raw: self.raw + other.raw, gzip: self.gzip + other.gzip, brotli: self.brotli + other.brotli }
    }
}

/// Sixteen hexadecimal digits that stand for the content.
pub fn short_hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// `sha256-…`, as Subresource Integrity writes it.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(bytes)))
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let params = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &params)?;
    Ok(packed)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn a_hashed_name_follows_the_content_and_nothing_else() {
        let first = Asset::hashed("parvis", "css", "a{}");
        expect!["parvis-5f546eb4606b5c2b.css"].assert_eq(&first.name);
        assert_eq!(first.name, Asset::hashed("parvis", "css", "a{}").name);
        assert_ne!(first.name, Asset::hashed("parvis", "css", "b{}").name);
    }

    #[test]
    fn integrity_is_written_as_browsers_read_it() {
        let hash = integrity(b"alert('Hello, world.');");
        expect!["sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng="].assert_eq(&hash);
    }

    #[test]
    fn the_compressed_twins_hold_the_same_bytes() {
        let text = "one community, ".repeat(200);
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut &brotli(text.as_bytes()).unwrap()[..], &mut back).unwrap();
        assert_eq!(back, text.as_bytes());
        let mut back = String::new();
        let packed = gzip(text.as_bytes()).unwrap();
        std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&packed[..]), &mut back).unwrap();
        assert_eq!(back, text);
    }
}
