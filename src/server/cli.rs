//! The command line: what an operator can ask for, by flag or by environment.

mod give;
mod invite;
mod take;
pub(crate) mod tune;

use crate::config::{Config, Pace};
use crate::db::Db;
use crate::serve;
use anyhow::Context;
use clap::{Args, Parser, Subcommand};
use parvis_model::id::{SiteId, is_slug};
use parvis_model::time::Time;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// A community that fits into any page.
#[derive(Debug, Parser)]
#[command(name = "parvis", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API, the widget and the pages
    Serve(Box<Serve>),
    /// Take files into a site: JSON Lines, or reviews as other services write them
    Import(Box<take::Take>),
    /// Write everything of a site as JSON Lines, or its published reviews in another form
    Export(give::Give),
    /// Make a link for each order of a table, with which its customer writes one review that counts as checked
    Invite(invite::Invite),
    /// Print the constants of the orders of a site, or change some
    Tune(Tune),
}

#[derive(Debug, Args)]
struct Store {
    /// sqlite://FILE or postgres://…
    #[arg(long, env = "PARVIS_DATABASE", default_value = "sqlite://parvis.sqlite")]
    database: String,
    /// The folder of pictures [default: media, beside the SQLite file]
    #[arg(long, env = "PARVIS_MEDIA")]
    media: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct Serve {
    #[command(flatten)]
    store: Store,
    /// Where to listen; port 0 takes a free one
    #[arg(long, env = "PARVIS_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The address others reach this service under, for feeds and for what is painted ahead of the script [default: the
    /// page's own origin]
    #[arg(long, env = "PARVIS_BASE", value_name = "URL", value_parser = give::address)]
    base: Option<String>,
    /// A folder with a built widget, instead of the one inside the program
    #[arg(long, env = "PARVIS_ASSETS")]
    assets: Option<PathBuf>,
    /// A folder served under /www
    #[arg(long, env = "PARVIS_WWW")]
    www: Option<PathBuf>,
    /// A page served at /
    #[arg(long, env = "PARVIS_INDEX")]
    index: Option<PathBuf>,
    /// An origin whose pages may write; may be given several times
    #[arg(long = "origin", env = "PARVIS_ORIGINS", value_delimiter = ',')]
    origins: Vec<String>,
    /// The file with the secret of this service; made when it is not there [default: secret, beside the SQLite file]
    #[arg(long, env = "PARVIS_SECRET_FILE")]
    secret_file: Option<PathBuf>,
    /// A JSON file with the keys of member tokens, by site
    #[arg(long, env = "PARVIS_KEYS_FILE")]
    keys_file: Option<PathBuf>,
    /// The largest number a challenge may hide
    #[arg(long, env = "PARVIS_POW_COST", default_value_t = 50_000, value_parser = clap::value_parser!(u64).range(1..))]
    pow_cost: u64,
    /// A proxy whose X-Forwarded-For is believed; may be given several times
    #[arg(long = "trusted-proxy", env = "PARVIS_TRUSTED_PROXIES", value_delimiter = ',')]
    trusted_proxies: Vec<IpAddr>,
    /// Let everybody write as fast as they like: for loading and measuring
    #[arg(long, env = "PARVIS_UNLIMITED")]
    unlimited: bool,
    /// Logs as JSON
    #[arg(long, env = "PARVIS_LOG_JSON")]
    log_json: bool,
}

#[derive(Debug, Args)]
struct Tune {
    #[command(flatten)]
    store: Store,
    /// The site
    #[arg(value_parser = site)]
    site: SiteId,
    /// Constants and what they are to be, such as feed.half_life_hours=24; all of them or none are changed
    #[arg(value_name = "NAME=VALUE", value_parser = tune::change)]
    changes: Vec<tune::Change>,
}

/// Does what the command line asks for.
pub async fn run() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::Serve(asked) => {
            log(asked.log_json);
            serve::serve(asked.into_config()).await
        }
        Command::Import(asked) => {
            log(false);
            asked.run(now()).await
        }
        Command::Export(asked) => {
            log(false);
            asked.run().await
        }
        Command::Invite(asked) => {
            log(false);
            asked.run(now()).await
        }
        Command::Tune(asked) => {
            log(false);
            let db = asked.store.open().await?;
            let outcome = tune::tune(&db, &asked.site, &asked.changes, now()).await;
            db.close().await;
            print!("{}", outcome?);
            Ok(())
        }
    }
}

impl Store {
    async fn open(&self) -> anyhow::Result<Db> {
        Db::open(&self.database).await.with_context(|| "the database cannot be opened")
    }

    fn media(&self) -> PathBuf {
        self.media.clone().unwrap_or_else(|| self.beside("media"))
    }

    /// A path beside the SQLite file, or in the working folder.
    fn beside(&self, name: &str) -> PathBuf {
        let file = self.database.strip_prefix("sqlite:").map(|rest| rest.strip_prefix("//").unwrap_or(rest));
        let file = file.map(|file| file.split('?').next().unwrap_or_default());
        file.and_then(|file| Path::new(file).parent()).map_or_else(|| PathBuf::from(name), |at| at.join(name))
    }
}

impl Serve {
    fn into_config(self) -> Config {
        Config {
            listen: self.listen,
            base: self.base,
            media: self.store.media(),
            secret_file: self.secret_file.unwrap_or_else(|| self.store.beside("secret")),
            database: self.store.database,
            assets: self.assets,
            www: self.www,
            index: self.index,
            origins: self.origins,
            keys_file: self.keys_file,
            pow_cost: self.pow_cost,
            trusted_proxies: self.trusted_proxies,
            pace: if self.unlimited { Pace::Unlimited } else { Pace::Human },
        }
    }
}

fn site(text: &str) -> Result<SiteId, String> {
    SiteId::parse(text).map_err(|error| format!("{error}: 1 to 64 letters, digits, - _ ."))
}

fn slug(text: &str) -> Result<String, String> {
    if is_slug(text) { Ok(text.to_owned()) } else { Err("1 to 64 letters, digits, - _ .".to_owned()) }
}

fn now() -> Time {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Time::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Logs go to the standard error; `RUST_LOG` chooses what.
fn log(as_json: bool) {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,sqlx=warn"));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if as_json { logs.json().init() } else { logs.init() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_to_a_database_lies_beside_it() {
        fn check(database: &str, expected: &str) {
            let store = Store { database: database.to_owned(), media: None };
            assert_eq!(store.media(), PathBuf::from(expected), "{database}");
        }
        check("sqlite://parvis.sqlite", "media");
        check("sqlite:///var/lib/parvis/a.sqlite?mode=rwc", "/var/lib/parvis/media");
        check("sqlite:data/a.sqlite", "data/media");
        check("postgres://localhost/parvis", "media");
    }

    #[test]
    fn the_help_says_what_becomes_of_reviews() {
        use clap::CommandFactory;
        fn check(command: &str, words: &[&str]) {
            let mut cli = Cli::command();
            let help = cli.find_subcommand_mut(command).unwrap().render_long_help().to_string();
            words.iter().for_each(|word| assert!(help.contains(word), "{word}: {help}"));
        }
        check("import", &["Judge.me", "--subject-map", "--dry-run", "addresses are dropped"]);
        check("export", &["--format", "jsonld", "published reviews only"]);
        check("invite", &["--page", "--received", "order and subject", "the same links"]);
    }

    #[test]
    fn the_command_line_is_sound() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }
}
