//! Trials of the check: the published order falls out on this device, or the place that is wrong is named.

use super::*;

fn checked(pages: &[&[(u64, u32)]]) -> Check {
    let (mut feed, mut page) = ready(&[5], None);
    let mut effects = feed.act(Act::Check, &mut page, NOW);
    for (place, rows) in pages.iter().enumerate() {
        let next = (place + 1 < pages.len()).then_some("more");
        effects.extend(feed.candidates_arrived(candidates(RANKED, rows, next)));
    }
    run(&mut feed, &page, effects);
    feed.check
}

#[test]
fn the_check_says_whether_the_published_order_falls_out() {
    for (pages, expected) in [
        (&[&[(5, 900), (4, 300)][..], &[(3, 0)][..]][..], Check::Same(3)),
        (&[&[(5, 900), (4, 300)][..], &[(3, 400)][..]][..], Check::Differs(2)),
        (&[&[(5, 300), (4, 900), (3, 0)][..]][..], Check::Differs(1)),
        // Equal scores stand by age, the newer first.
        (&[&[(5, 0), (4, 0)][..]][..], Check::Same(2)),
        (&[&[(4, 0), (5, 0)][..]][..], Check::Differs(1)),
        (&[&[][..]][..], Check::Same(0)),
    ] {
        assert_eq!(checked(pages), expected, "{pages:?}");
    }
}

#[test]
fn the_check_goes_on_below_the_head_of_the_list() {
    let rows: Vec<(u64, u32)> = (0..600).map(|place| (1_000 - place, 9_000 - place as u32)).collect();
    assert_eq!(checked(&[&rows]), Check::Same(600));
    let mut swapped = rows.clone();
    swapped.swap(520, 521);
    assert_eq!(checked(&[&swapped]), Check::Differs(522), "below the head: no higher score than above");
    let mut swapped = rows;
    swapped.swap(30, 31);
    assert_eq!(checked(&[&swapped]), Check::Differs(31));
}

#[test]
fn the_check_knows_the_places_kept_for_what_came_back() {
    // The last of forty was brought back by five people: it stands sixteenth.
    let mut rows: Vec<(u64, u32)> = (0..39).map(|place| (1_000 - place, 9_000 - place as u32)).collect();
    rows.insert(15, (1, 10));
    let mut published = candidates(RANKED, &rows, None);
    published.n_week[15] = 5;
    published.n_month[15] = 5;
    let (mut feed, mut page) = ready(&[5], None);
    let mut effects = feed.act(Act::Check, &mut page, NOW);
    effects.extend(feed.candidates_arrived(published));
    run(&mut feed, &page, effects);
    assert_eq!(feed.check, Check::Same(40));
    assert_eq!(checked(&[&rows]), Check::Differs(16), "without those people it belongs to the end");
}

#[test]
fn a_check_without_signals_fails() {
    let (mut feed, mut page) = ready(&[5], None);
    feed.act(Act::Check, &mut page, NOW);
    feed.failed(&Want::Candidates, Failure::Offline);
    assert_eq!(feed.check, Check::Failed);
}

#[test]
fn signals_of_a_newer_order_accuse_nobody() {
    let (mut feed, mut page) = ready(&[5], None);
    let mut effects = feed.act(Act::Check, &mut page, NOW);
    effects.extend(feed.candidates_arrived(candidates(LATER, &[(5, 300), (4, 900)], None)));
    let effects = run(&mut feed, &page, effects);
    assert_eq!(feed.check, Check::Failed);
    assert!(asked(&effects).contains(&("/feeds/main?order=community", Want::Again)), "{effects:?}");
    let mut newer = listed(&[5, 4], None);
    newer.ranked_at = Time::parse(LATER).unwrap();
    let mut effects = feed.page_arrived(&Want::Again, newer);
    effects.extend(feed.act(Act::Check, &mut page, NOW));
    run(&mut feed, &page, effects);
    assert_eq!(feed.check, Check::Differs(1), "the next try has both halves of one order");
}
