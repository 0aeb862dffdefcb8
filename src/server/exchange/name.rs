//! The name an author is shown by: the family name is cut to its first letter, an address is no name.

use parvis_model::draft::NAME_MAX;

/// The name of who is not named, as everywhere in the service.
pub(super) const ANONYMOUS: &str = "anonymous";

/// What services call who is not named.
const NAMELESS: [&str; 8] =
    ["anonymous", "anonymous user", "anonyme", "anonym", "anónimo", "anonimo", "verified buyer", "guest"];

/// The name to show: `Marie-Anne de la Tour` is shown as `Marie-Anne de la T.`; one word stays whole.
/// None where the cell holds no name but an address, or says that nobody is named.
pub(super) fn shown(told: &str) -> Option<String> {
    let cut = told.find(['(', '<', '[', '|']).filter(|at| *at > 0).unwrap_or(told.len());
    let told = told.get(..cut).unwrap_or_default();
    let mut words: Vec<&str> = told.split_whitespace().collect();
    let whole = words.join(" ");
    if whole.is_empty() || whole.contains('@') || NAMELESS.contains(&whole.to_lowercase().as_str()) {
        return None;
    }
    let last = words.pop()?;
    let name = match last.chars().find(|letter| letter.is_alphanumeric()) {
        Some(first) if !words.is_empty() => format!("{} {first}.", words.join(" ")),
        _ => whole,
    };
    Some(name.chars().filter(|letter| !letter.is_control()).take(NAME_MAX as usize).collect())
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn a_family_name_is_cut_and_an_address_is_no_name() {
        fn check(told: &str, expected: Option<&str>) {
            assert_eq!(shown(told).as_deref(), expected, "{told}");
            // What was shown once stays as it is: a file may come back.
            assert_eq!(expected.and_then(shown).as_deref(), expected, "{told} again");
        }
        check("Marie-Anne de la Tour", Some("Marie-Anne de la T."));
        check("Marie", Some("Marie"));
        check("  Léa   Martin ", Some("Léa M."));
        check("J. Dupont", Some("J. D."));
        check("Paul (Lyon)", Some("Paul"));
        check("Zoé É.", Some("Zoé É."));
        check("lea@brume.example", None);
        check("Léa lea@brume.example", None);
        check("Anonyme", None);
        check("", None);
    }
}
