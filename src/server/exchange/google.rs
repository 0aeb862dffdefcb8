//! Google's feed of product reviews, version 2.4, in the order of its schema; always the whole of it.

use super::give::Around;
use crate::db::Shared;
use crate::news::said;
use parvis_model::review::{Received, Verified};
use quick_xml::escape::escape;
use std::io::Write;

/// Writes what stands before the first review.
pub(super) fn open(out: &mut dyn Write, around: &Around) -> anyhow::Result<()> {
    write!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <feed xmlns:vc=\"http://www.w3.org/2007/XMLSchema-versioning\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:noNamespaceSchemaLocation=\"http://www.google.com/shopping/reviews/schema/product/2.4/product_reviews.xsd\">\n\
         <version>2.4</version>\n<publisher>{}</publisher>\n<reviews>\n",
        element("name", &around.name)
    )?;
    Ok(())
}

/// Writes one review. One without words or without the page of its product is left out, as the schema needs both,
/// and so is one by the brand about itself.
pub(super) fn review(out: &mut dyn Write, around: &mut Around, shared: &Shared) -> anyhow::Result<()> {
    let review = &shared.review;
    let about = around.about(&review.subject);
    if shared.by_brand {
        around.leave("reviews by the brand itself", 1);
        return Ok(());
    }
    let Some(url) = about.url.as_deref() else {
        around.leave("reviews without a page of the product: --product-url tells it", 1);
        return Ok(());
    };
    if said(&review.item.text).trim().is_empty() {
        around.leave("reviews without words", 1);
        return Ok(());
    }
    let pictures = around.pictures(shared);
    around.leave("replies of the brand", u64::from(shared.answer.is_some()));
    around.given.n_reviews += 1;
    let is_anonymous = shared.author.is_empty() || shared.author == super::name::ANONYMOUS;
    let name = if is_anonymous {
        "<name is_anonymous=\"true\">Anonymous</name>".to_owned()
    } else {
        element("name", &shared.author)
    };
    let mut xml = element("review_id", &shared.id.to_string());
    xml += &format!("<reviewer>{name}{}</reviewer>", element("reviewer_id", review.item.by.as_str()));
    if review.verified != Verified::None {
        xml += "<is_verified_purchase>true</is_verified_purchase>";
    }
    if review.received != Received::Nothing {
        xml += "<is_incentivized_review>true</is_incentivized_review>";
    }
    xml += &element("review_timestamp", &review.item.at.to_string());
    if let Some(title) = &review.item.title {
        xml += &element("title", title);
    }
    xml += &element("content", &review.item.text);
    xml += &element("review_language", review.item.lang.as_str());
    if let Some(country) = review.context.get("country") {
        xml += &element("review_country", country);
    }
    xml += &format!("<review_url type=\"group\">{}</review_url>", escape(&*said(url)));
    if !pictures.is_empty() {
        let picture = |url: &String| format!("<reviewer_image>{}</reviewer_image>", element("url", url));
        xml += &format!(
            "<reviewer_images>{}</reviewer_images>",
            pictures.iter().map(picture).collect::<String>()
        );
    }
    let stars = review.stars.as_u8();
    xml += &format!(
        "<ratings><overall min=\"1\" max=\"5\">{stars}</overall></ratings><products><product><product_ids>"
    );
    for (list, entry) in
        [("gtins", "gtin"), ("mpns", "mpn"), ("skus", "sku"), ("brands", "brand"), ("asins", "asin")]
    {
        let own = [review.subject.to_string()];
        let known = about.trade.get(list).map_or(&[][..], Vec::as_slice);
        let entries: String =
            if list == "skus" { &own[..] } else { known }.iter().map(|text| element(entry, text)).collect();
        if !entries.is_empty() {
            xml += &format!("<{list}>{entries}</{list}>");
        }
    }
    xml += "</product_ids>";
    xml +=
        &element("product_name", if about.name.is_empty() { review.subject.as_str() } else { &about.name });
    xml += &element("product_url", url);
    xml += "</product></products>";
    xml += match review.verified {
        Verified::Invitation => "<collection_method>after_fulfillment</collection_method>",
        _ => "",
    };
    writeln!(out, "<review>{xml}</review>")?;
    Ok(())
}

/// Writes what stands behind the last review.
pub(super) fn close(out: &mut dyn Write) -> anyhow::Result<()> {
    out.write_all(b"</reviews>\n</feed>\n")?;
    Ok(())
}

fn element(name: &str, text: &str) -> String {
    format!("<{name}>{}</{name}>", escape(&*said(text)))
}
