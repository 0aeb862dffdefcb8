//! JSON-LD by the rules of search engines: products with what their visitors see, and nothing about the brand.
//!
//! A product is told with its mean and the newest of its reviews, as many as the first page shows; a product
//! without a review, and a site without any, say nothing. Reviews by the brand itself do not count.

use super::give::Around;
use crate::db::Shared;
use crate::linked;
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
        let item = &review.item;
        let told = linked::review(&linked::Told {
            author: &shared.author,
            at: item.at,
            lang: &item.lang,
            stars: review.stars,
            title: item.title.as_deref(),
            text: &item.text,
        });
        product.reviews.push(told);
    }

    /// The document; none where there is no review.
    pub fn finish(self, around: &Around) -> Option<Value> {
        let product = |(subject, product): (SubjectId, Product)| {
            let about = around.about(&subject);
            let average = (product.n_stars * 200 + product.n_reviews) / (2 * product.n_reviews.max(1));
            linked::product(&linked::Product {
                sku: subject.as_str(),
                name: &about.name,
                url: about.url.as_deref(),
                gtin: about.trade.get("gtins").and_then(|list| list.first()).map(String::as_str),
                average: average as f64 / 100.0,
                n_reviews: product.n_reviews,
                reviews: product.reviews,
            })
        };
        let graph: Vec<Value> = self.0.into_iter().map(product).collect();
        (!graph.is_empty()).then(|| json!({"@context": "https://schema.org", "@graph": graph}))
    }
}
