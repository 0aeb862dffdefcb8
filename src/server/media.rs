//! Uploaded pictures: looked at, drawn anew without whatever else the file held, and kept by their content.
//!
//! The type is read from the first bytes, never from what the sender says; a file that does not decode is
//! refused and nothing of it is kept. Names are keyed hashes of the content, so they cannot be guessed and the
//! same picture is kept once.

use crate::auth::Seal;
use crate::problem::Error;
use anyhow::Context;
use bytes::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::webp::WebPEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use object_store::local::LocalFileSystem;
use object_store::path::Path as StorePath;
use object_store::{ObjectStoreExt, PutPayload};
use parvis_model::id::MediaId;
use parvis_model::media::Media;
use parvis_model::problem::ProblemKind;
use parvis_model::site::PictureLimits;
use std::io::Cursor;
use std::path::Path;
use tokio::sync::Semaphore;

/// Pixels of the longest side of what is kept.
pub const SIDE_MAX: u32 = 1_600;
/// Pixels of the longest side of the small rendition.
const SMALL_MAX: u32 = 480;
/// Pixels of the longest side of what is taken.
pub const TAKEN_MAX: u32 = 12_000;
/// Bytes that decoding may allocate: 64 megapixels of four bytes.
const ALLOC_MAX: u64 = 256 * 1024 * 1024;
const JPEG_QUALITY: u8 = 82;

/// Pictures drawn at the same time at most: each may need [`ALLOC_MAX`].
const N_DRAWN: usize = 2;

/// Where pictures are kept.
#[derive(Debug)]
pub struct Gallery {
    store: LocalFileSystem,
    turns: Semaphore,
}

/// A picture drawn anew in both sizes.
#[derive(Debug)]
pub struct Drawn {
    full: Rendition,
    small: Option<Rendition>,
    width: u32,
    height: u32,
}

#[derive(Debug)]
struct Rendition {
    bytes: Vec<u8>,
    extension: &'static str,
}

impl Gallery {
    /// The gallery in this folder, which is made when it is not there.
    pub fn open(folder: &Path) -> anyhow::Result<Self> {
        let told = || format!("the folder of pictures {}", folder.display());
        std::fs::create_dir_all(folder).with_context(told)?;
        let store = LocalFileSystem::new_with_prefix(folder).with_context(told)?;
        Ok(Self { store, turns: Semaphore::new(N_DRAWN) })
    }

    /// Draws a file anew, a few at a time, off the async threads.
    pub async fn draw(&self, file: Bytes) -> Result<Drawn, Error> {
        let _turn = self.turns.acquire().await.map_err(anyhow::Error::from)?;
        tokio::task::spawn_blocking(move || Drawn::read(&file)).await.map_err(anyhow::Error::from)?
    }

    /// Keeps both sizes; gives the id and the addresses under `/media/`.
    pub async fn keep(&self, drawn: Drawn, seal: &Seal) -> Result<(MediaId, Media), Error> {
        let id = seal.pseudonym("p-", "picture", &[&drawn.full.bytes]);
        let src = self.put(&id, "", drawn.full).await?;
        let small = match drawn.small {
            Some(small) => Some(self.put(&id, "-480", small).await?),
            None => None,
        };
        let media = Media { src, small, alt: String::new(), width: drawn.width, height: drawn.height };
        Ok((MediaId::parse(&id).map_err(anyhow::Error::from)?, media))
    }

    /// The bytes and the type of a kept file, or nothing.
    pub async fn find(&self, name: &str) -> Result<Option<(Bytes, &'static str)>, Error> {
        let is_name =
            name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.');
        let content_type = match name.rsplit_once('.') {
            Some((stem, "webp")) if !stem.contains('.') => "image/webp",
            Some((stem, "jpg")) if !stem.contains('.') => "image/jpeg",
            _ => return Ok(None),
        };
        if !is_name {
            return Ok(None);
        }
        match self.store.get(&StorePath::from(name)).await {
            Ok(found) => Ok(Some((found.bytes().await.map_err(anyhow::Error::from)?, content_type))),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(anyhow::Error::from(error).into()),
        }
    }

    async fn put(&self, id: &str, suffix: &str, rendition: Rendition) -> Result<String, Error> {
        let name = format!("{id}{suffix}.{}", rendition.extension);
        let payload = PutPayload::from(rendition.bytes);
        self.store.put(&StorePath::from(name.as_str()), payload).await.map_err(anyhow::Error::from)?;
        Ok(format!("/media/{name}"))
    }
}

impl Drawn {
    /// Draws a file anew: upright, at most [`SIDE_MAX`], without metadata. Takes time: not for async threads.
    pub fn read(file: &[u8]) -> Result<Self, Error> {
        let refused = |why: &str| Error::because(ProblemKind::MediaRefused, why);
        let format = sniff(file).ok_or_else(|| refused("only JPEG, PNG and WebP pictures are taken"))?;
        let mut reader = ImageReader::with_format(Cursor::new(file), format);
        let mut limits = Limits::default();
        limits.max_image_width = Some(TAKEN_MAX);
        limits.max_image_height = Some(TAKEN_MAX);
        limits.max_alloc = Some(ALLOC_MAX);
        reader.limits(limits);
        let unreadable = |_| refused("the picture cannot be read or is too large");
        let mut decoder = reader.into_decoder().map_err(unreadable)?;
        let orientation = decoder.orientation().map_err(unreadable)?;
        if decoder.total_bytes() > ALLOC_MAX {
            return Err(refused("the picture has too many pixels"));
        }
        let mut picture = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
        picture.apply_orientation(orientation);
        let full = fit(picture, SIDE_MAX);
        let (width, height) = (full.width(), full.height());
        let small = (width.max(height) > SMALL_MAX).then(|| fit(full.clone(), SMALL_MAX));
        let draw = |picture: DynamicImage| Rendition::draw(picture, format).map_err(unreadable);
        Ok(Self { small: small.map(draw).transpose()?, full: draw(full)?, width, height })
    }
}

impl Rendition {
    /// Photographs become JPEG; drawings and what can be seen through become WebP without loss.
    fn draw(picture: DynamicImage, from: ImageFormat) -> image::ImageResult<Self> {
        let is_clear =
            picture.color().has_alpha() && picture.to_rgba8().pixels().any(|pixel| pixel.0[3] < 255);
        let lossless = if is_clear || from != ImageFormat::Jpeg {
            let mut bytes = Vec::new();
            if is_clear {
                picture.to_rgba8().write_with_encoder(WebPEncoder::new_lossless(&mut bytes))?;
            } else {
                picture.to_rgb8().write_with_encoder(WebPEncoder::new_lossless(&mut bytes))?;
            }
            Some(Self { bytes, extension: "webp" })
        } else {
            None
        };
        if let (true, Some(lossless)) = (is_clear, &lossless) {
            return Ok(Self { bytes: lossless.bytes.clone(), extension: lossless.extension });
        }
        let mut bytes = Vec::new();
        picture.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY))?;
        let photograph = Self { bytes, extension: "jpg" };
        Ok(match lossless {
            Some(lossless) if lossless.bytes.len() <= photograph.bytes.len() => lossless,
            _ => photograph,
        })
    }
}

/// What the site tells of pictures that are taken.
pub fn picture_limits() -> PictureLimits {
    PictureLimits {
        max_side: TAKEN_MAX,
        max_bytes: u32::try_from(crate::deed::PICTURE_MAX).unwrap_or(u32::MAX),
    }
}

fn fit(picture: DynamicImage, side: u32) -> DynamicImage {
    if picture.width().max(picture.height()) <= side {
        return picture;
    }
    picture.resize(side, side, FilterType::Lanczos3)
}

fn sniff(file: &[u8]) -> Option<ImageFormat> {
    match file {
        [0xFF, 0xD8, 0xFF, ..] => Some(ImageFormat::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some(ImageFormat::Png),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(ImageFormat::WebP),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgb, RgbImage, Rgba, RgbaImage};

    fn png(picture: DynamicImage) -> Vec<u8> {
        let mut bytes = Vec::new();
        picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
        bytes
    }

    #[test]
    fn a_large_picture_is_kept_in_two_sizes_that_fit() {
        let drawn = Drawn::read(&png(RgbImage::from_pixel(2_000, 1_000, Rgb([9, 8, 7])).into())).unwrap();
        assert_eq!((drawn.width, drawn.height), (1_600, 800));
        let small = image::load_from_memory(&drawn.small.unwrap().bytes).unwrap();
        assert_eq!((small.width(), small.height()), (480, 240));
    }

    #[test]
    fn what_can_be_seen_through_stays_so_and_small_pictures_have_one_size() {
        let drawn = Drawn::read(&png(RgbaImage::from_pixel(20, 10, Rgba([9, 8, 7, 100])).into())).unwrap();
        assert!(drawn.small.is_none());
        let full = image::load_from_memory(&drawn.full.bytes).unwrap();
        assert_eq!((drawn.full.extension, full.to_rgba8().get_pixel(3, 3).0[3]), ("webp", 100));
    }

    #[test]
    fn disguised_and_broken_files_are_refused() {
        let mut cut = png(RgbImage::from_pixel(64, 64, Rgb([1, 2, 3])).into());
        cut.truncate(40);
        let html = b"<!doctype html><script>alert(1)</script>".to_vec();
        let behind_magic = [&[0xFF, 0xD8, 0xFF, 0xE0][..], &html].concat();
        for file in
            [Vec::new(), html, behind_magic, b"<svg onload='alert(1)'/>".to_vec(), b"GIF89a".to_vec(), cut]
        {
            let problem = Drawn::read(&file).unwrap_err().to_problem();
            assert_eq!(problem.r#type, "/problems/media-refused");
        }
    }

    #[test]
    fn nothing_but_the_picture_survives() {
        let mut bytes = Vec::new();
        let picture =
            DynamicImage::from(RgbImage::from_fn(40, 30, |x, y| Rgb([x as u8 * 6, y as u8 * 8, 99])));
        picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Jpeg).unwrap();
        let secret = b"<script>GPS 48.85 2.35</script>";
        let length = u16::try_from(secret.len() + 2).unwrap().to_be_bytes();
        let comment = [&[0xFF, 0xFE][..], &length, secret].concat();
        let file = [&bytes[..2], &comment, &bytes[2..], secret].concat();
        let drawn = Drawn::read(&file).unwrap();
        assert!(!drawn.full.bytes.windows(8).any(|window| window == b"<script>"));
    }
}
