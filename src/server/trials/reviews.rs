//! Reviews of a subject: a device makes the published order again, out of what the pages say.

use super::Trial;
use parvis_model::id::ItemId;
use parvis_model::review::{Review, ReviewOrder, ReviewPage};
use parvis_model::site::Site;
use parvis_store::reviews::list::{List, Narrow};

const COPIED: &str = "La mouture est régulière, le réglage par crans se retrouve d'un jour à l'autre, et le bois \
    de la poignée a un peu foncé, ce qui lui va bien.";

/// Forty-eight reviews of one subject: mostly glad, some long, with titles, links, votes and two copies.
fn lines() -> Vec<String> {
    let subject = r#"{"type":"subject","id":"poele","name":{"fr":"Poêle"},"scales":[]}"#.to_owned();
    let line = |n: usize| {
        let stars = [5, 5, 4, 5, 3, 5, 1, 4][n % 8];
        let text = match n {
            11 | 30 | 41 => COPIED.to_owned(),
            _ => {
                let words: Vec<String> =
                    (0..n * 7 % 23).map(|word| format!("{}lent", n * 31 + word)).collect();
                format!("**Cuisson** [régulière](https://brume.example/{n}), mais {}", words.join(" "))
            }
        };
        let title =
            if n.is_multiple_of(3) { format!(r#""title":"Essai numéro {n}","#) } else { String::new() };
        let (useful, against) = (n * 5 % 13, n % 4);
        format!(
            r#"{{"type":"review","id":"x{n}","at":"2026-0{}-10T08:00:{n:02}Z","by":"lea","subject":"poele","lang":"fr","stars":{stars},{title}"text":"{text}","useful":{useful},"not_useful":{against},"verified":"none"}}"#,
            1 + n % 9,
        )
    };
    std::iter::once(subject).chain((0..48).map(line)).collect()
}

async fn trial() -> Trial {
    let trial = Trial::new().await;
    let lines = lines();
    trial.load(lines.iter().map(String::as_str)).await;
    trial
}

/// All pages of an order, and when it was computed.
async fn pages(trial: &Trial, order: &str) -> Vec<ReviewPage> {
    let first = format!("/v1/brume/subjects/poele/reviews?order={order}");
    let mut pages: Vec<ReviewPage> = vec![trial.read(&first).await.read()];
    while let Some(next) = pages.last().unwrap().next.clone() {
        pages.push(trial.read(&format!("{first}&cursor={next}")).await.read());
    }
    pages
}

async fn all(trial: &Trial, order: &str) -> Vec<Review> {
    pages(trial, order).await.into_iter().flat_map(|page| page.reviews).collect()
}

fn ids<'a>(reviews: impl IntoIterator<Item = &'a Review>) -> Vec<ItemId> {
    reviews.into_iter().map(Review::id).collect()
}

#[tokio::test]
async fn a_device_makes_the_published_order_of_reviews_again() {
    let trial = trial().await;
    let site: Site = trial.read("/v1/brume").await.read();
    let published = pages(&trial, "useful").await;
    let ranked_at = published[0].ranked_at;
    let published: Vec<Review> = published.into_iter().flat_map(|page| page.reviews).collect();
    let mut list = List::default();
    list.extend(all(&trial, "newest").await, &Narrow::default());
    assert_ne!(ids(list.all()), ids(&published));
    list.sort(ReviewOrder::Useful, &site.ranking.reviews, ranked_at);
    assert_eq!(ids(list.all()), ids(&published));
    let for_mix = |review: &&Review| review.for_mix;
    assert_eq!(ids(list.all().filter(for_mix)), ids(published.iter().filter(for_mix)));
}

#[tokio::test]
async fn title_and_words_count_and_markup_does_not() {
    let trial = trial().await;
    for review in all(&trial, "newest").await {
        let title = review.item.title.clone().unwrap_or_default();
        let worth = parvis_rank::reviews::text::text(&title, &review.item.text.to_plain());
        assert_eq!(review.detail, worth);
        let untitled = parvis_rank::reviews::text::text("", &review.item.text.to_plain());
        assert_eq!(title.is_empty(), worth == untitled);
        let alone = trial.json(&format!("/v1/brume/items/{}", review.id())).await;
        assert_eq!(alone["review"]["detail"], worth, "the same wherever it is read");
    }
}

#[tokio::test]
async fn the_first_five_keep_the_stars_and_say_so() {
    let trial = trial().await;
    // Of 48: 24 with five stars, 12 with four, 6 with three, 6 with one.
    let useful = all(&trial, "useful").await;
    let mut stars: Vec<u8> = useful[..5].iter().map(|review| review.stars.as_u8()).collect();
    stars.sort_unstable();
    assert_eq!(stars, [1, 3, 4, 5, 5]);
    assert!(useful[5..].iter().all(|review| !review.for_mix));
    assert!(useful[..5].iter().any(|review| review.for_mix));
}

#[tokio::test]
async fn what_says_the_same_follows_after_all_and_names_the_first() {
    let trial = trial().await;
    let useful = all(&trial, "useful").await;
    let mut said: Vec<&Review> =
        useful.iter().filter(|review| review.item.text.to_plain().starts_with("La mouture")).collect();
    said.sort_by_key(|review| review.id());
    let (first, copies) = said.split_first().unwrap();
    assert_eq!(first.copy_of, None);
    assert!(copies.len() == 2 && copies.iter().all(|copy| copy.copy_of == Some(first.id())));
    let last: Vec<Option<ItemId>> = useful[46..].iter().map(|review| review.copy_of).collect();
    assert_eq!(last, [Some(first.id()); 2]);
    assert_eq!(useful.iter().filter(|review| review.copy_of.is_some()).count(), 2);
    let newest = all(&trial, "newest").await;
    assert!(ids(&newest).is_sorted_by(|a, b| a > b), "an order by date stays one");
}
