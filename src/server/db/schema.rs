//! Migrations: one numbered SQL text each, for both databases.
//!
//! The texts use SQLite's words because its STRICT tables allow only five type names; the few that
//! PostgreSQL spells otherwise are exchanged here, so that the two schemas cannot drift apart.

use super::error::{Error, Result};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AnyPool, AssertSqlSafe, SqlSafeStr};

/// Which database is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// A file on this machine.
    Sqlite,
    /// A server.
    Postgres,
}

const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "community", include_str!("migrations/0001_community.sql")),
    (2, "localities", include_str!("migrations/0002_localities.sql")),
    (3, "polls", include_str!("migrations/0003_polls.sql")),
    (4, "invitations", include_str!("migrations/0004_invitations.sql")),
    (5, "decisions", include_str!("migrations/0005_decisions.sql")),
];

/// Brings the database to the newest schema; what is there already is left alone.
pub(super) async fn migrate(pool: &AnyPool, dialect: Dialect) -> Result<()> {
    let migrations = MIGRATIONS
        .iter()
        .map(|(version, name, sql)| {
            let sql = AssertSqlSafe(spelled_for(dialect, sql)).into_sql_str();
            Migration::new(*version, (*name).into(), MigrationType::Simple, sql, false)
        })
        .collect();
    Migrator::with_migrations(migrations)
        .run(pool)
        .await
        .map_err(|error| Error::Broken(format!("the schema cannot be brought up to date: {error}")))
}

fn spelled_for(dialect: Dialect, sql: &str) -> String {
    match dialect {
        Dialect::Sqlite => sql.to_owned(),
        Dialect::Postgres => sql
            .replace(") STRICT;", ");")
            .replace(" INTEGER", " BIGINT")
            .replace(" REAL", " DOUBLE PRECISION")
            .replace(" BLOB", " BYTEA"),
    }
}
