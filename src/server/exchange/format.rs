//! The formats of reviews that other services write, and what each of their columns means.
//!
//! One table a format, in the order of its header: reading looks a column up by its name, writing goes through
//! them in order, so that a file written here reads back here.

use Means::{
    Anonymous, At, AtUtc, Author, AuthorId, Body, Context, Experienced, Incentive, Private, Product,
    ProductId, ProductName, ProductUrl, Recommends, RepliedAt, Reply, ReplyIsPublic, State, Title, Unkept,
    Verified,
};
use std::fmt;

/// A format that reviews come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Judge.me, in its three headers.
    Judgeme,
    /// Yotpo.
    Yotpo,
    /// Loox.
    Loox,
    /// Stamped.
    Stamped,
    /// Okendo.
    Okendo,
    /// Product Reviews, the old app of Shopify.
    Shopify,
    /// Feefo.
    Feefo,
    /// The plugin Site Reviews.
    SiteReviews,
    /// Google's feed of product reviews, version 2.4.
    Google,
}

/// What a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Means {
    Title,
    Body,
    Stars,
    /// When it was written; without a zone it counts as UTC.
    At,
    /// The same in UTC, and believed before [`Means::At`].
    AtUtc,
    Author,
    /// Whether the author wants to be named.
    Anonymous,
    /// A key of the author that is the same for all their reviews.
    AuthorId,
    /// An address of a person or of a machine: dropped.
    Private,
    /// The product by its readable key.
    Product,
    /// The product by another key.
    ProductId,
    ProductUrl,
    ProductName,
    /// A number of the trade, kept with a subject that is made: the name of its list.
    Trade(&'static str),
    Pictures,
    Videos,
    Reply,
    RepliedAt,
    ReplyIsPublic,
    /// Whether it was published.
    State,
    /// Said to be advertising or a nuisance.
    Spam,
    Verified,
    Incentive,
    Recommends,
    /// When the author received it.
    Experienced,
    Lang,
    /// Something the author says of themselves, under this word.
    Context(&'static str),
    /// Nothing that a review has room for: told in the report.
    Unkept,
}

use Means::{Lang, Pictures, Spam, Stars, Trade, Videos};

type Columns = &'static [(&'static str, Means)];

impl Format {
    /// Every format.
    pub const ALL: [Self; 9] = [
        Self::Judgeme,
        Self::Yotpo,
        Self::Loox,
        Self::Stamped,
        Self::Okendo,
        Self::Shopify,
        Self::Feefo,
        Self::SiteReviews,
        Self::Google,
    ];

    /// The word of the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Judgeme => "judgeme",
            Self::Yotpo => "yotpo",
            Self::Loox => "loox",
            Self::Stamped => "stamped",
            Self::Okendo => "okendo",
            Self::Shopify => "shopify",
            Self::Feefo => "feefo",
            Self::SiteReviews => "site-reviews",
            Self::Google => "google",
        }
    }

    /// Reads [`Format::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == text)
    }

    /// The name its users know it by, said beside what it has checked.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Judgeme => "Judge.me",
            Self::Yotpo => "Yotpo",
            Self::Loox => "Loox",
            Self::Stamped => "Stamped",
            Self::Okendo => "Okendo",
            Self::Shopify => "Shopify Product Reviews",
            Self::Feefo => "Feefo",
            Self::SiteReviews => "Site Reviews",
            Self::Google => "Google",
        }
    }

    /// Its columns, in the order of its header, and then those of its other headers.
    pub(super) const fn columns(self) -> Columns {
        match self {
            Self::Judgeme => JUDGEME,
            Self::Yotpo => YOTPO,
            Self::Loox => LOOX,
            Self::Stamped => STAMPED,
            Self::Okendo => OKENDO,
            Self::Shopify => SHOPIFY,
            Self::Feefo => FEEFO,
            Self::SiteReviews => SITE_REVIEWS,
            Self::Google => GOOGLE,
        }
    }

    /// Columns that no other format has together.
    const fn marks(self) -> &'static [&'static str] {
        match self {
            Self::Judgeme => &["rating", "review_date", "reviewer_name"],
            Self::Yotpo => &["review_score", "review_content", "display_name"],
            Self::Loox => &["product_handle", "rating", "author", "created_at", "photo_url"],
            Self::Stamped => &["rating", "author", "photoFilenames"],
            Self::Okendo => &["rating", "dateCreated", "isRecommended"],
            Self::Shopify => &["product_handle", "state", "rating", "author", "created_at"],
            Self::Feefo => &["Product Rating", "Feedback Date"],
            Self::SiteReviews => &["rating", "assigned_posts", "content"],
            Self::Google => &["review_id", "review_timestamp"],
        }
    }

    /// What the column of this name means; nothing for a name the format does not know.
    pub(super) fn means(self, name: &str) -> Option<Means> {
        let known = self.columns().iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
        let custom =
            || self == Self::Yotpo && name.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("cf_"));
        known.map(|(_, means)| *means).or_else(|| custom().then_some(Context("")))
    }

    /// The format whose header this is: the one that knows most of its columns.
    pub(super) fn of_header<'a>(header: impl Iterator<Item = &'a str> + Clone) -> Option<Self> {
        let has = |name: &&str| header.clone().any(|own| own.eq_ignore_ascii_case(name));
        let known = |format: Self| header.clone().filter(|name| format.means(name).is_some()).count();
        let possible = Self::ALL.into_iter().filter(|format| format.marks().iter().all(&has));
        possible.max_by_key(|format| (known(*format), core::cmp::Reverse(*format)))
    }
}

impl fmt::Display for Format {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// How many of the columns are those of the file that can be loaded there; the others only come out.
pub(super) const JUDGEME_IN: usize = 10;

const JUDGEME: Columns = &[
    ("title", Title),
    ("body", Body),
    ("rating", Stars),
    ("review_date", At),
    ("reviewer_name", Author),
    ("reviewer_email", Private),
    ("product_id", ProductId),
    ("product_handle", Product),
    ("reply", Reply),
    ("picture_urls", Pictures),
    ("product_url", ProductUrl),
    ("source", Unkept),
    ("curated", State),
    ("reply_date", RepliedAt),
    ("ip_address", Private),
    ("location", Private),
];

const YOTPO: Columns = &[
    ("product_id", Product),
    ("product_title", ProductName),
    ("product_url", ProductUrl),
    ("date", At),
    ("review_content", Body),
    ("review_score", Stars),
    ("review_title", Title),
    ("display_name", Author),
    ("email", Private),
    ("user_type", Verified),
    ("md_customer_country", Context("country")),
    ("published", State),
    ("product_image_url", Unkept),
    ("product_description", Unkept),
    ("comment_content", Reply),
    ("comment_public", ReplyIsPublic),
    ("comment_created_at", RepliedAt),
    ("published_image_url", Pictures),
    ("unpublished_image_url", Unkept),
    ("published_video_url", Videos),
    ("unpublished_video_url", Unkept),
];

const LOOX: Columns = &[
    ("product_handle", Product),
    ("product_Id", ProductId),
    ("rating", Stars),
    ("author", Author),
    ("email", Private),
    ("body", Body),
    ("created_at", At),
    ("photo_url", Pictures),
    ("reply", Reply),
    ("replied_at", RepliedAt),
    ("verified_purchase", Verified),
    ("incentivized", Incentive),
];

const STAMPED: Columns = &[
    ("product_id", ProductId),
    ("product_handle", Product),
    ("productUrl", ProductUrl),
    ("productImageUrl", Unkept),
    ("productTitle", ProductName),
    ("photoFilenames", Pictures),
    ("rating", Stars),
    ("title", Title),
    ("author", Author),
    ("email", Private),
    ("body", Body),
    ("created_at", At),
    ("published", State),
];

const OKENDO: Columns = &[
    ("name", Author),
    ("body", Body),
    ("handle", Product),
    ("productId", ProductId),
    ("rating", Stars),
    ("sku", ProductId),
    ("dateCreated", At),
    ("countryCode", Context("country")),
    ("email", Private),
    ("imageUrls", Pictures),
    ("isApproved", State),
    ("isIncentivized", Incentive),
    ("isRecommended", Recommends),
    ("rejectedImageUrls", Unkept),
    ("reply", Reply),
    ("replyDateCreated", RepliedAt),
    ("replyIsPublic", ReplyIsPublic),
    ("title", Title),
    ("videoUrls", Videos),
    ("isVerifiedBuyer", Verified),
    ("variantId", Unkept),
    ("status", State),
];

const SHOPIFY: Columns = &[
    ("product_handle", Product),
    ("state", State),
    ("rating", Stars),
    ("title", Title),
    ("author", Author),
    ("email", Private),
    ("location", Context("location")),
    ("body", Body),
    ("reply", Reply),
    ("created_at", At),
    ("replied_at", RepliedAt),
];

const FEEFO: Columns = &[
    ("Name", Author),
    ("Email", Private),
    ("Sale Date", Experienced),
    ("Feedback Date", At),
    ("Product Id", Product),
    ("Service Rating", Unkept),
    ("Service Comment", Unkept),
    ("Product Rating", Stars),
    ("Product Comment", Body),
    ("Product Attributes", Unkept),
];

const SITE_REVIEWS: Columns = &[
    ("date", At),
    ("date_gmt", AtUtc),
    ("rating", Stars),
    ("title", Title),
    ("content", Body),
    ("name", Author),
    ("email", Private),
    ("avatar", Private),
    ("ip_address", Private),
    ("terms", Unkept),
    ("author_id", AuthorId),
    ("is_approved", State),
    ("is_pinned", Unkept),
    ("is_verified", Verified),
    ("response", Reply),
    ("assigned_posts", Product),
    ("assigned_terms", Unkept),
    ("assigned_users", Unkept),
    ("score", Unkept),
];

/// Paths of elements inside of a review; `@` goes before an attribute.
const GOOGLE: Columns = &[
    ("review_id", Unkept),
    ("reviewer/name", Author),
    ("reviewer/name@is_anonymous", Anonymous),
    ("reviewer/reviewer_id", AuthorId),
    ("is_verified_purchase", Verified),
    ("is_incentivized_review", Incentive),
    ("review_timestamp", At),
    ("title", Title),
    ("content", Body),
    ("review_language", Lang),
    ("review_country", Context("country")),
    ("pros/pro", Unkept),
    ("cons/con", Unkept),
    ("review_url", Unkept),
    ("reviewer_images/reviewer_image/url", Pictures),
    ("ratings/overall", Stars),
    ("products/product/product_ids/gtins/gtin", Trade("gtins")),
    ("products/product/product_ids/mpns/mpn", Trade("mpns")),
    ("products/product/product_ids/skus/sku", Product),
    ("products/product/product_ids/brands/brand", Trade("brands")),
    ("products/product/product_ids/asins/asin", Trade("asins")),
    ("products/product/product_name", ProductName),
    ("products/product/product_url", ProductUrl),
    ("is_spam", Spam),
    ("collection_method", Unkept),
    ("transaction_id", Private),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_tells_its_format() {
        fn check(header: &str, expected: Option<Format>) {
            assert_eq!(Format::of_header(header.split(',')), expected, "{header}");
        }
        check(
            "title,body,rating,review_date,reviewer_name,reviewer_email,product_id,product_handle,reply,picture_urls",
            Some(Format::Judgeme),
        );
        check(
            "title,body,rating,review_date,reviewer_name,reviewer_email,product_url,picture_urls,product_id,\
             product_handle,source,curated,reply_date,ip_address,location",
            Some(Format::Judgeme),
        );
        for format in Format::ALL {
            let header: Vec<&str> = format.columns().iter().map(|(name, _)| *name).collect();
            check(&header.join(","), Some(format));
            check(&header.join(",").to_uppercase(), Some(format));
        }
        check("title,body,stars", None);
        check("", None);
    }
}
