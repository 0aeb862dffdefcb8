//! Pictures that rows name by their address: fetched by nobody here, looked for beside the file.

use super::format::Means;
use super::review::Notes;
use super::row::Row;
use parvis_model::draft::PICTURES_MAX;
use sha2::{Digest, Sha256};

/// A picture that a row names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    pub column: String,
    /// Where it can be fetched; none for a name alone.
    pub address: Option<String>,
    /// The name it goes by beside the file.
    pub file: String,
}

/// The pictures of a row, as many as a review shows.
pub(super) fn pictures(row: &Row, notes: &mut Notes) -> Vec<Shown> {
    let mut shown: Vec<Shown> = Vec::new();
    for cell in row.all(Means::Pictures) {
        for part in cell.text.split([',', ';', '|', ' ', '\n']).map(str::trim).filter(|part| !part.is_empty())
        {
            let column = cell.column.to_string();
            if shown.len() == PICTURES_MAX as usize {
                notes.at(Some(cell), &format!("more than {PICTURES_MAX} pictures: the others are left out"));
                return shown;
            }
            if part.starts_with("https://") {
                shown.push(Shown { column, address: Some(part.to_owned()), file: file_of(part) });
            } else if part.contains("://") {
                notes.at(Some(cell), "left out a picture: only https addresses are taken");
            } else {
                shown.push(Shown { column, address: None, file: part.to_owned() });
            }
        }
    }
    shown
}

/// The name a picture of this address goes by: the one a service of ours gave it, else a hash of the address.
fn file_of(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let last = path.rsplit('/').next().unwrap_or_default();
    let (stem, ending) = last.rsplit_once('.').unwrap_or((last, ""));
    let is_ours = stem.get(2..).is_some_and(|rest| {
        (stem.starts_with("m-") || stem.starts_with("p-"))
            && rest.len() >= 16
            && rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    });
    if is_ours {
        return last.to_owned();
    }
    let hex: String = Sha256::digest(address).iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    let ending = ending.to_ascii_lowercase();
    let known = ["jpg", "jpeg", "png", "webp"].contains(&ending.as_str());
    format!("{hex}.{}", if known { &ending } else { "jpg" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::row::{Cell, Place};

    #[test]
    fn a_picture_has_a_name_of_its_own_and_nothing_is_fetched_without_https() {
        let text = "https://a.example/1/photo.PNG?w=2, http://a.example/2.jpg,https://b.example/photo.png|IMG_7.jpg \
                    https://brume.example/media/m-0123456789abcdef01234567.webp";
        let cell = Cell { column: "photo_url".into(), means: Means::Pictures, text: text.to_owned() };
        let mut notes = Notes::default();
        let shown = pictures(&Row { place: Place::default(), cells: vec![cell] }, &mut notes);
        let files: Vec<&str> = shown.iter().map(|shown| shown.file.as_str()).collect();
        expect_test::expect![[r#"
            2036d725c23c90b3b6e04e07.png
            655785ab16f626c80443aa52.png
            IMG_7.jpg
            m-0123456789abcdef01234567.webp"#]]
        .assert_eq(&files.join("\n"));
        assert_eq!(notes.take().len(), 1);
    }
}
