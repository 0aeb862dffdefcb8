//! The page "how this list is ordered": what is in force on a site, for people, without a script.
//!
//! It is made from the same [`Formulas`] that `/v1/{site}/ranking` gives as JSON. Its language stands in its
//! address, never in a header: the same address gives everybody the same bytes.

mod words;

pub use words::{Tongue, told};

use super::ranking::{Crowds, Formulas};
use crate::app::App;
use crate::cache::Rendered;
use crate::db::Constants;
use crate::page::{escape, policy_of};
use crate::problem::Error;
use crate::read::{MINUTE, PUBLIC};
use crate::request::{Path, Query};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use parvis_model::id::SiteId;
use parvis_model::problem::ProblemKind;
use parvis_model::ranking::{SETTINGS, Unit};
use serde::Deserialize;
use std::fmt::Write;
use std::sync::Arc;

const STYLE: &str = include_str!("how/page.css");

/// In which language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HowQuery {
    lang: Option<String>,
}

/// `/how/{site}`
pub async fn page(
    State(app): State<App>,
    headers: HeaderMap,
    Path(site): Path<SiteId>,
    Query(query): Query<HowQuery>,
) -> Result<Response, Error> {
    let tongue = query.lang.as_deref().map(Tongue::of);
    let key = format!("how:{site}:{}", tongue.map_or("", Tongue::as_str));
    let rendered = match app.cache.find(&key) {
        Some(rendered) => rendered,
        None => {
            let watch = app.cache.watch(&[format!("{site}/site")]);
            let found = app.db.constants(&site).await?;
            let constants = found.ok_or_else(|| Error::of(ProblemKind::NotFound))?;
            let tongue = tongue.unwrap_or_else(|| Tongue::of_site(&constants.languages));
            let html = HeaderValue::from_static("text/html; charset=utf-8");
            let rendered = Arc::new(Rendered::new(drawn(&site, &constants, tongue).into_bytes(), html));
            app.cache.keep(key, rendered.clone(), watch, MINUTE);
            rendered
        }
    };
    let mut response = rendered.to_response(&headers, PUBLIC);
    let policy = HeaderValue::try_from(policy_of(STYLE));
    let policy = policy.unwrap_or(HeaderValue::from_static("default-src 'none'"));
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

/// The whole page.
fn drawn(site: &SiteId, constants: &Constants, tongue: Tongue) -> String {
    let text = |key: &str| escape(&told(tongue, key, &[]));
    let formulas = Formulas::of(&constants.ranking, tongue);
    let (lang, other) = (tongue.as_str(), tongue.other().as_str());
    let title = text("page.title");
    let mut html = format!(
        "<!doctype html><html lang=\"{lang}\"><meta charset=\"utf-8\"><title>{title} · {name}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><style>{STYLE}</style>\
         <header><span>{name}</span><a href=\"?lang={other}\" lang=\"{other}\" hreflang=\"{other}\">{switch}</a></header>\
         <main><h1>{title}</h1><p class=\"lead\">{lead}</p>",
        name = escape(&constants.name),
        switch = text("page.other"),
        lead = text("page.lead"),
    );
    let _ = write!(html, "<nav aria-label=\"{}\"><ul>", text("page.contents"));
    for id in ["feed", "reviews", "ideas", "mine", "never", "check", "settings"] {
        let _ = write!(html, "<li><a href=\"#{id}\">{}</a>", text(&format!("{id}.title")));
    }
    let _ = write!(html, "<li><a href=\"../v1/{site}/ranking\">{}</a></ul></nav>", text("page.json"));
    feed(&mut html, tongue, &formulas);
    reviews(&mut html, tongue, &formulas);
    ideas(&mut html, tongue, &formulas);
    mine(&mut html, tongue, &formulas, constants.ranking.mine.community);
    begin(&mut html, tongue, "never", None);
    let never = formulas.never_used.map(|key| told(tongue, &format!("never.{key}"), &[]));
    facts(&mut html, &never);
    begin(&mut html, tongue, "check", Some("check.text"));
    settings(&mut html, tongue, &formulas);
    let _ = write!(html, "<p><a href=\"../v1/{site}/ranking\">{}</a></p></main></html>", text("page.json"));
    html
}

fn feed(html: &mut String, tongue: Tongue, formulas: &Formulas) {
    let own = &formulas.feed;
    begin(html, tongue, "feed", Some("feed.lead"));
    let rows =
        own.terms.iter().map(|term| row(tongue, &format!("feed.{}", term.name), &term.value, term.weight));
    table(html, tongue, ["col.term", "col.weight"], rows);
    let activity = [
        ("half_life", tongue.hours(own.half_life_hours)),
        ("tail", tongue.days(own.month_half_life_hours / 24.0)),
    ];
    let acts: Vec<(&str, String)> =
        own.acts.iter().map(|act| (act.name, tongue.number(act.weight))).collect();
    let mut crowd = crowd(tongue, &own.crowds);
    crowd.push(("share", tongue.percent(own.crowd_share)));
    facts(
        html,
        &[
            told(tongue, "feed.fact.activity", &activity),
            told(tongue, "feed.fact.acts", &acts),
            told(
                tongue,
                "feed.fact.revived",
                &[count(tongue, "every", own.revived.every), count(tongue, "first", own.revived.first)],
            ),
            told(tongue, "feed.fact.crowds", &crowd),
            told(tongue, "feed.fact.ties", &[]),
            told(tongue, "feed.fact.newest", &[]),
        ],
    );
}

fn reviews(html: &mut String, tongue: Tongue, formulas: &Formulas) {
    let own = &formulas.reviews;
    begin(html, tongue, "reviews", Some("reviews.lead"));
    let rows =
        own.terms.iter().map(|term| row(tongue, &format!("reviews.{}", term.name), &term.value, term.weight));
    table(html, tongue, ["col.term", "col.weight"], rows);
    let _ = write!(html, "<h3>{}</h3>", escape(&told(tongue, "reviews.parts", &[])));
    let rows = own
        .text
        .iter()
        .map(|part| row(tongue, &format!("reviews.text.{}", part.name), &part.value, part.share));
    table(html, tongue, ["col.part", "col.share"], rows);
    facts(
        html,
        &[
            told(tongue, "reviews.fact.mix", &[count(tongue, "first", own.mix_of_first)]),
            told(tongue, "reviews.fact.copies", &[count(tongue, "words", own.copy_words)]),
            told(tongue, "reviews.fact.others", &[]),
        ],
    );
}

fn ideas(html: &mut String, tongue: Tongue, formulas: &Formulas) {
    let own = &formulas.ideas;
    begin(html, tongue, "ideas", Some("ideas.lead"));
    let rows =
        own.terms.iter().map(|term| row(tongue, &format!("ideas.{}", term.name), &term.value, term.weight));
    table(html, tongue, ["col.term", "col.weight"], rows);
    let groups = [("voters", own.groups.voters), ("ideas", own.groups.ideas), ("least", own.groups.least)];
    let groups = groups.map(|(name, n)| count(tongue, name, n));
    let crowd = crowd(tongue, &own.crowds);
    facts(
        html,
        &[
            told(tongue, "ideas.fact.groups", &groups),
            told(tongue, "ideas.fact.prior", &[("prior", tongue.number(own.prior))]),
            told(tongue, "ideas.fact.crowds", &crowd),
            told(tongue, "ideas.fact.newest", &[]),
        ],
    );
}

fn crowd(tongue: Tongue, crowds: &Crowds) -> Vec<(&'static str, String)> {
    let shares = [("alike", crowds.alike), ("unheard", crowds.unheard), ("heard", crowds.heard)];
    let mut told: Vec<(&str, String)> = shares.map(|(name, share)| (name, tongue.percent(share))).into();
    told.push(count(tongue, "accounts", crowds.accounts));
    told
}

/// The community's terms stand together: their parts are those of the table of posts.
fn mine(html: &mut String, tongue: Tongue, formulas: &Formulas, community: f64) {
    let own = &formulas.mine;
    begin(html, tongue, "mine", Some("mine.lead"));
    let all = row(tongue, "mine.community", &told(tongue, "mine.community.means", &[]), community);
    let personal = own.terms.iter().skip(parvis_rank::mine::N_COMMUNITY);
    let personal = personal.map(|term| row(tongue, &format!("mine.{}", term.name), &term.value, term.weight));
    table(html, tongue, ["col.term", "col.weight"], core::iter::once(all).chain(personal));
    let known = [("prior", tongue.number(own.rarity_prior)), ("power", tongue.number(own.rarity_power))];
    let runs = &own.calibration;
    let balance = [
        count(tongue, "run", runs.run),
        count(tongue, "pool", runs.pool),
        ("balance", tongue.number(runs.weight)),
    ];
    facts(
        html,
        &[
            told(tongue, "mine.fact.known", &known),
            told(tongue, "mine.fact.balance", &balance),
            told(tongue, "mine.fact.discovery", &[("every", tongue.number(own.discovery_every))]),
        ],
    );
}

fn settings(html: &mut String, tongue: Tongue, formulas: &Formulas) {
    begin(html, tongue, "settings", Some("settings.text"));
    html.push_str("<table class=\"settings\"><thead><tr>");
    for key in ["name", "value", "default", "allowed"] {
        let _ = write!(html, "<th scope=\"col\">{}", escape(&told(tongue, &format!("col.{key}"), &[])));
    }
    html.push_str("<tbody>");
    for (own, setting) in formulas.settings.iter().zip(SETTINGS) {
        // A long name may break where its words end, and a range nowhere.
        let name = escape(own.name).replace('.', ".<wbr>").replace('_', "_<wbr>");
        let mark = if setting.unit == Unit::Extra { "\u{a0}+" } else { "" };
        let _ = write!(
            html,
            "<tr><td><code>{name}</code>{mark}<td class=\"number\">{}<td>{}<td>{} – {}",
            tongue.number(own.value),
            tongue.number(own.default),
            tongue.number(own.least),
            tongue.number(own.most),
        );
    }
    html.push_str("</table>");
}

fn count(tongue: Tongue, name: &'static str, n: usize) -> (&'static str, String) {
    (name, tongue.number(n as f64))
}

/// The heading of a part and the paragraph below it.
fn begin(html: &mut String, tongue: Tongue, id: &str, lead: Option<&str>) {
    let _ = write!(html, "<h2 id=\"{id}\">{}</h2>", escape(&told(tongue, &format!("{id}.title"), &[])));
    if let Some(lead) = lead {
        let _ = write!(html, "<p>{}</p>", escape(&told(tongue, lead, &[])));
    }
}

// Roles are written out: on a narrow page rows are laid out as grids, and some browsers forget then what they are.
fn table(html: &mut String, tongue: Tongue, [name, weight]: [&str; 2], rows: impl Iterator<Item = String>) {
    let [name, weight] = [name, weight].map(|key| escape(&told(tongue, key, &[])));
    let _ = write!(
        html,
        "<table class=\"terms\" role=\"table\"><thead role=\"rowgroup\"><tr role=\"row\">\
         <th role=\"columnheader\" scope=\"col\">{name}<th role=\"columnheader\" scope=\"col\" class=\"weight\">{weight}\
         <tbody role=\"rowgroup\">"
    );
    rows.for_each(|row| html.push_str(&row));
    html.push_str("</table>");
}

/// A name with what it means, its weight, and the weight as a bar: a width in an attribute, which needs no style.
fn row(tongue: Tongue, key: &str, means: &str, weight: f64) -> String {
    let class = if weight < 0.0 { "against" } else { "for" };
    format!(
        "<tr role=\"row\"><td role=\"cell\"><b>{}</b><p>{}</p><td role=\"cell\" class=\"weight\"><b>{}</b>\
         <svg class=\"bar\" aria-hidden=\"true\"><rect class=\"track\" width=\"100%\" height=\"100%\" rx=\"2\"/>\
         <rect class=\"{class}\" width=\"{:.1}%\" height=\"100%\" rx=\"2\"/></svg>",
        escape(&told(tongue, key, &[])),
        escape(means),
        tongue.percent(weight),
        weight.abs() * 100.0,
    )
}

fn facts(html: &mut String, facts: &[String]) {
    html.push_str("<ul class=\"facts\">");
    facts.iter().for_each(|fact| {
        let _ = write!(html, "<li>{}", escape(fact));
    });
    html.push_str("</ul>");
}
