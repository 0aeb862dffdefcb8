//! Stop words: those so frequent that they say nothing of what a text is about.
//!
//! Articles, pronouns, prepositions, conjunctions, auxiliaries, common adverbs, and the pieces of addresses.
//! Words of judgement (`bon`, `great`) are not among them. Folded, in the order of their bytes, one string a
//! language: a search by halves finds a word in eight steps, without a table of addresses in the wasm.

use crate::lang::Lang;

/// Whether a folded word says nothing in this language (`fr`, `en`); where the language is unknown, whether it says
/// nothing in one of the two.
///
/// In English every contraction is one (`don't`, `we'll`), except the possessive of another word.
pub fn is_stop(folded: &str, lang: Option<&str>) -> bool {
    is_stop_in(folded, Lang::of(lang))
}

pub(crate) fn is_stop_in(folded: &str, lang: Option<Lang>) -> bool {
    match lang {
        Some(Lang::French) => holds(FRENCH, folded),
        Some(Lang::English) => is_english_stop(folded),
        None => holds(FRENCH, folded) || is_english_stop(folded),
    }
}

fn is_english_stop(folded: &str) -> bool {
    match folded.split_once('\'') {
        Some((head, "s")) => holds(ENGLISH, head),
        Some(_) => true,
        None => holds(ENGLISH, folded),
    }
}

/// Whether a sorted list of words, parted by single spaces, holds a word.
pub(crate) fn holds(list: &str, word: &str) -> bool {
    let bytes = list.as_bytes();
    let (mut from, mut to) = (0, bytes.len());
    // Both ends stay at the beginning of a word, or at the end of the list.
    while let Some(span) = bytes.get(from..to).filter(|span| !span.is_empty()) {
        let before = span.get(..span.len() / 2).unwrap_or_default();
        let start = from + before.iter().rposition(|byte| *byte == b' ').map_or(0, |space| space + 1);
        let rest = bytes.get(start..).unwrap_or_default();
        let length = rest.iter().position(|byte| *byte == b' ').unwrap_or(rest.len());
        match rest.get(..length).unwrap_or_default().cmp(word.as_bytes()) {
            core::cmp::Ordering::Equal => return true,
            core::cmp::Ordering::Less => from = (start + length + 1).min(to),
            core::cmp::Ordering::Greater => to = start,
        }
    }
    false
}

const FRENCH: &str = "\
    a absolument afin ai aie aient ailleurs ainsi ait aller alors apres as assez au aucun aucune aujourd \
    auquel aura aurai aurais aurait auront aussi autant autre autres aux avaient avais avait avant avec \
    avez aviez avions avoir avons ayant beaucoup ben bien bon c ca car ce ceci cela celle celles celui \
    cependant certain certaine certaines certains ces cet cette ceux chacun chaque chez chose ci com \
    comme comment contre d dans de dedans deja demain depuis des dessous dessus deux dire dit donc dont \
    du duquel elle elles en encore enfin ensuite entre envers environ es est et etaient etais etait \
    etant etc ete etes etiez etions etre eu eue eus eux faire fais fait faut fois font furent fut hier \
    html http https hui ici il ils j jamais je jusqu jusque juste l la laquelle le lequel les lesquels \
    leur leurs lorsqu lorsque lui m ma maintenant mais mal malgre me meme memes mes mettre mieux mis \
    mise moi moins mon n nan ne ni non nos notre nous ok on ont or ou ouais oui par parce parfois pas \
    pendant personne peu peut peuvent peux plus plusieurs plutot pour pourquoi pourrait pourtant pouvoir \
    presque puis puisqu puisque qu quand quasi que quel quelle quelles quelqu quelque quelques quels qui \
    quoi quoique rien s sa sans sauf se selon sera serai serais serait seront ses seul seule seulement \
    si sien simplement sinon soi soient sois soit sommes son sont sous souvent suis sur surtout t ta \
    tandis tant te tel telle tellement telles tels tes toi ton toujours tous tout toute toutefois toutes \
    tres trop tu un une va vais vas vers veut veux vite voici voila voir vois vont vos votre vous \
    vraiment vu www y";
const ENGLISH: &str = "\
    a about above actually after again against all almost along already also although always am among an \
    and another any anyone anything are around as at away back be because become been before being below \
    between both but by came can cannot cant com come could did didnt do does doesnt doing done dont \
    down during each either else enough etc even ever every everyone everything few figure figured for \
    from further get gets getting go goes going gone got had has have having he her here hers herself \
    him himself his how however html http https i if im in instead into is isnt it its itself ive just \
    least less let like ll lot lots made make makes many may maybe me might mine more most much must my \
    myself neither never no nobody none nor not nothing now of off often ok on once one only onto or \
    other others ought our ours ourselves out over overly own per perhaps please put puts quite rather \
    re really said same say see seem seems several shall she should simply since so some somebody \
    someone something sometimes still such than that thats the their theirs them themselves then there \
    theres these they thing things this those though through thus till to together too toward towards \
    two under unless until up upon us use used using ve very via was way we well went were what whatever \
    when where whether which while who whole whom whose why will with within without wont would www yes \
    yet you your youre yours yourself yourselves";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold;
    use proptest::prelude::*;

    #[test]
    fn frequent_words_say_nothing_and_others_do() {
        fn check(lang: Option<&str>, stop: &[&str], other: &[&str]) {
            for word in stop {
                assert!(is_stop(word, lang), "{word}");
            }
            for word in other {
                assert!(!is_stop(word, lang), "{word}");
            }
        }
        check(Some("fr"), &["a", "de", "tres", "y", "qu", "etait"], &["moulin", "the", "", "bonne", "d'"]);
        check(
            Some("en"),
            &["a", "the", "don't", "it's", "we'll", "yourselves"],
            &["grinder", "brand's", "car"],
        );
        check(None, &["de", "the", "don't"], &["moulin", "grinder"]);
        check(Some("fr"), &["car"], &["but", "note"]);
    }

    #[test]
    fn lists_are_sorted_folded_and_hold_each_word_once() {
        for list in [FRENCH, ENGLISH] {
            let words: Vec<&str> = list.split(' ').collect();
            assert!(words.is_sorted_by(|one, next| one < next));
            assert_eq!(fold(list), list);
            for word in words {
                assert!(holds(list, word), "{word}");
                assert!(!holds(list, &[word, "zz"].concat()), "{word}");
            }
        }
    }

    proptest! {
        #[test]
        fn a_search_by_halves_finds_what_a_search_from_the_start_finds(word in "[a-z ]{0,6}") {
            prop_assert_eq!(holds(FRENCH, &word), FRENCH.split(' ').any(|known| known == word));
        }

        #[test]
        fn any_word_is_taken(word: String) {
            let either = is_stop(&word, Some("fr")) || is_stop(&word, Some("en"));
            prop_assert_eq!(is_stop(&word, None), either);
        }
    }
}
