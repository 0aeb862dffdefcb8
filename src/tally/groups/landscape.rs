//! The map of a conversation: where its voters stand, which groups they form, and where a visitor would stand.

use super::clusters::{parted, squared};
use super::plane::{Plane, Point};
use super::{Opinions, stability};

/// Votes somebody has given at least to be on the map, or on all ideas where there are fewer: who voted little
/// may be of any opinion on the rest.
const OPINIONS_LEAST: usize = 7;
/// People there are at least on a map; fewer could be told apart.
const PEOPLE_LEAST: usize = 10;

/// A map.
#[derive(Clone, Debug, PartialEq)]
pub struct Landscape {
    /// Its directions: with them a device finds its visitor's place by itself.
    pub plane: Plane,
    /// Where each voter stands; none for who gave too few votes, and for all where too few gave enough. Not for
    /// publication with anything that names the voter.
    pub places: Vec<Option<Point>>,
    /// The group of each voter on the map, an index of `groups`; none for all where there are no groups.
    pub group_of: Vec<Option<usize>>,
    /// Two to five, or none where nothing parts.
    pub groups: Vec<Middle>,
    /// The farthest that anybody is from the middle along one direction: what a drawing divides by; 0 where
    /// everybody is in the middle.
    pub reach: f64,
}

/// A group on the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Middle {
    /// Its people.
    pub n: usize,
    /// The mean of their places.
    pub centre: Point,
}

impl Landscape {
    /// Of these voters. An idea outside of `n_ideas` counts for nothing. Whether its groups would be found again
    /// is another question: see [`Self::stability`].
    pub fn of(voters: &[Opinions], n_ideas: usize) -> Self {
        let standing = standing(voters, n_ideas);
        let plane = Plane::of(&standing, n_ideas);
        let points: Vec<Point> = standing.iter().map(|votes| plane.place(votes)).collect();
        let found = parted(&points);
        let groups = middles(&points, &found);
        let mut on_map = points.iter().zip(&found);
        let mut places = Vec::with_capacity(voters.len());
        let mut group_of = Vec::with_capacity(voters.len());
        for votes in voters {
            let stands = !standing.is_empty() && has_opinions(votes, n_ideas);
            let (place, group) = stands.then(|| on_map.next()).flatten().unzip();
            places.push(place.copied());
            group_of.push(group.copied().filter(|_| !groups.is_empty()));
        }
        let reach = points.iter().map(|point| point.0.abs().max(point.1.abs())).fold(0.0, f64::max);
        Self { plane, places, group_of, groups, reach }
    }

    /// How well its groups are found again in subsamples, see [`stability`]: they are shown from
    /// [`super::STABLE_LEAST`] on. Takes twenty times as long as the map, so that the server finds it once.
    pub fn stability(voters: &[Opinions], n_ideas: usize) -> f64 {
        stability(&standing(voters, n_ideas), n_ideas)
    }

    /// The same without groups: what is shown where they are not stable.
    #[must_use]
    pub fn without_groups(self) -> Self {
        let group_of = vec![None; self.group_of.len()];
        Self { groups: Vec::new(), group_of, ..self }
    }

    /// The group whose middle is nearest to a place, such as that of a visitor; none without groups.
    pub fn group_near(&self, place: Point) -> Option<usize> {
        let distances = self.groups.iter().map(|group| squared(&group.centre, &place)).enumerate();
        distances.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(group, _)| group)
    }
}

fn has_opinions(votes: &Opinions, n_ideas: usize) -> bool {
    !votes.is_empty() && votes.len() >= OPINIONS_LEAST.min(n_ideas)
}

/// Those on the map; nobody where they are too few.
fn standing(voters: &[Opinions], n_ideas: usize) -> Vec<Opinions> {
    let standing: Vec<Opinions> =
        voters.iter().filter(|votes| has_opinions(votes, n_ideas)).cloned().collect();
    if standing.len() < PEOPLE_LEAST { Vec::new() } else { standing }
}

/// The middle of each group; none where all are in one.
fn middles(points: &[Point], group_of: &[usize]) -> Vec<Middle> {
    let n_groups = group_of.iter().max().map_or(0, |last| last + 1);
    if n_groups < 2 {
        return Vec::new();
    }
    let mut sums = vec![(0.0, 0.0, 0usize); n_groups];
    for (point, group) in points.iter().zip(group_of) {
        if let Some(sum) = sums.get_mut(*group) {
            *sum = (sum.0 + point.0, sum.1 + point.1, sum.2 + 1);
        }
    }
    let middle = |(x, y, n): (f64, f64, usize)| {
        let all = n.max(1) as f64;
        Middle { n, centre: (x / all, y / all) }
    };
    sums.into_iter().map(middle).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn camp(n: usize, votes: &[i8]) -> Vec<Opinions> {
        vec![(0..).zip(votes.iter().copied()).collect(); n]
    }

    fn two_camps() -> Vec<Opinions> {
        [camp(8, &[1, 1, -1, -1]), camp(1, &[1]), camp(6, &[-1, -1, 1, 1])].concat()
    }

    #[test]
    fn camps_are_groups_and_a_visitor_finds_the_nearest() {
        let voters = two_camps();
        let map = Landscape::of(&voters, 4);
        let mut sizes: Vec<usize> = map.groups.iter().map(|group| group.n).collect();
        sizes.sort_unstable();
        assert_eq!(sizes, [6, 8]);
        assert_eq!(Landscape::stability(&voters, 4), 1.0);
        let visitor = map.plane.place(&vec![(0, -1), (3, 1)]);
        assert_eq!(map.group_near(visitor), map.group_of[14]);
        let (x, y) = map.places[14].unwrap();
        assert!(map.reach >= x.abs() && map.reach >= y.abs() && map.reach > 0.0, "{map:?}");
    }

    #[test]
    fn who_gave_too_few_votes_is_not_on_the_map() {
        let map = Landscape::of(&two_camps(), 4);
        assert_eq!((map.places[8], map.group_of[8]), (None, None));
        assert!(map.places.iter().filter(|place| place.is_some()).count() == 14);
    }

    #[test]
    fn fewer_than_ten_people_are_on_no_map() {
        let nine = [camp(5, &[1, -1]), camp(4, &[-1, 1])].concat();
        let map = Landscape::of(&nine, 2);
        assert_eq!((map.places, map.groups, map.reach), (vec![None; 9], vec![], 0.0));
        assert_eq!(map.plane.first, [0.0, 0.0]);
        assert_eq!(Landscape::of(&[], 0).group_near((0.0, 0.0)), None);
    }

    #[test]
    fn without_groups_places_stay() {
        let map = Landscape::of(&two_camps(), 4);
        let plain = map.clone().without_groups();
        assert_eq!((&plain.places, plain.groups.len()), (&map.places, 0));
        assert!(plain.group_of.iter().all(Option::is_none) && plain.group_near((1.0, 0.0)).is_none());
    }
}
