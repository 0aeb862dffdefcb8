//! How the formulas are made. Nothing is written down here twice: weights come from the site, everything else from the
//! constants that `rank` computes with, words from the page's own messages.

use super::super::how::{Tongue, told};
use super::{
    Allowed, Back, Calibration, Crowds, FeedFormula, Formulas, Groups, IdeaFormula, Kept, MineFormula,
    NEVER_USED, ReviewFormula, Term, TextPart, Weighted,
};
use parvis_model::ranking::{Ranking, SETTINGS};
use parvis_model::time::DAY;
use parvis_rank::activity::{Act, TAIL_HOURS};
use parvis_rank::{
    alike, calibrate, crowds, distance, feed, ideas, mine, neighbours, reviews, spread, taste, visit, voices,
};

impl Formulas {
    /// All of it with these constants, in words of this language.
    pub fn of(ranking: &Ranking, tongue: Tongue) -> Self {
        let allowed = |setting: &parvis_model::ranking::Setting| Allowed {
            name: setting.name,
            value: setting.of(ranking),
            default: setting.default,
            least: setting.least,
            most: setting.most,
        };
        Self {
            feed: FeedFormula::of(ranking, tongue),
            reviews: ReviewFormula::of(ranking, tongue),
            ideas: IdeaFormula::of(ranking, tongue),
            mine: MineFormula::of(ranking, tongue),
            settings: SETTINGS.iter().map(allowed).collect(),
            never_used: NEVER_USED,
        }
    }
}

/// Terms with their weights and words; `group` is that of the messages.
fn terms(
    tongue: Tongue,
    group: &str,
    names: &[&'static str],
    weights: &[f64],
    blanks: &[(&str, String)],
) -> Vec<Term> {
    let term = |(name, weight): (&&'static str, &f64)| Term {
        name,
        weight: *weight,
        value: told(tongue, &format!("{group}.{name}.means"), blanks),
    };
    names.iter().zip(weights).map(term).collect()
}

impl FeedFormula {
    fn of(ranking: &Ranking, tongue: Tongue) -> Self {
        let own = &ranking.feed;
        let blanks = [("fresh", tongue.hours(own.fresh_hours)), ("head", tongue.number(spread::HEAD as f64))];
        let weights = [own.activity, own.circle, own.quality, own.freshness, 0.0 - own.repeat];
        Self {
            terms: terms(tongue, "feed", &feed::NAMES, &weights, &blanks),
            half_life_hours: own.half_life_hours,
            month_half_life_hours: TAIL_HOURS,
            fresh_hours: own.fresh_hours,
            month_share: feed::TAIL_SHARE,
            circle_prior: feed::CIRCLE_PRIOR,
            circle_power: feed::CIRCLE_POWER,
            quality_prior: feed::PRIOR,
            acts: Act::ALL.map(|act| Weighted { name: act.as_str(), weight: act.weight() }).into(),
            head: spread::HEAD,
            revived: Kept { first: spread::FIRST_SLOT, every: spread::SLOT_EVERY },
            back: Back { days: feed::BACK_AGE / DAY, people: feed::BACK_PEOPLE, deviations: feed::BACK_Z },
            crowds: Crowds::in_force(),
            crowd_share: 1.0 / (crowds::OTHERS + 1.0),
        }
    }
}

impl ReviewFormula {
    fn of(ranking: &Ranking, tongue: Tongue) -> Self {
        use reviews::{copies, mix, text};
        let own = &ranking.reviews;
        let weights = [own.helpful, own.text, own.media, own.freshness];
        let halves = text::HALVES.into_iter().map(Some).chain(core::iter::repeat(None));
        let part = |((name, share), half): ((&'static str, f64), Option<f64>)| {
            let blanks = half.map(|half| ("half", tongue.number(half)));
            let value = told(tongue, &format!("reviews.text.{name}.means"), blanks.as_slice());
            TextPart { name, share, half, value }
        };
        let fresh = [("fresh", tongue.days(own.fresh_days))];
        Self {
            terms: terms(tongue, "reviews", &reviews::NAMES, &weights, &fresh),
            fresh_days: own.fresh_days,
            silence: reviews::SILENCE,
            silence_days: reviews::SILENCE_DAYS,
            text: text::PARTS.into_iter().zip(text::SHARES).zip(halves).map(part).collect(),
            mix_of_first: mix::FIRST,
            copy_words: copies::FEWEST,
        }
    }
}

impl Crowds {
    fn in_force() -> Self {
        let (same, of) = alike::ALIKE;
        Self {
            alike: same as f64 / of as f64,
            accounts: alike::CROWD_LEAST,
            unheard: alike::SHARE_UNHEARD,
            heard: alike::SHARE_HEARD,
        }
    }
}

impl IdeaFormula {
    fn of(ranking: &Ranking, tongue: Tongue) -> Self {
        let own = &ranking.ideas;
        Self {
            terms: terms(tongue, "ideas", &ideas::NAMES, &[own.approval, own.groups], &[]),
            prior: own.prior,
            groups: Groups {
                voters: voices::GROUPED_LEAST,
                ideas: voices::OPINIONS_LEAST,
                least: parvis_tally::GROUP_LEAST,
            },
            crowds: Crowds::in_force(),
        }
    }
}

impl MineFormula {
    fn of(ranking: &Ranking, tongue: Tongue) -> Self {
        let (own, all) = (&ranking.mine, &ranking.feed);
        let [activity, circle, quality, freshness] =
            [all.activity, all.circle, all.quality, all.freshness].map(|weight| own.community * weight);
        let weights = [activity, circle, quality, freshness, own.ties, own.neighbours, own.taste, own.near];
        let blanks = [
            ("fresh", tongue.hours(all.fresh_hours)),
            ("ties", tongue.days(visit::TIE_HOURS / 24.0)),
            ("people", tongue.number(f64::from(neighbours::MIN_PEOPLE))),
            ("half", tongue.number(distance::HALF_KM)),
        ];
        let words_of = |name: &str| if feed::NAMES.contains(&name) { "feed" } else { "mine" };
        let term =
            |(name, weight): (&'static str, f64)| terms(tongue, words_of(name), &[name], &[weight], &blanks);
        Self {
            terms: mine::NAMES.into_iter().zip(weights).flat_map(term).collect(),
            ties_half_life_hours: visit::TIE_HOURS,
            neighbour_people: neighbours::MIN_PEOPLE,
            taste_half_lives: taste::HALVES,
            most_ties: mine::MOST_TIES,
            rarity_power: mine::RARITY_POWER,
            rarity_prior: mine::RARITY_PRIOR,
            near_half_km: distance::HALF_KM,
            earth_km: distance::EARTH_KM,
            discovery_every: mine::DISCOVERY_EVERY,
            calibration: Calibration { run: calibrate::RUN, pool: calibrate::POOL, weight: own.balance },
        }
    }
}
