//! Trials of the visitor's place, and of the circles they follow.

use super::*;
use crate::feed::own::home::Lost;
use crate::profile::Home;

#[test]
fn a_circle_is_followed_from_a_post_and_left_again() {
    let (mut feed, mut page) = granted(&rows(20));
    let the = CircleId::parse("the").unwrap();
    let effects = feed.own(Wish::FollowCircle(id(1)), &mut page, NOW);
    assert!(effects.contains(&Effect::KeepProfile));
    assert_eq!(page.profile.as_ref().unwrap().circle(&the), Some(true));
    again(&mut feed, &mut page);
    assert_eq!(feed.own.told.topics, [(the.clone(), 1.0)]);
    let n_the = |numbers: &[u64]| numbers[..10].iter().filter(|number| *number % 4 == 1).count();
    assert!(n_the(&numbers(&feed)) > 3, "{:?}", numbers(&feed));
    feed.own(Wish::MuteCircle(id(1)), &mut page, NOW);
    assert_eq!(page.profile.as_ref().unwrap().circle(&the), Some(false));
    feed.own(Wish::Forget(Trait::Stance(the.clone())), &mut page, NOW);
    feed.own(Wish::FollowCircle(id(1)), &mut page, NOW);
    feed.own(Wish::FollowCircle(id(1)), &mut page, NOW);
    assert_eq!(page.profile, Some(Profile::new(NOW)));
}

#[test]
fn a_place_lifts_what_is_near_it_as_far_as_the_slider_says() {
    let (mut feed, mut page) = granted(&rows(20));
    feed.own.localities = localities();
    let effects = feed.own(Wish::Home(CircleId::parse("the").ok()), &mut page, NOW);
    assert!(effects.contains(&Effect::KeepProfile));
    assert_eq!(numbers(&feed)[..5], [1, 5, 9, 13, 17]);
    let place = feed.own.place(id(5)).unwrap();
    assert_eq!((place.reason(), place.locality.as_str()), (Some("near"), "Nantes"));
    let near = |feed: &Feed, number| {
        let terms = feed.own.place(id(number)).unwrap().why.terms.clone();
        terms.into_iter().find(|lead| lead.name == "near").map(|lead| lead.value)
    };
    assert_eq!(near(&feed, 5), Some(MineWeights::DEFAULT.near));
    assert!(near(&feed, 2).is_some_and(|value| value > 0.0 && value < 0.001), "Lyon is far");
    feed.own(Wish::Slide(Slider::Near, 0), &mut page, NOW);
    assert_eq!(numbers(&feed), (1..=20).collect::<Vec<_>>());
    feed.own(Wish::Forget(Trait::Home), &mut page, NOW);
    assert_eq!(page.profile, Some(Profile::new(NOW)), "the slider goes back with it");
    feed.own(Wish::More(id(3)), &mut page, NOW);
    again(&mut feed, &mut page);
    assert_eq!(near(&feed, 3), None, "without a place it explains nothing");
}

#[test]
fn the_device_finds_the_place_only_when_it_was_asked_and_says_why_it_did_not() {
    let (mut feed, mut page) = granted(&rows(20));
    feed.own.localities = localities();
    let (nantes, lyon) = (Point::of(47.2, -1.6).unwrap(), Point::of(45.8, 4.8).unwrap());
    assert!(feed.own(Wish::Located(nantes), &mut page, NOW).is_empty());
    assert!(feed.own(Wish::Unlocated(Lost::Late), &mut page, NOW).is_empty());
    assert_eq!((page.profile.clone(), feed.own.finding), (Some(Profile::new(NOW)), Finding::Idle));
    for (lost, key) in [
        (Lost::Refused, "own.home.refused"),
        (Lost::Late, "own.home.late"),
        (Lost::Absent, "own.home.absent"),
    ] {
        feed.own(Wish::Locate, &mut page, NOW);
        assert_eq!(feed.own.finding, Finding::Asking);
        let effects = feed.own(Wish::Unlocated(lost), &mut page, NOW);
        assert_eq!((effects, feed.own.finding), (vec![Effect::Announce(key, None)], Finding::Lost(lost)));
    }
    feed.own(Wish::Locate, &mut page, NOW);
    feed.own(Wish::Located(nantes), &mut page, NOW);
    assert_eq!(numbers(&feed)[..5], [1, 5, 9, 13, 17]);
    assert_eq!(page.profile.as_ref().unwrap().home, Some(Home::new("", nantes, NOW)));
    // Picked from the list while the device is still looking: what was picked stays.
    feed.own(Wish::Locate, &mut page, NOW);
    feed.own(Wish::Home(CircleId::parse("cafe").ok()), &mut page, NOW);
    feed.own(Wish::Located(nantes), &mut page, NOW);
    assert_eq!(page.profile.as_ref().unwrap().home, Some(Home::new("Lyon", lyon, NOW)));
    feed.own(Wish::Home(None), &mut page, NOW);
    assert_eq!(page.profile, Some(Profile::new(NOW)));
}
