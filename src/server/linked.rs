//! JSON-LD of a product and its reviews, by the rules of search engines.
//!
//! Only of products that have reviews, with figures and reviews that visitors see; never of the brand.

use parvis_model::lang::Lang;
use parvis_model::review::Stars;
use parvis_model::time::Time;
use serde_json::{Value, json};

/// A product that has reviews.
pub(crate) struct Product<'a> {
    /// The key of the subject.
    pub sku: &'a str,
    /// Its name; the key where it has none.
    pub name: &'a str,
    /// Its page, where that is known.
    pub url: Option<&'a str>,
    /// Its number in trade, where that is known.
    pub gtin: Option<&'a str>,
    /// The mean of the stars.
    pub average: f64,
    /// How many reviews there are.
    pub n_reviews: u64,
    /// Those that are shown.
    pub reviews: Vec<Value>,
}

/// A review that is shown.
pub(crate) struct Told<'a> {
    /// The name shown, which is never empty.
    pub author: &'a str,
    pub at: Time,
    pub lang: &'a Lang,
    pub stars: Stars,
    pub title: Option<&'a str>,
    pub text: &'a str,
}

/// The node of a product.
pub(crate) fn product(product: &Product<'_>) -> Value {
    let mut aggregate = rating(json!(product.average));
    aggregate["@type"] = "AggregateRating".into();
    aggregate["reviewCount"] = product.n_reviews.into();
    let mut told = json!({
        "@type": "Product",
        "name": if product.name.is_empty() { product.sku } else { product.name },
        "sku": product.sku,
        "aggregateRating": aggregate,
        "review": product.reviews,
    });
    if let Some(url) = product.url {
        told["@id"] = url.into();
        told["url"] = url.into();
    }
    if let Some(gtin) = product.gtin {
        told["gtin"] = gtin.into();
    }
    told
}

/// The node of a review.
pub(crate) fn review(review: &Told<'_>) -> Value {
    let mut told = json!({
        "@type": "Review",
        "author": {"@type": "Person", "name": review.author},
        "datePublished": review.at.to_day().to_string(),
        "inLanguage": review.lang,
        "reviewRating": rating(json!(review.stars)),
    });
    if let Some(title) = review.title {
        told["name"] = title.into();
    }
    if !review.text.trim().is_empty() {
        told["reviewBody"] = review.text.into();
    }
    told
}

fn rating(value: Value) -> Value {
    json!({"@type": "Rating", "ratingValue": value, "bestRating": 5, "worstRating": 1})
}
