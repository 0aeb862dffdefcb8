//! What can go wrong with the database, in the few kinds a caller can act on.

use parvis_model::fault::Fault;

/// Why a read or a write did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The site, item, subject, board or poll is not there, or not for everybody.
    #[error("nothing is there")]
    NotFound,
    /// The idea or poll takes no votes now.
    #[error("no votes are taken now")]
    Closed,
    /// This voter may not do this; says why.
    #[error("{0}")]
    Forbidden(&'static str),
    /// The idempotency key came before with another body.
    #[error("the idempotency key came with another body")]
    KeyReused,
    /// The nonce of the challenge was used before.
    #[error("the challenge was used before")]
    Used,
    /// The contribution names something that is not there.
    #[error("the contribution breaks {} rules", .0.len())]
    Invalid(Vec<Fault>),
    /// The database cannot serve now: locked, full, unreachable or out of connections.
    #[error("the database cannot serve now: {0}")]
    Busy(String),
    /// The database or a row of it is not as expected.
    #[error("the database failed: {0}")]
    Broken(String),
}

/// The result of everything that asks the database.
pub type Result<T> = core::result::Result<T, Error>;

impl Error {
    /// A row that does not read as the model; names the column.
    pub(super) fn row(column: &str, value: impl core::fmt::Display) -> Self {
        Self::Broken(format!("column {column} holds `{value}`"))
    }

    /// This error where a missing reference means `fault`; every other error stays what it is.
    pub(super) fn or_missing(error: sqlx::Error, fault: Self) -> Self {
        if error.as_database_error().is_some_and(|error| error.is_foreign_key_violation()) {
            fault
        } else {
            error.into()
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => {
                Self::Busy(error.to_string())
            }
            sqlx::Error::Database(inner) if inner.code().is_some_and(|code| is_passing(&code)) => {
                Self::Busy(error.to_string())
            }
            sqlx::Error::Database(inner) if inner.is_foreign_key_violation() => Self::NotFound,
            _ => Self::Broken(error.to_string()),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Broken(error.to_string())
    }
}

/// Codes of conditions that pass: SQLite's busy, locked, I/O and full with their extended forms; PostgreSQL's
/// classes 08 (connection), 40 (rollback), 53 (resources) and 57 (operator).
fn is_passing(code: &str) -> bool {
    match code.parse::<u32>() {
        Ok(number) if code.len() != 5 => matches!(number & 0xff, 5 | 6 | 10 | 13),
        _ => ["08", "40", "53", "57"].iter().any(|class| code.len() == 5 && code.starts_with(class)),
    }
}
