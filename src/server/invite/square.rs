//! An address as a square that a telephone reads, for parcels and cards: an SVG of its own.

use anyhow::Context;
use parvis_model::id::SubjectId;
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Units of the drawing at least; it scales to any size.
const SIDE: u32 = 240;

/// The square; a fifth of it may be dirty or worn.
pub fn draw(address: &str) -> anyhow::Result<String> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M)
        .context("the address is too long for a QR code: a shorter --page is needed")?;
    Ok(code.render::<svg::Color>().min_dimensions(SIDE, SIDE).quiet_zone(true).build())
}

/// Where squares go: a folder for each subject, a file called like the order. An order whose name could mean something to
/// a file system, or is another's in other letter cases, is called by its plain letters and a print: no two share a file.
#[derive(Default)]
pub struct Places(BTreeSet<String>);

impl Places {
    /// The place of the next square.
    pub fn place(&mut self, subject: &SubjectId, order: &str) -> PathBuf {
        let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
        let is_plain = order.len() <= 64 && order.chars().all(plain);
        let name = if is_plain && self.0.insert(format!("{subject}/{order}").to_lowercase()) {
            order.to_owned()
        } else {
            let letters: String = order.chars().filter(|letter| plain(*letter)).take(40).collect();
            let print = Sha256::digest(order);
            let print: String = print.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
            format!("{letters}.{print}")
        };
        PathBuf::from(subject.as_str()).join(format!("{name}.svg"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a drawing as a telephone does: each square of the path is painted, then looked at.
    fn seen(drawn: &str) -> String {
        let path = drawn.split_once(" d=\"").unwrap().1.split_once('"').unwrap().0;
        let side: usize =
            drawn.split_once(" width=\"").unwrap().1.split_once('"').unwrap().0.parse().unwrap();
        let mut pixels = vec![255; side * side];
        for square in path.split('M').skip(1) {
            let (at, _) = square.split_once('V').unwrap();
            let (corner, size) = at.split_once('h').unwrap();
            let (left, top) = corner.split_once(' ').unwrap();
            let [left, top]: [usize; 2] = [left, top].map(|number| number.parse().unwrap());
            let size: usize = size.split_once('v').unwrap().0.parse().unwrap();
            for y in top..top + size {
                pixels[y * side + left..][..size].fill(0);
            }
        }
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| pixels[y * side + x]);
        image.detect_grids()[0].decode().unwrap().1
    }

    #[test]
    fn a_square_says_its_address() {
        for address in [
            "https://brume.example/m#parvis-invite=moulin.AAAAAAAAAAAAAAAAAAAAAA",
            &format!("https://brume.example/{}#parvis-invite=m.AAAAAAAAAAAAAAAAAAAA-_", "a".repeat(600)),
        ] {
            assert_eq!(seen(&draw(address).unwrap()), address);
        }
    }

    #[test]
    fn a_square_is_an_image_that_runs_nothing() {
        let drawn = draw("https://brume.example/m#parvis-invite=moulin.AAAAAAAAAAAAAAAAAAAAAA").unwrap();
        assert!(drawn.contains("<svg") && drawn.contains("<path"), "{drawn}");
        assert!(!drawn.contains("<script") && !drawn.contains("href"), "{drawn}");
        assert_ne!(
            drawn,
            draw("https://brume.example/m#parvis-invite=moulin.BAAAAAAAAAAAAAAAAAAAAA").unwrap()
        );
        assert!(draw(&"a".repeat(3_000)).unwrap_err().to_string().contains("--page"));
    }

    #[test]
    fn no_order_leaves_its_folder_and_no_two_share_a_file() {
        fn check(order: &str, expected: &str) {
            let place = Places::default().place(&SubjectId::parse("moulin").unwrap(), order);
            assert_eq!(place.display().to_string(), expected);
        }
        check("A-1001", "moulin/A-1001.svg");
        check("../../etc/passwd", "moulin/etcpasswd.3754d6cb3a38.svg");
        check("A 1001", "moulin/A1001.bbd5080ddc9b.svg");
        check("A/1001", "moulin/A1001.ee1523b55d42.svg");
    }

    #[test]
    fn orders_that_differ_in_letter_cases_alone_have_files_of_their_own_everywhere() {
        let (moulin, mut places) = (SubjectId::parse("moulin").unwrap(), Places::default());
        let named = ["A-1", "a-1", "B-1"].map(|order| places.place(&moulin, order).display().to_string());
        assert_eq!(named[0], "moulin/A-1.svg");
        assert!(named[1].starts_with("moulin/a-1.") && named[1] != "moulin/a-1.svg", "{named:?}");
        assert_eq!(named[2], "moulin/B-1.svg");
    }
}
