//! What is learnt from acts, and what the profile comes to against the posts at hand.

use super::{Feed, Place};
use crate::effect::Effect;
use crate::page::Page;
use crate::profile::{Entry, Learnt, Profile, Trait};
use parvis_lexis::{bucket, named, sparse};
use parvis_model::feed::Post;
use parvis_model::id::{CircleId, ItemId, PersonId};
use parvis_model::item::Mark;
use parvis_model::map::Map;
use parvis_model::pool::{Print, STEMS};
use parvis_model::time::{Day, Time};
use parvis_rank::marks::Marks;
use parvis_rank::mine::closeness;
use parvis_rank::taste::{Lens, Taste};
use parvis_rank::visit::{self, Posts, Tie};

/// Acts by which the circles of the whole pool count among those that are liked: few acts say little of a share.
const PRIOR: f64 = 5.0;
/// What following a circle counts among acts on its posts.
const FOLLOWED: f64 = 4.0;
/// From this closeness on a person is called close.
const CLOSE: f64 = 0.2;
/// Words named of one post.
const WORDS: usize = 3;

/// Who the list is for.
pub(super) struct Known<'a> {
    pub feed: &'a Feed,
    pub page: &'a Page,
    pub profile: &'a Profile,
}

/// The profile held against the posts at hand.
pub(super) struct Visitor {
    /// As ranking wants it.
    pub profile: visit::Profile,
    /// Posts the visitor marked already or wrote, in the order of the pool.
    pub known: Vec<u32>,
    lens: Lens,
    taste: Taste,
    likes: Vec<f64>,
}

impl Known<'_> {
    pub(super) fn visitor(&self, posts: &Posts, now: Time) -> Visitor {
        let mut taste = Taste::default();
        for entry in &self.profile.entries {
            taste.learn(&entry.print.0, entry.act.strength(), entry.at, now, &posts.rarity);
        }
        self.profile.left_out.iter().for_each(|bucket| taste.forget(*bucket));
        let own = self.liked();
        let likes = self.likes();
        let known = self.marked();
        let mut hidden = self.hidden();
        known.iter().for_each(|index| hidden.add(*index));
        let known = known.into_iter().filter(|index| !self.hidden().has(*index)).collect();
        let profile = visit::Profile {
            wanted: self.wanted(&likes),
            topics: (0..).zip(&likes).filter(|(_, likes)| **likes > 0.0).map(|(topic, _)| topic).collect(),
            ties: self.ties(&own),
            own,
            taste: taste.clone(),
            near: self.feed.own.nearness(self.profile),
            hidden,
        };
        Visitor { profile, known, lens: taste.lens(&posts.rarity), taste, likes }
    }

    /// Posts that were liked, once each, with what the strongest act weighs beside a "useful".
    fn liked(&self) -> Vec<(u32, f64)> {
        let mut liked: Map<u32, f64> = Map::new();
        for entry in self.profile.entries.iter().filter(|entry| entry.act.strength() > 0.0) {
            if let Some(index) = self.feed.own.index_of(entry.item) {
                let weight = liked.or_default(index);
                *weight = weight.max(entry.act.strength() / Learnt::Useful.strength());
            }
        }
        liked.iter().map(|(index, weight)| (*index, *weight)).collect()
    }

    /// What was liked of each circle of the feed, in acts.
    fn likes(&self) -> Vec<f64> {
        let liked = |id: &CircleId| {
            let entries = self.profile.entries.iter();
            let acts =
                entries.filter(|entry| entry.circle.as_ref() == Some(id) && entry.act.strength() > 0.0);
            let followed = if self.profile.circle(id) == Some(true) { FOLLOWED } else { 0.0 };
            acts.count() as f64 + followed
        };
        self.feed.circles.iter().map(|circle| liked(&circle.id)).collect()
    }

    /// The share of each circle in what is liked, drawn towards the pool's own; nothing without likes.
    fn wanted(&self, likes: &[f64]) -> Vec<f64> {
        let n_likes: f64 = likes.iter().sum();
        if n_likes <= 0.0 {
            return Vec::new();
        }
        let held = |id: &CircleId| {
            let posts = self.feed.own.held.iter();
            posts.filter(|(post, _)| post.item.circle.as_ref() == Some(id)).count() as f64
        };
        let held: Vec<f64> = self.feed.circles.iter().map(|circle| held(&circle.id)).collect();
        let n_held: f64 = held.iter().sum::<f64>().max(1.0);
        let share = |(likes, held): (&f64, &f64)| (likes + PRIOR * held / n_held) / (n_likes + PRIOR);
        likes.iter().zip(&held).map(share).collect()
    }

    /// Posts that hold the visitor's own mark or are their own.
    fn marked(&self) -> Vec<u32> {
        let is_marked = |id: ItemId| {
            let mine = &self.page.mine;
            mine.has(id, Mark::Useful) || mine.has(id, Mark::Save) || mine.written.contains(&id)
        };
        let held = (0..).zip(&self.feed.own.held);
        held.filter(|(_, (post, _))| is_marked(post.item.id)).map(|(index, _)| index).collect()
    }

    /// Posts that are not wanted: less of these, and the people and circles kept out of sight.
    fn hidden(&self) -> Marks {
        let is_hidden = |post: &Post| is_hidden(self.profile, post);
        let held = (0..).zip(&self.feed.own.held);
        held.filter(|(_, (post, _))| is_hidden(post)).map(|(index, _)| index).collect()
    }

    /// What close people took part in.
    fn ties(&self, own: &[(u32, f64)]) -> Vec<Tie> {
        // Of each person: the posts they took part in, and those of them that the visitor liked.
        let mut of: Map<PersonId, (u32, u32)> = Map::new();
        for (index, people) in (0u32..).zip(&self.feed.own.took_part) {
            let is_shared = own.iter().any(|(liked, _)| *liked == index);
            for (person, _) in people {
                if let Some((n_theirs, n_shared)) = of.get_mut(person) {
                    *n_theirs += 1;
                    *n_shared += u32::from(is_shared);
                } else {
                    of.insert(person.clone(), (1, u32::from(is_shared)));
                }
            }
        }
        let n_mine = u32::try_from(own.len()).unwrap_or(u32::MAX);
        let close = |person: &PersonId| match self.profile.person(person) {
            Some(true) => 1.0,
            Some(false) => 0.0,
            None => {
                of.get(person).map_or(0.0, |(n_theirs, n_shared)| closeness(*n_shared, n_mine, *n_theirs))
            }
        };
        let selves = self.selves();
        let mut ties = Vec::new();
        for (index, people) in (0u32..).zip(&self.feed.own.took_part) {
            for (person, day) in people.iter().filter(|(person, _)| !selves.contains(person)) {
                let close = close(person);
                if close > 0.0 {
                    let at = Day::from_number(i32::try_from(*day).unwrap_or(0)).to_time();
                    ties.push(Tie { index, close, at });
                }
            }
        }
        ties
    }

    /// Under which names the visitor wrote.
    fn selves(&self) -> Vec<PersonId> {
        let held = self.feed.own.held.iter().map(|(post, _)| &post.item);
        held.filter(|item| self.page.mine.written.contains(&item.id)).map(|item| item.by.id.clone()).collect()
    }
}

/// Whether a post is kept out of the visitor's own order.
fn is_hidden(profile: &Profile, post: &Post) -> bool {
    profile.has(post.item.id, Learnt::Less)
        || profile.person(&post.item.by.id) == Some(false)
        || post.item.circle.as_ref().is_some_and(|circle| profile.circle(circle) == Some(false))
}

impl Visitor {
    /// The words of a post that lift it most, as they are written where they were liked.
    pub(super) fn words_of(&self, posts: &Posts, index: u32, profile: &Profile) -> Vec<String> {
        let print = posts.prints.row(index as usize);
        let lift = |(bucket, weight): &(u16, u8)| (self.lens.of(*bucket) * f64::from(*weight), *bucket);
        let mut words: Vec<(f64, u16)> = print.iter().map(lift).filter(|word| word.0 > 0.0).collect();
        words.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        words.iter().filter_map(|(_, bucket)| profile.word(*bucket)).take(WORDS).map(str::to_owned).collect()
    }

    /// The words that lift most, with their buckets.
    pub(super) fn strongest(&self, profile: &Profile, n: usize) -> Vec<(u16, String)> {
        let strength = |(bucket, _): &(u16, f64)| (self.lens.of(*bucket), *bucket);
        let all = self.taste.strongest(usize::MAX);
        let mut words: Vec<(f64, u16)> = all.iter().map(strength).filter(|word| word.0 > 0.0).collect();
        words.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let named = words.iter().filter_map(|(_, bucket)| Some((*bucket, profile.word(*bucket)?.to_owned())));
        named.take(n).collect()
    }

    /// Close people who took part in a post.
    pub(super) fn n_close(&self, index: u32) -> u32 {
        let close = self.profile.ties.iter().filter(|tie| tie.index == index && tie.close >= CLOSE);
        u32::try_from(close.count()).unwrap_or(u32::MAX)
    }

    /// The circles of what was liked with their shares, the largest first.
    pub(super) fn topics(&self, feed: &Feed) -> Vec<(CircleId, f64)> {
        let n_likes: f64 = self.likes.iter().sum();
        let shares = feed.circles.iter().zip(&self.likes).filter(|(_, likes)| **likes > 0.0);
        let mut topics: Vec<_> = shares.map(|(circle, likes)| (circle.id.clone(), likes / n_likes)).collect();
        topics.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        topics
    }
}

impl Feed {
    /// A post that is here, in the list or in what a search found.
    fn post_here(&mut self, id: ItemId) -> Option<Post> {
        let listed = self.posts.iter().map(|(post, _)| post).find(|post| post.item.id == id).cloned();
        listed.or_else(|| self.search.post(id).cloned())
    }

    /// Learns an act on a post that is here.
    pub(super) fn learn(&mut self, id: ItemId, act: Learnt, page: &mut Page, now: Time) -> Vec<Effect> {
        let (Some(post), Some(profile)) = (self.post_here(id), page.profile.as_mut()) else {
            return Vec::new();
        };
        if act == Learnt::More && profile.has(id, act) {
            profile.unlearn(id, act);
            return vec![Effect::KeepProfile, Effect::Announce("own.unlearnt", None)];
        }
        let item = &post.item;
        let text = item.text.to_plain();
        let title = item.title.as_deref().unwrap_or_default();
        let lang = Some(item.lang.as_str());
        let print = Print(sparse(title, &text, lang, STEMS));
        let has = |bucket: u16| print.0.binary_search_by_key(&bucket, |stem| stem.0).is_ok();
        let words: Vec<(u16, String)> = [title, &text]
            .into_iter()
            .flat_map(|text| named(text, lang))
            .map(|(word, stem)| (bucket(&stem), word.to_lowercase()))
            .filter(|(bucket, _)| has(*bucket))
            .collect();
        let title = if title.is_empty() { text.clone() } else { title.to_owned() };
        let entry = Entry { item: id, act, at: now, title, circle: item.circle.clone(), print };
        profile.learn(entry, words);
        vec![Effect::KeepProfile, Effect::Announce("own.learnt", None)]
    }

    /// Learns from a mark that was given or taken back; says nothing of it.
    pub(super) fn marked(&mut self, id: ItemId, mark: Mark, page: &mut Page, now: Time) -> Vec<Effect> {
        let act = match mark {
            Mark::Useful => Learnt::Useful,
            Mark::Save => Learnt::Save,
            Mark::NotUseful => return Vec::new(),
        };
        if page.mine.has(id, mark) {
            self.learn(id, act, page, now);
        } else if let Some(profile) = page.profile.as_mut() {
            profile.unlearn(id, act);
        }
        vec![Effect::KeepProfile]
    }

    /// Follows the author of a post or keeps them out of sight; the same again takes it back.
    pub(super) fn mind_author(
        &mut self,
        id: ItemId,
        is_followed: bool,
        page: &mut Page,
        now: Time,
    ) -> Vec<Effect> {
        let (Some(post), Some(profile)) = (self.post_here(id), page.profile.as_mut()) else {
            return Vec::new();
        };
        let person = &post.item.by;
        if profile.person(&person.id) == Some(is_followed) {
            profile.forget(&Trait::Person(person.id.clone()));
            return vec![Effect::KeepProfile, Effect::Announce("own.unlearnt", None)];
        }
        profile.mind_person(person.id.clone(), &person.name, is_followed, now);
        vec![Effect::KeepProfile, Effect::Announce("own.learnt", None)]
    }

    /// Follows the circle of a post or keeps it out of sight; the same again takes it back.
    pub(super) fn mind_circle(
        &mut self,
        id: ItemId,
        is_followed: bool,
        page: &mut Page,
        now: Time,
    ) -> Vec<Effect> {
        let circle = self.post_here(id).and_then(|post| post.item.circle);
        let (Some(circle), Some(profile)) = (circle, page.profile.as_mut()) else { return Vec::new() };
        if profile.circle(&circle) == Some(is_followed) {
            profile.forget(&Trait::Stance(circle));
            return vec![Effect::KeepProfile, Effect::Announce("own.unlearnt", None)];
        }
        let known = self.circles.iter().find(|known| known.id == circle);
        let name = known.map_or(circle.as_str(), |known| known.name.pick(&page.lang)).to_owned();
        profile.mind_circle(circle, &name, is_followed, now);
        vec![Effect::KeepProfile, Effect::Announce("own.learnt", None)]
    }

    /// Takes what is not wanted off the list; everything else stays in its order.
    pub(super) fn hide(&mut self, page: &Page) -> Vec<Effect> {
        let Some(profile) = page.profile.as_ref().filter(|_| self.own.is_on) else { return Vec::new() };
        let place = self.posts.iter().position(|(post, _)| is_hidden(profile, post)).unwrap_or(0);
        self.posts.retain(|(post, _)| !is_hidden(profile, post));
        let own = &mut self.own;
        let held = &own.held;
        let is_wanted =
            |index: &u32| held.get(*index as usize).is_some_and(|(post, _)| !is_hidden(profile, post));
        let n_before = own.order.len();
        own.order.retain(is_wanted);
        let n_gone = u32::try_from(n_before - own.order.len()).unwrap_or(u32::MAX);
        own.told.n_hidden = own.told.n_hidden.saturating_add(n_gone);
        own.n_shown = self.posts.len();
        // The focus was on what is gone: it goes to what stands there now.
        let place = place.min(self.posts.len().saturating_sub(1));
        vec![Effect::Focus(format!("item-{place}"))]
    }
}

impl Place {
    /// What to name first, where it is a word or people rather than a number.
    pub fn reason(&self) -> Option<&'static str> {
        self.why.top().filter(|top| top.lead() > 0.0).map(|top| top.name)
    }
}
