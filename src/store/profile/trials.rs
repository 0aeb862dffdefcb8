//! Trials of the profile: what it remembers, for how long, and that what is taken out is gone.

use super::*;
use crate::trials::NOW;

fn entry(number: u64, act: Learnt, days_ago: i64) -> Entry {
    let circle = CircleId::parse(if number.is_multiple_of(2) { "cafe" } else { "the" }).ok();
    let bucket = u16::try_from(number % 16_000).unwrap();
    Entry {
        item: ItemId::from_u64(number),
        act,
        at: NOW.plus(-days_ago * DAY),
        title: "Un moulin".repeat(20),
        circle,
        print: Print(vec![(bucket, 64), (bucket + 1, 32)]),
    }
}

fn learnt(entries: impl IntoIterator<Item = Entry>) -> Profile {
    let mut profile = Profile::new(NOW);
    for entry in entries {
        let words: Vec<_> =
            entry.print.0.iter().map(|(bucket, _)| (*bucket, format!("mot{bucket}"))).collect();
        profile.learn(entry, words);
    }
    profile
}

fn items(profile: &Profile) -> Vec<(u64, Learnt)> {
    profile.entries.iter().map(|entry| (entry.item.as_u64(), entry.act)).collect()
}

#[test]
fn the_same_act_is_remembered_once_and_more_takes_the_place_of_less() {
    use Learnt::{Less, More, Save, Useful};
    let acts = [(1, Useful), (1, Save), (1, Less), (2, More), (1, Useful), (1, More)];
    let profile = learnt(acts.map(|(number, act)| entry(number, act, 0)));
    assert_eq!(items(&profile), [(1, Save), (2, More), (1, Useful), (1, More)]);
    assert_eq!(profile.entries[0].title.chars().count(), 40);
}

#[test]
fn what_is_taken_out_leaves_no_trace() {
    let mut profile = learnt([entry(10, Learnt::Useful, 0), entry(21, Learnt::Save, 0)]);
    profile.mind_circle(CircleId::parse("cafe").unwrap(), "Café", true, NOW);
    profile.mind_person(PersonId::parse("lea").unwrap(), "Léa", true, NOW);
    assert_eq!((profile.word(10), profile.word(21)), (Some("mot10"), Some("mot21")));
    profile.forget(&Trait::Circle(CircleId::parse("cafe").unwrap()));
    profile.forget(&Trait::Person(PersonId::parse("lea").unwrap()));
    profile.forget(&Trait::Item(ItemId::from_u64(21)));
    assert_eq!(profile, Profile::new(NOW));
}

#[test]
fn an_act_taken_back_is_unlearnt_and_the_others_on_the_post_stay() {
    let mut profile = learnt([entry(1, Learnt::Useful, 0), entry(1, Learnt::Save, 0)]);
    profile.unlearn(ItemId::from_u64(1), Learnt::Useful);
    assert_eq!(items(&profile), [(1, Learnt::Save)]);
    assert!(profile.has(ItemId::from_u64(1), Learnt::Save) && profile.word(1).is_some());
}

#[test]
fn what_is_older_than_thirteen_months_goes() {
    let mut profile = learnt([entry(1, Learnt::Useful, 391), entry(2, Learnt::Useful, 389)]);
    profile.mind_person(PersonId::parse("lea").unwrap(), "Léa", true, NOW.plus(-391 * DAY));
    profile.home = Some(Home::new("Lyon", Point::of(45.8, 4.8).unwrap(), NOW.plus(-391 * DAY)));
    profile.sliders.near = 25;
    profile.tidy(NOW);
    assert_eq!((items(&profile), profile.people.len()), (vec![(2, Learnt::Useful)], 0));
    assert_eq!((profile.home, profile.sliders), (None, Sliders::default()));
}

#[test]
fn following_and_muting_take_each_others_place() {
    let mut profile = Profile::new(NOW);
    let lea = PersonId::parse("lea").unwrap();
    profile.mind_person(lea.clone(), "Léa", true, NOW);
    profile.mind_person(lea.clone(), "Léa", false, NOW);
    assert_eq!((profile.person(&lea), profile.people.len()), (Some(false), 1));
}

#[test]
fn the_fullest_profile_stays_under_150_kb() {
    let full = |number: u64| {
        let stems =
            (0..24).map(|stem| (u16::try_from((number * 29 + stem * 61) % 16_384).unwrap(), 255)).collect();
        Entry { print: Print(stems), ..entry(number, Learnt::Useful, 0) }
    };
    let mut profile = Profile::new(NOW);
    for number in 0..700 {
        let entry = full(number);
        let words: Vec<_> =
            entry.print.0.iter().map(|(bucket, _)| (*bucket, "torréfaction".to_owned())).collect();
        profile.learn(entry, words);
    }
    for number in 0..300 {
        let id = PersonId::parse(&format!("{number:064}")).unwrap();
        profile.mind_person(id, &"É".repeat(99), true, NOW);
        profile.mind_circle(CircleId::parse(&format!("{number:064}")).unwrap(), &"É".repeat(99), false, NOW);
    }
    let n_bytes = serde_json::to_vec(&profile).unwrap().len();
    assert_eq!(profile.entries.len(), MOST_ENTRIES);
    assert!(n_bytes < 150_000, "{n_bytes} bytes");
    let read: Profile = serde_json::from_slice(&serde_json::to_vec(&profile).unwrap()).unwrap();
    assert_eq!(read, profile);
}

#[test]
fn what_is_learnt_is_kept_under_the_word_it_is_read_by() {
    for act in Learnt::ALL {
        assert_eq!(serde_json::to_value(act).unwrap(), act.as_str());
        assert_eq!(Learnt::parse(act.as_str()), Some(act));
    }
    assert_eq!(Learnt::parse("reply"), None);
}

#[test]
fn sliders_stop_at_their_ends_and_default_to_what_is_published() {
    let mut sliders = Sliders::default();
    assert_eq!(sliders.mix(), Mix::default());
    sliders.set(Slider::Discovery, 900);
    sliders.set(Slider::Ties, 0);
    sliders.set(Slider::Near, 50);
    assert_eq!(sliders.mix(), Mix { ties: 0.0, fresh: 1.0, near: 0.5, discovery: 2.0 });
}

#[test]
fn what_was_kept_before_there_was_a_place_reads_with_its_slider_as_published() {
    let kept = r#"{"since":"2026-01-01T00:00:00Z","sliders":{"ties":0,"fresh":100,"discovery":200}}"#;
    let profile: Profile = serde_json::from_str(kept).unwrap();
    assert_eq!(
        (profile.home, profile.sliders),
        (None, Sliders { ties: 0, discovery: 200, ..Sliders::default() })
    );
}
