//! What every handler shares: the database, what is kept in memory, and the rules of this service.

use crate::auth::{Members, Seal};
use crate::cache::Cache;
use crate::config::Config;
use crate::db::{Crowds, Db};
use crate::live::Hubs;
use crate::media::Gallery;
use crate::metrics::Metrics;
use crate::order::{Feed, Kept, Near, Orders};
use crate::pace::Limits;
use crate::snapshot::Snapshots;
use anyhow::Context;
use parvis_model::id::{ItemId, SiteId};
use parvis_model::live::Live;
use parvis_model::time::Time;
use std::ops::Deref;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::sync::watch;

/// The running service; clones share everything.
#[derive(Clone)]
pub struct App(Arc<Shared>);

/// See [`App`].
pub struct Shared {
    /// Storage.
    pub db: Db,
    /// What the operator decided.
    pub config: Config,
    /// The time; an argument so that tests can choose it.
    pub clock: fn() -> Time,
    /// The service's secret.
    pub seal: Seal,
    /// The brands' keys.
    pub members: Members,
    /// Rendered answers.
    pub cache: Cache,
    /// Orders of feeds.
    pub snapshots: Snapshots<Feed>,
    /// Orders of reviews and ideas.
    pub orders: Orders,
    /// What the same people liked.
    pub neighbours: Kept<Near>,
    /// What crowds add to the signals of posts.
    pub crowds: Kept<Crowds>,
    /// Live streams.
    pub hubs: Hubs,
    /// Pictures.
    pub gallery: Gallery,
    /// Limits of pace.
    pub limits: Limits,
    /// What is measured.
    pub metrics: Metrics,
    /// True once the service has been told to stop.
    pub stopping: watch::Sender<bool>,
}

impl App {
    /// The service over an open database, with its secret, keys and folders read.
    pub fn new(config: Config, db: Db, clock: fn() -> Time) -> anyhow::Result<Self> {
        let members = match &config.keys_file {
            Some(file) => {
                let json = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
                Members::parse(&json).with_context(|| file.display().to_string())?
            }
            None => Members::default(),
        };
        Ok(Self(Arc::new(Shared {
            seal: Seal::from_file(&config.secret_file)?,
            gallery: Gallery::open(&config.media)?,
            limits: Limits::new(config.pace),
            members,
            db,
            config,
            clock,
            cache: Cache::default(),
            snapshots: Snapshots::default(),
            orders: Orders::default(),
            neighbours: Kept::default(),
            crowds: Kept::default(),
            hubs: Hubs::default(),
            metrics: Metrics::default(),
            stopping: watch::Sender::new(false),
        })))
    }

    /// The time now.
    pub fn now(&self) -> Time {
        (self.0.clock)()
    }

    /// A fresh id for something written now.
    pub fn new_id(&self) -> anyhow::Result<ItemId> {
        Ok(ItemId::new(self.now(), u32::from_be_bytes(random()?)))
    }

    /// Tells everything kept in memory what was just committed.
    pub fn changed(&self, site: &SiteId, events: &[(u64, Live)]) {
        for (_, live) in events {
            for scope in scopes_of(live) {
                self.cache.bump(&format!("{site}/{scope}"));
            }
            match live {
                Live::Reviewed { .. } | Live::Proposed { .. } => self.orders.outdate(site),
                Live::Voted { .. } | Live::Moved { .. } => self.orders.soil(site),
                Live::Marked { .. } => {
                    self.orders.soil(site);
                    self.snapshots.soil(site);
                }
                Live::Posted { .. } => self.snapshots.outdate(site),
                Live::Replied { .. } => self.snapshots.soil(site),
                Live::Reset => {
                    self.cache.bump_all(&format!("{site}/"));
                    self.orders.outdate(site);
                    self.snapshots.outdate(site);
                }
                Live::Balloted { .. } | Live::Scheduled { .. } => {}
            }
        }
    }
}

/// What depends on one change, under its site.
fn scopes_of(live: &Live) -> Vec<String> {
    let item_scope = |item: &ItemId| format!("item/{item}");
    match live {
        Live::Posted { item, .. } => vec!["site".into(), item_scope(item)],
        Live::Replied { item, on, root, .. } => {
            vec![
                "replies".into(),
                item_scope(item),
                item_scope(on),
                item_scope(root),
                format!("thread/{root}"),
            ]
        }
        Live::Reviewed { item, subject } => {
            vec!["site".into(), format!("subject/{subject}"), item_scope(item)]
        }
        Live::Proposed { item, board } => vec!["site".into(), format!("board/{board}"), item_scope(item)],
        Live::Marked { item, .. }
        | Live::Voted { item, .. }
        | Live::Balloted { item, .. }
        | Live::Scheduled { item, .. }
        | Live::Moved { item, .. } => vec![item_scope(item)],
        Live::Reset => Vec::new(),
    }
}

impl Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

/// The time of the machine.
pub fn system_clock() -> Time {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Time::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Bytes that nobody can guess.
pub fn random<const N: usize>() -> anyhow::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
    Ok(bytes)
}
