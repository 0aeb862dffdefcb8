//! Pictures that lines name: found beside their file, kept under a name made of their content.

use anyhow::Context;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::webp::WebPEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageFormat, ImageReader};
use parvis_model::id::MediaId;
use parvis_model::media::Media;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

/// Pixels of the longest side of the small rendition.
const SMALL: u32 = 480;
/// Bytes under which a picture is light enough to be its own small rendition.
const LIGHT: usize = 120_000;
const JPEG_QUALITY: u8 = 82;

/// The folder of pictures of a service, and what this import has kept there already.
#[derive(Debug)]
pub(crate) struct Gallery {
    folder: PathBuf,
    kept: HashMap<PathBuf, Kept>,
}

/// A picture that is in the gallery.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub id: MediaId,
    pub media: Media,
}

impl Gallery {
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), kept: HashMap::new() }
    }

    /// Whether there is a file of this name to keep, or why not; nothing is written.
    pub fn has(&self, beside: &Path, name: &str) -> Result<(), String> {
        let path = place_of(beside, name)?;
        if path.is_file() { Ok(()) } else { Err(format!("there is no pictures/{name} beside the file")) }
    }

    /// Keeps the picture of this name in `pictures/` beside a file of lines. The reason when that is not
    /// possible, which is for the report; an error of the disk stops the import.
    pub fn keep(&mut self, beside: &Path, name: &str) -> anyhow::Result<Result<Kept, String>> {
        let path = match place_of(beside, name) {
            Ok(path) => path,
            Err(reason) => return Ok(Err(reason)),
        };
        if let Some(kept) = self.kept.get(&path) {
            return Ok(Ok(kept.clone()));
        }
        let Ok(bytes) = fs::read(&path) else {
            return Ok(Err(format!("there is no pictures/{name} beside the file")));
        };
        let Some((bytes, extension)) = servable(bytes) else {
            return Ok(Err(format!("pictures/{name} is no JPEG, PNG or WebP picture that can be read")));
        };
        let (width, height) =
            ImageReader::new(Cursor::new(&bytes)).with_guessed_format()?.into_dimensions()?;
        let stem = stem_of(name, &bytes);
        let id = MediaId::parse(&stem)?;
        let src = self.write(&format!("{stem}.{extension}"), &bytes)?;
        let small = if bytes.len() > LIGHT && width.max(height) > SMALL {
            let small = image::load_from_memory(&bytes)?.resize(SMALL, SMALL, FilterType::Lanczos3);
            let mut drawn = Vec::new();
            small.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut drawn, JPEG_QUALITY))?;
            Some(self.write(&format!("{stem}-480.jpg"), &drawn)?)
        } else {
            None
        };
        let kept = Kept { id, media: Media { src, small, alt: String::new(), width, height } };
        self.kept.insert(path, kept.clone());
        Ok(Ok(kept))
    }

    /// Writes a file under its final name in one step, and gives its address.
    fn write(&self, name: &str, bytes: &[u8]) -> anyhow::Result<String> {
        let told = || format!("cannot write into {}", self.folder.display());
        fs::create_dir_all(&self.folder).with_context(told)?;
        let path = self.folder.join(name);
        if !path.exists() {
            let draft = self.folder.join(format!("{name}.part"));
            fs::write(&draft, bytes).with_context(told)?;
            fs::rename(&draft, &path).with_context(told)?;
        }
        Ok(format!("/media/{name}"))
    }
}

/// Where the picture of this name lies, in `pictures/` beside a file.
fn place_of(beside: &Path, name: &str) -> Result<PathBuf, String> {
    if name.is_empty() || name.contains(['/', '\\']) || name.starts_with('.') {
        return Err(format!("`{name}` is not the name of a file"));
    }
    Ok(beside.with_file_name("pictures").join(name))
}

/// The file in a form the service gives out: JPEG and WebP as they are, PNG as WebP without loss.
fn servable(bytes: Vec<u8>) -> Option<(Vec<u8>, &'static str)> {
    let reader = ImageReader::new(Cursor::new(&bytes)).with_guessed_format().ok()?;
    let format = reader.format()?;
    reader.into_dimensions().ok()?;
    match format {
        ImageFormat::Jpeg => Some((bytes, "jpg")),
        ImageFormat::WebP => Some((bytes, "webp")),
        ImageFormat::Png => Some((webp(&image::load_from_memory(&bytes).ok()?).ok()?, "webp")),
        _ => None,
    }
}

fn webp(picture: &DynamicImage) -> image::ImageResult<Vec<u8>> {
    let mut bytes = Vec::new();
    if picture.color().has_alpha() {
        picture.to_rgba8().write_with_encoder(WebPEncoder::new_lossless(&mut bytes))?;
    } else {
        picture.to_rgb8().write_with_encoder(WebPEncoder::new_lossless(&mut bytes))?;
    }
    Ok(bytes)
}

/// The name a picture goes by: the one a service gave it when it was uploaded, else a hash of its content.
fn stem_of(name: &str, bytes: &[u8]) -> String {
    let stem = name.split('.').next().unwrap_or_default();
    let is_given = stem.strip_prefix("p-").is_some_and(|rest| {
        rest.len() >= 16 && rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    });
    if is_given {
        return stem.to_owned();
    }
    let hex: String = Sha256::digest(bytes).iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("m-{hex}")
}
