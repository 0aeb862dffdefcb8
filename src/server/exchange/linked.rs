//! JSON-LD by the rules of search engines: products with what their visitors see, and nothing about the brand.
//!
//! A product is told with its mean and the newest of its reviews, as many as the first page shows; a product
//! without a review, and a site without any, say nothing. Reviews by the brand itself do not count.

use super::give::Around;
use crate::db::Shared;
use parvis_model::id::SubjectId;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Reviews told of one product.
const TOLD: usize = 20;

/// The products of a site, being gathered.
#[derive(Default)]
pub(super) struct Products(BTreeMap<SubjectId, Product>);

#[derive(Default)]
struct Product {
    n_reviews: u64,
    n_stars: u64,
    reviews: Vec<Value>,
}

impl Products {
    /// Counts a review, and tells it if it is among the newest.
    pub fn add(&mut self, around: &mut Around, shared: &Shared) {
        if shared.by_brand {
            around.leave("reviews by the brand itself", 1);
            return;
        }
        around.given.n_reviews += 1;
        let review = &shared.review;
        let product = self.0.entry(review.subject.clone()).or_default();
        product.n_reviews += 1;
        product.n_stars += u64::from(review.stars.as_u8());
        if product.reviews.len() == TOLD {
            return;
        }
        let mut told = json!({
            "@type": "Review",
            "author": {"@type": "Person", "name": shared.author},
            "datePublished": review.item.at.to_day().to_string(),
            "inLanguage": review.item.lang,
            "reviewRating": rating(json!(review.stars)),
        });
        if let Some(title) = &review.item.title {
            told["name"] = title.as_str().into();
        }
        if !review.item.text.trim().is_empty() {
            told["reviewBody"] = review.item.text.as_str().into();
        }
        product.reviews.push(told);
    }

    /// The document; none where there is no review.
    pub fn finish(self, around: &Around) -> Option<Value> {
        let product = |(subject, product): (SubjectId, Product)| {
            let about = around.about(&subject);
            let average = (product.n_stars * 200 + product.n_reviews) / (2 * product.n_reviews.max(1));
            let mut aggregate = rating(json!(average as f64 / 100.0));
            aggregate["@type"] = "AggregateRating".into();
            aggregate["reviewCount"] = product.n_reviews.into();
            let mut told = json!({
                "@type": "Product",
                "name": if about.name.is_empty() { subject.as_str() } else { &about.name },
                "sku": subject,
                "aggregateRating": aggregate,
                "review": product.reviews,
            });
            if let Some(url) = &about.url {
                told["@id"] = url.as_str().into();
                told["url"] = url.as_str().into();
            }
            if let Some(gtin) = about.trade.get("gtins").and_then(|list| list.first()) {
                told["gtin"] = gtin.as_str().into();
            }
            told
        };
        let graph: Vec<Value> = self.0.into_iter().map(product).collect();
        (!graph.is_empty()).then(|| json!({"@context": "https://schema.org", "@graph": graph}))
    }
}

fn rating(value: Value) -> Value {
    json!({"@type": "Rating", "ratingValue": value, "bestRating": 5, "worstRating": 1})
}
