//! The live stream: what the stored log of a site says, told to every open page.
//!
//! One task follows the log of each site and keeps its newest lines, already rendered; each stream only
//! remembers the number it has told. So a page that comes back is served from the log, and gaps and repeats
//! cannot happen: a stream always sends the line after its own number.

use crate::app::App;
use crate::metrics::Streaming;
use crate::problem::Error;
use bytes::Bytes;
use dashmap::DashMap;
use futures_util::Stream;
use parvis_model::id::SiteId;
use parvis_model::live::Live;
use parvis_model::problem::ProblemKind;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::timeout;

/// Lines kept in memory for each site.
const N_LINES: usize = 1_024;
/// Lines read from the log at a time.
const CHUNK: u32 = 256;
/// How often to look for what other processes wrote.
const LOOK: Duration = Duration::from_secs(1);
/// How often to send a comment, so that nothing between here and the page gives the stream up.
const KEEP_ALIVE: Duration = Duration::from_secs(20);

/// What the streams of each site share.
#[derive(Debug, Default)]
pub struct Hubs(DashMap<SiteId, Arc<Hub>>);

#[derive(Debug)]
struct Hub {
    latest: watch::Sender<u64>,
    lines: RwLock<VecDeque<Line>>,
}

/// A line of the log as it is sent; no bytes where it may not be told.
#[derive(Clone, Debug)]
struct Line {
    number: u64,
    bytes: Option<Bytes>,
}

/// Follows the logs of all sites until the service stops: fills the hubs and tells the caches what others wrote.
pub async fn follow(app: App) {
    let mut commits = app.db.commits();
    let mut stopping = app.stopping.subscribe();
    loop {
        if let Err(error) = look(&app).await {
            tracing::warn!(problem = ?error, "the live log cannot be read");
        }
        tokio::select! {
            _ = timeout(LOOK, commits.changed()) => {}
            _ = stopping.wait_for(|stopping| *stopping) => return,
        }
    }
}

async fn look(app: &App) -> Result<(), Error> {
    for site in app.db.sites().await? {
        let last = app.db.last_event(&site).await?;
        let hub = app.hubs.hub(&site, last);
        loop {
            let told = *hub.latest.borrow();
            if last <= told {
                break;
            }
            let events = app.db.events(&site, told, CHUNK).await?;
            let Some((number, _)) = events.last() else { break };
            let number = *number;
            app.changed(&site, &events);
            if events.iter().any(|(_, live)| *live == Live::Reset) {
                // An import may have tightened what a poll shows: what was told before is judged anew.
                hub.forget();
            }
            let mut lines = Vec::new();
            for (number, live) in events {
                lines.push(render(app, &site, number, &live).await?);
            }
            hub.push(lines);
            hub.latest.send_replace(number);
        }
    }
    Ok(())
}

/// The stream of a site after a number of its log; without a number, from now on.
pub async fn stream(
    app: App,
    site: SiteId,
    after: Option<u64>,
) -> Result<impl Stream<Item = Result<Bytes, Infallible>> + Send + 'static, Error> {
    if !app.db.sites().await?.contains(&site) {
        return Err(Error::of(ProblemKind::NotFound));
    }
    let last = app.db.last_event(&site).await?;
    let first = app.db.first_event(&site).await?;
    let hub = app.hubs.hub(&site, last);
    let wait = 2_000 + u64::from(u16::from_be_bytes(crate::app::random()?)) % 6_000;
    let mut ready = VecDeque::from([Bytes::from(format!("retry: {wait}\n\n"))]);
    let told = match after {
        Some(after) if after > last || after + 1 < first => {
            ready.push_back(to_bytes(last, &Live::Reset)?);
            last
        }
        Some(after) => after,
        None => last,
    };
    let streaming = app.metrics.streaming();
    let (latest, stopping) = (hub.latest.subscribe(), app.stopping.subscribe());
    let state = Listener { app, site, hub, told, ready, latest, stopping, _streaming: streaming };
    Ok(futures_util::stream::unfold(state, async |mut listener| {
        let bytes = listener.next().await?;
        Some((Ok(bytes), listener))
    }))
}

struct Listener {
    app: App,
    site: SiteId,
    hub: Arc<Hub>,
    told: u64,
    ready: VecDeque<Bytes>,
    latest: watch::Receiver<u64>,
    stopping: watch::Receiver<bool>,
    _streaming: Streaming,
}

impl Listener {
    /// What to send next; nothing when the service stops or the log fails, so that the page comes back later.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if let Some(bytes) = self.ready.pop_front() {
                return Some(bytes);
            }
            if self.told < *self.latest.borrow_and_update() {
                let lines = match self.hub.after(self.told) {
                    Some(lines) => lines,
                    None => self.read().await.ok()?,
                };
                self.told = lines.last()?.number;
                self.ready.extend(lines.into_iter().filter_map(|line| line.bytes));
                continue;
            }
            tokio::select! {
                changed = self.latest.changed() => changed.ok()?,
                _ = self.stopping.wait_for(|stopping| *stopping) => return None,
                () = tokio::time::sleep(KEEP_ALIVE) => return Some(Bytes::from_static(b":\n\n")),
            }
        }
    }

    async fn read(&self) -> Result<Vec<Line>, Error> {
        let mut lines = Vec::new();
        for (number, live) in self.app.db.events(&self.site, self.told, CHUNK).await? {
            lines.push(render(&self.app, &self.site, number, &live).await?);
        }
        Ok(lines)
    }
}

impl Hubs {
    /// The hub of a site; a new one begins after `last`.
    fn hub(&self, site: &SiteId, last: u64) -> Arc<Hub> {
        let new = || Arc::new(Hub { latest: watch::Sender::new(last), lines: RwLock::default() });
        self.0.entry(site.clone()).or_insert_with(new).clone()
    }
}

impl Hub {
    fn forget(&self) {
        self.lines.write().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn push(&self, new: Vec<Line>) {
        let mut lines = self.lines.write().unwrap_or_else(PoisonError::into_inner);
        lines.extend(new);
        let n_surplus = lines.len().saturating_sub(N_LINES);
        lines.drain(..n_surplus);
    }

    /// The lines after this number, if they are all in memory.
    fn after(&self, number: u64) -> Option<Vec<Line>> {
        let lines = self.lines.read().unwrap_or_else(PoisonError::into_inner);
        let reaches = lines.front().is_some_and(|first| first.number <= number + 1);
        reaches.then(|| lines.iter().filter(|line| line.number > number).cloned().collect())
    }
}

/// A line as it is sent. Results that not everybody may see now stay unsaid, whatever the log holds.
async fn render(app: &App, site: &SiteId, number: u64, live: &Live) -> Result<Line, Error> {
    let may_tell = match live {
        Live::Balloted { item, .. } => {
            let poll = app.db.poll(site, *item).await?;
            poll.is_some_and(|poll| poll.rules.shows_results(app.now()))
        }
        _ => true,
    };
    let bytes = if may_tell { Some(to_bytes(number, live)?) } else { None };
    Ok(Line { number, bytes })
}

fn to_bytes(number: u64, live: &Live) -> Result<Bytes, Error> {
    let data = serde_json::to_string(live).map_err(anyhow::Error::from)?;
    Ok(format!("id: {number}\ndata: {data}\n\n").into())
}
