//! The first paint of an element: its tag with the view already in its shadow root, for search engines and for
//! visitors whose script is still on its way.
//!
//! The view is drawn by the function that the widget draws with, from the same answers, so that the widget takes
//! over without moving anything. The fragment needs no inline style: its sheet is the one the widget uses.

use crate::linked;
use crate::page::escape;
use parvis_model::id::{SiteId, SubjectId};
use parvis_model::review::ReviewPage;
use parvis_model::site::Site;
use parvis_model::time::Time;
use parvis_store::reviews::SHOWN;
use parvis_view::paint;
use parvis_view::words::{Words, native};
use serde_json::{Value, json};

/// What stands around a fragment.
pub(crate) struct Surroundings {
    /// The site.
    pub site: Site,
    /// The address of the service without a slash at its end; empty for the page's own origin.
    pub base: String,
    /// The language: `fr` or `en`.
    pub lang: &'static str,
    /// The moment of the paint.
    pub now: Time,
    /// The name and the integrity of the style sheet.
    pub styles: Option<(String, String)>,
}

/// The product that reviews are about, as others know it.
#[derive(Default)]
pub(crate) struct Trade {
    /// Its page.
    pub url: Option<String>,
    /// Its number in trade.
    pub gtin: Option<String>,
}

/// `<parvis-reviews>` of a subject with its first page, and what search engines may be told of it.
pub(crate) async fn reviews(
    around: Surroundings,
    subject: &SubjectId,
    page: ReviewPage,
    trade: &Trade,
) -> String {
    let Surroundings { site, base, lang, now, styles } = around;
    let told = to_linked(&page, lang, trade).map(|linked| data_block(&linked)).unwrap_or_default();
    let sheet = styles.map(|(name, integrity)| {
        let (href, integrity) = (escape(&format!("{base}/{name}")), escape(&integrity));
        format!("<link rel=\"stylesheet\" href=\"{href}\" integrity=\"{integrity}\" crossorigin>")
    });
    let (sheet, id, key) = (sheet.unwrap_or_default(), site.id.clone(), subject.clone());
    let drawn = paint::reviews(site, base, lang, now, key, page).await;
    format!("{}{sheet}{drawn}</template></parvis-reviews>\n{told}", opening(&id, subject, lang))
}

fn opening(site: &SiteId, subject: &SubjectId, lang: &str) -> String {
    let (site, subject) = (escape(site.as_str()), escape(subject.as_str()));
    format!(
        "<parvis-reviews site=\"{site}\" subject=\"{subject}\" lang=\"{lang}\"><template shadowrootmode=\"open\">"
    )
}

/// What search engines may be told: the mean and the count that stand there, and the reviews that are shown. Nothing
/// where no customer is among them, and never a review of the brand by itself.
fn to_linked(page: &ReviewPage, lang: &str, trade: &Trade) -> Option<Value> {
    let words = native::words(lang);
    let by_customers = page.reviews.iter().take(SHOWN).filter(|review| !review.item.by.is_brand());
    let told = by_customers.map(|review| {
        let item = &review.item;
        linked::review(&linked::Told {
            author: &name(&words, &item.by.name),
            at: item.at,
            lang: &item.lang,
            stars: review.stars,
            title: item.title.as_deref(),
            text: &item.text.to_plain(),
        })
    });
    let (reviews, rating): (Vec<Value>, _) = (told.collect(), &page.summary.rating);
    let average = rating.average.filter(|_| !reviews.is_empty())?;
    let mut product = linked::product(&linked::Product {
        sku: page.subject.id.as_str(),
        name: page.subject.name.pick(lang),
        url: trade.url.as_deref(),
        gtin: trade.gtin.as_deref(),
        average,
        n_reviews: rating.count.into(),
        reviews,
    });
    product["@context"] = json!("https://schema.org");
    Some(product)
}

fn name(words: &Words, own: &str) -> String {
    if own.is_empty() { words.text("person.anonymous").to_string() } else { own.to_owned() }
}

/// A block of data that no text in it can end.
fn data_block(value: &Value) -> String {
    let json = value.to_string();
    let json = json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    format!("<script type=\"application/ld+json\">{json}</script>\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_a_block_of_data() {
        let value = json!({"a": "</script><!--<script>&amp;"});
        let block = data_block(&value);
        assert_eq!((block.matches('<').count(), block.matches('>').count()), (2, 2), "{block}");
        let json = block.split('>').nth(1).unwrap().split('<').next().unwrap();
        assert_eq!(serde_json::from_str::<Value>(json).unwrap(), value);
    }
}
