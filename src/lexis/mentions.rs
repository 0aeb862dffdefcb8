//! Mentions: every place where a text may speak of something, as one to three words that carry meaning.
//!
//! Nothing but small words may stand between them: `moulin à café`, `cup of tea`. Words of judgement and of habit
//! (`bon`, `great`, `recommande`, `bought`) break a mention, for they name nothing. Forms of the same words have
//! one key, their stems.

use crate::fold::fold;
use crate::lang::Lang;
use crate::lower::lower;
use crate::stop::holds;
use crate::tokens::token;
use crate::words::placed;
use core::ops::Range;

/// A place where a text may speak of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The stems of its words, parted by spaces: equal for every form of them.
    pub key: String,
    /// Its bytes in the text.
    pub range: Range<usize>,
}

/// Words that carry meaning in a mention, at most.
const LONGEST: usize = 3;
/// Small words between two of them, at most: `de la`.
const MOST_LINKS: u32 = 2;

/// The mentions of a text, in the order of their ends, the shorter of equal ends first.
pub fn mentions(text: &str, lang: Option<&str>) -> Vec<Mention> {
    let lang = Lang::of(lang);
    let mut found = Vec::new();
    let mut run: Vec<(usize, String)> = Vec::new();
    let (mut end, mut n_links) = (0, 0);
    for (start, word) in placed(text) {
        // Anything but one space, hyphen or apostrophe parts what is said before from what is said after.
        if !matches!(text.get(end..start), Some(" " | "\u{a0}" | "-" | "\'" | "\u{2019}")) {
            run.clear();
        }
        end = start + word.len();
        if is_link(word, lang) {
            n_links += 1;
            continue;
        }
        let Some(stem) = token(word, lang).filter(|_| !holds(VERDICTS, &fold(word))) else {
            run.clear();
            continue;
        };
        if n_links > MOST_LINKS {
            run.clear();
        }
        n_links = 0;
        run.push((start, stem));
        let mut key = String::new();
        for (start, stem) in run.iter().rev().take(LONGEST) {
            key = if key.is_empty() { stem.clone() } else { [stem, " ", &key].concat() };
            found.push(Mention { key: key.clone(), range: *start..end });
        }
    }
    found
}

/// Whether a small word may stand inside a mention. It is heard with its accent: `moulin à café`, but not `le
/// moulin a cassé`.
fn is_link(word: &str, lang: Option<Lang>) -> bool {
    let word = lower(word);
    let is_french = || holds("au aux d de des du en l la le les à", &word);
    let is_english = || holds("for of the", &word);
    match lang {
        Some(Lang::French) => is_french(),
        Some(Lang::English) => is_english(),
        None => is_french() || is_english(),
    }
}

/// Words of judgement, of size and of time, folded, in the order of their bytes.
const VERDICTS: &str = "\
    absolutely achete achetee acheter adore agreable aime aimer aimerais amazing an annee annees ans \
    awesome bad beau beautiful beaux belle belles best better big bit bon bonne bonnes bons bought buy \
    buying comfortable conforme conseille content contente correct correcte cute day days deception \
    decevant decevante decu decue definitely different disappointed disappointing excellent excellente \
    excellentes excellents fabulous fantastic feel felt find fois found genial geniale geniaux good \
    gorgeous grand grande great happy horrible impeccable joli jolie jolies jolis jour jours know like \
    liked little look looked looking looks love loved loves loving magnifique magnifiques mauvais \
    mauvaise mauvaises meilleur meilleure meilleures meilleurs mois moment month months moyen moyenne \
    need needed new nice nouveau nouvelle nul nulle nuls old ones order ordered parfait parfaite \
    parfaitement parfaites parfaits pense people perfect perfectly petit petite pire pleased poor \
    prefere premier premiere pretty purchase purchased ravi ravie recommande recommander recommend \
    recommended right satisfait satisfaite semaine semaines super superbe superbes sympa temps terrible \
    think thought time times top tried trouve trouver try vrai vraie want wanted week weeks wonderful \
    worse worst year years";

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_speaks_of_words_and_of_what_they_make_together() {
        fn check(text: &str, lang: &str, expected: &[&str]) {
            let found = mentions(text, Some(lang));
            assert_eq!(
                found.iter().map(|one| &text[one.range.clone()]).collect::<Vec<_>>(),
                expected,
                "{text}"
            );
        }
        check("Le moulin à café.", "fr", &["moulin", "café", "moulin à café"]);
        check("goutte d’eau", "fr", &["goutte", "eau", "goutte d’eau"]);
        check("un porte-filtre : inox", "fr", &["porte", "filtre", "porte-filtre", "inox"]);
        check("moulin cassé", "fr", &["moulin", "cassé", "moulin cassé"]);
        check("Le moulin a cassé", "fr", &["moulin", "cassé"]);
        check("pot de la crème dans le tiroir", "fr", &["pot", "crème", "pot de la crème", "tiroir"]);
        check("A great cup of tea, bought twice", "en", &["cup", "tea", "cup of tea", "twice"]);
        check(
            "paper coffee filter holder",
            "en",
            &[
                "paper",
                "coffee",
                "paper coffee",
                "filter",
                "coffee filter",
                "paper coffee filter",
                "holder",
                "filter holder",
                "coffee filter holder",
            ],
        );
        check("Très bon, je recommande !", "fr", &[]);
    }

    #[test]
    fn forms_of_the_same_words_have_one_key() {
        let key = |text| mentions(text, Some("fr")).pop().unwrap().key;
        assert_eq!(key("Moulins à café"), key("moulin de café"));
        assert_eq!(key("moulins"), "moulin");
    }

    #[test]
    fn words_of_judgement_are_sorted_and_folded() {
        assert!(VERDICTS.split(' ').is_sorted_by(|one, next| one < next));
        assert!(VERDICTS.split(' ').all(|word| fold(word) == word && holds(VERDICTS, word)));
    }

    proptest! {
        #[test]
        fn any_text_is_taken(text: String, lang in 0..3usize) {
            let lang = [None, Some("fr"), Some("en")][lang];
            let mut end = 0;
            for mention in mentions(&text, lang) {
                prop_assert!(mention.range.end >= end && text.get(mention.range.clone()).is_some());
                prop_assert!(!mention.key.is_empty() && (1..=LONGEST).contains(&mention.key.split(' ').count()));
                end = mention.range.end;
            }
        }
    }
}
