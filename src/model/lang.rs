//! Languages, and texts that exist in several of them.

use crate::id::parsed;
use crate::map::Map;
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A language by its BCP 47 primary tag, with a region at most: `fr`, `en`, `pt-BR`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang(String);

impl Lang {
    /// Reads a tag of 2 or 3 letters and an optional region; the case is brought to the usual one.
    pub fn parse(text: &str) -> Option<Self> {
        let (primary, region) = text.split_once(['-', '_']).map_or((text, None), |(a, b)| (a, Some(b)));
        let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
        if !(2..=3).contains(&primary.len()) || !letters(primary) {
            return None;
        }
        let primary = primary.to_ascii_lowercase();
        match region {
            None => Some(Self(primary)),
            Some(region) if region.len() == 2 && letters(region) => {
                Some(Self(format!("{primary}-{}", region.to_ascii_uppercase())))
            }
            Some(_) => None,
        }
    }

    /// The tag as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The tag without its region.
    pub fn as_primary(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }
}

impl Default for Lang {
    /// English: read by most when nothing better is known.
    fn default() -> Self {
        Self("en".to_owned())
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Serialize for Lang {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Lang {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        parsed(deserializer, "a language tag such as fr or pt-BR", Self::parse)
    }
}

/// One text of the brand in each language it gives: `{"fr": "Filtre", "en": "Pour-over"}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Local(pub Map<Lang, String>);

impl Local {
    /// The text in `lang`, else in the same language without region, else in the first language given,
    /// else nothing.
    pub fn pick(&self, lang: &str) -> &str {
        let exact = |tag: &str| self.0.iter().find(|(own, _)| own.as_str() == tag);
        let primary = lang.split('-').next().unwrap_or_default();
        exact(lang).or_else(|| exact(primary)).or_else(|| self.0.iter().next()).map_or("", |(_, text)| text)
    }
}

#[cfg(feature = "schema")]
mod schema {
    use super::{Lang, Local};
    use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};
    use utoipa::openapi::{RefOr, Schema};

    impl utoipa::PartialSchema for Lang {
        fn schema() -> RefOr<Schema> {
            crate::schema::text("^[a-zA-Z]{2,3}([-_][a-zA-Z]{2})?$")
        }
    }
    impl utoipa::ToSchema for Lang {}

    impl utoipa::PartialSchema for Local {
        fn schema() -> RefOr<Schema> {
            let text = ObjectBuilder::new().schema_type(SchemaType::new(Type::String));
            ObjectBuilder::new().additional_properties(Some(Schema::Object(text.build()))).into()
        }
    }
    impl utoipa::ToSchema for Local {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_in_any_case() {
        for (text, expected) in [
            ("FR", Some("fr")),
            ("pt_br", Some("pt-BR")),
            ("f", None),
            ("fr-FRA", None),
            ("f1", None),
            ("", None),
        ] {
            assert_eq!(Lang::parse(text).as_ref().map(Lang::as_str), expected, "{text}");
        }
    }

    #[test]
    fn the_nearest_language_is_picked() {
        let text = |tag: &str, text: &str| (Lang::parse(tag).unwrap(), text.to_owned());
        let local = Local([text("en", "Kettle"), text("fr", "Bouilloire")].into());
        assert_eq!(local.pick("fr-CA"), "Bouilloire");
        assert_eq!(local.pick("de"), "Kettle");
        assert_eq!(Local::default().pick("fr"), "");
    }
}
