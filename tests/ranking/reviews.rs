//! Reviews: which of two was found more helpful, told from the text alone, and its language.

use crate::floor::{at_least, at_most, hold, ours};
use parvis_eval::Task;
use parvis_lexis::detect;
use parvis_tests::data;
use serde::Deserialize;

#[derive(Deserialize)]
struct Review {
    title: String,
    text: String,
    lang: String,
}

/// Length alone reaches .638 on clothing, .606 on French headlines and .489 on English ones.
#[test]
fn the_text_of_a_review_tells_how_helpful_it_will_be() {
    let sets =
        [("reviews-clothing", 0.654), ("reviews-headlines-fr", 0.640), ("reviews-headlines-uk", 0.528)];
    for (name, floor) in sets {
        let Some(figures) = ours(Task::Reviews, name) else { return };
        hold(name, &figures, &[("pairwise", floor)]);
    }
}

/// By score alone the first five depart from the stars of all by .349, .295 and .160; no five depart by less
/// than .105, .165 and .156.
#[test]
fn the_first_five_reviews_are_as_near_to_the_stars_of_all_as_five_can_be() {
    for (name, most) in
        [("reviews-clothing", 0.106), ("reviews-headlines-fr", 0.165), ("reviews-headlines-uk", 0.156)]
    {
        let Some(figures) = ours(Task::Reviews, name) else { return };
        for (measure, most) in [("kl_first5_excess", 1e-9), ("kl_first5", most)] {
            let figure = figures.of(measure).unwrap_or_else(|| panic!("{name} has no figure {measure}"));
            at_most(&format!("{name}, {measure}"), figure, most);
        }
    }
}

#[test]
fn the_language_of_a_review_is_told_or_left_open() {
    for (name, found, wrong) in DETECTED {
        let Some(set) = data::set(name) else { return };
        let all: Vec<Review> = data::rows(&set, "reviews");
        let told: Vec<(Option<&str>, &str)> = all
            .iter()
            .map(|review| (detect(&[&review.title, "\n", &review.text].concat()), review.lang.as_str()))
            .collect();
        let n_right = told.iter().filter(|(told, lang)| *told == Some(lang)).count();
        let n_wrong = told.iter().filter(|(told, lang)| told.is_some_and(|told| told != *lang)).count();
        let part = |n: usize| n as f64 / all.len() as f64;
        at_least(&format!("{name}, language found"), part(n_right), found);
        at_least(&format!("{name}, not mistaken"), 1.0 - part(n_wrong), wrong);
    }
}

/// Part of the reviews whose language is found, and part in which it is not mistaken. Headlines are three or
/// four words, many of them the name of a film; those of the French set that count as mistaken are mostly
/// English sentences.
const DETECTED: [(&str, f64, f64); 3] = [
    ("reviews-clothing", 0.999, 0.9999),
    ("reviews-headlines-fr", 0.62, 0.94),
    ("reviews-headlines-uk", 0.8, 0.99),
];
