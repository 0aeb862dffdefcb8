//! The database: SQLite in a file by default, PostgreSQL by its address, one SQL text for both.
//!
//! Reads give the types of the model for ids in the caller's order; every write goes through one [`Write`],
//! a transaction that changes rows, counts, signals and the live log together. Time and chance are arguments.
//! SQLite has one writing connection, so writers queue instead of failing; PostgreSQL locks the row that is
//! counted on. What references what is left to the constraints of the schema, whose refusals are mapped.

mod act;
mod board;
mod challenge;
mod crowd;
mod decision;
mod error;
mod event;
mod exchange;
mod feed;
mod idea;
mod invitation;
mod item;
mod late;
mod load;
mod merge;
mod news;
mod picture;
mod place;
mod poll;
mod pool;
mod publish;
pub mod record;
mod records;
mod report;
mod review;
mod row;
mod schema;
mod signal;
mod site;
mod storable;
mod thread;
#[cfg(test)]
mod trials;
mod voices;
mod vote;
mod write;

pub use board::BoardFacts;
pub use crowd::Crowds;
pub use error::{Error, Result};
pub use exchange::{ReviewWords, Shared};
pub use feed::{FeedRow, FeedSnapshot};
pub use invitation::{Invitation, Issued};
pub use item::{Entry, State};
pub use load::Taken;
pub use review::ReviewFacts;
pub use site::Constants;
pub use vote::Voter;
pub use write::{Answer, Key, Write};

use schema::Dialect;
use sqlx::any::AnyPoolOptions;
use sqlx::{Any, AnyPool, Transaction};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// An open database; clones share it.
#[derive(Clone, Debug)]
pub struct Db(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    dialect: Dialect,
    readers: AnyPool,
    writers: AnyPool,
    commits: watch::Sender<u64>,
}

const READERS: u32 = 4;
const SERVER_CONNECTIONS: u32 = 12;
const PATIENCE: Duration = Duration::from_secs(20);

impl Db {
    /// Opens `sqlite://path` (made when it is not there) or `postgres://…` and brings its schema up to date.
    pub async fn open(url: &str) -> Result<Self> {
        sqlx::any::install_default_drivers();
        let options = AnyPoolOptions::new().acquire_timeout(PATIENCE);
        let (dialect, readers, writers) = if url.starts_with("sqlite:") {
            let url = if url.contains('?') { url.to_owned() } else { format!("{url}?mode=rwc") };
            let settled = options.idle_timeout(None).max_lifetime(None);
            let writers = with_pragmas(settled.clone(), WRITER).max_connections(1).connect(&url).await?;
            let readers = with_pragmas(settled, READER).max_connections(READERS).connect_lazy(&url)?;
            (Dialect::Sqlite, readers, writers)
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let pool = options.max_connections(SERVER_CONNECTIONS).connect(url).await?;
            (Dialect::Postgres, pool.clone(), pool)
        } else {
            return Err(Error::Broken(format!("`{url}` is neither sqlite:// nor postgres://")));
        };
        schema::migrate(&writers, dialect).await?;
        decision::fill_chains(&writers).await?;
        Ok(Self(Arc::new(Inner { dialect, readers, writers, commits: watch::Sender::new(0) })))
    }

    /// Finishes what runs, folds SQLite's log into its file and lets go of every connection.
    pub async fn close(&self) {
        self.0.readers.close().await;
        if self.0.dialect == Dialect::Sqlite {
            // A reader of another process may hold the log back; the next opening folds it then.
            let folded = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.0.writers).await;
            if let Err(error) = folded {
                tracing::warn!(%error, "the log stays beside the database");
            }
        }
        self.0.writers.close().await;
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        sqlx::query("SELECT 1").fetch_one(self.readers()).await?;
        Ok(())
    }

    /// Ticks after every commit of this process. Other processes write too: an import, other nodes.
    pub fn commits(&self) -> watch::Receiver<u64> {
        self.0.commits.subscribe()
    }

    fn readers(&self) -> &AnyPool {
        &self.0.readers
    }

    async fn begin(&self) -> Result<Transaction<'static, Any>> {
        Ok(match self.0.dialect {
            // A deferred transaction could read first and find the file locked when it comes to write.
            Dialect::Sqlite => self.0.writers.begin_with("BEGIN IMMEDIATE").await?,
            Dialect::Postgres => self.0.writers.begin().await?,
        })
    }

    fn tick(&self) {
        self.0.commits.send_modify(|ticks| *ticks = ticks.wrapping_add(1));
    }
}

const WRITER: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
     PRAGMA busy_timeout = 15000; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY;";
const READER: &str = "PRAGMA query_only = ON; PRAGMA busy_timeout = 15000; PRAGMA cache_size = -16384; \
     PRAGMA temp_store = MEMORY;";

fn with_pragmas(
    options: sqlx::pool::PoolOptions<Any>,
    pragmas: &'static str,
) -> sqlx::pool::PoolOptions<Any> {
    options.after_connect(move |connection, _| {
        Box::pin(async move {
            sqlx::raw_sql(pragmas).execute(connection).await?;
            Ok(())
        })
    })
}
