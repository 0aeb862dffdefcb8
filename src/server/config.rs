//! What an operator decides about a running service; parsed once in `cli`, trusted afterwards.

use std::net::SocketAddr;
use std::path::PathBuf;

/// Everything `serve` needs.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen; port 0 takes a free one, and the address taken is printed.
    pub listen: SocketAddr,
    /// The database: `sqlite://path` or `postgres://…`.
    pub database: String,
    /// A folder with a built widget to serve instead of the one inside the binary, for development.
    pub assets: Option<PathBuf>,
    /// A folder with the pages and texts a brand sees (`www/`), for development.
    pub www: Option<PathBuf>,
    /// The address others reach this service under, without a slash at its end; none where it is the brand's own origin.
    pub base: Option<String>,
    /// The page served at `/`, for development.
    pub index: Option<PathBuf>,
    /// The folder of uploaded pictures.
    pub media: PathBuf,
    /// Origins besides the service's own from which pages may write, such as `https://brand.example`.
    pub origins: Vec<String>,
    /// The file with the secret that signs challenges and anonymous tokens; made on first use.
    pub secret_file: PathBuf,
    /// JSON file with the keys of member tokens, by site; without it there are no members.
    pub keys_file: Option<PathBuf>,
    /// The largest number a challenge may hide: the mean work of a visitor is half of it, in hashes.
    pub pow_cost: u64,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// Whether limits of pace are enforced.
    pub pace: Pace,
}

/// How quickly one visitor may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// As a person would: the limits meant for the open web.
    Human,
    /// As fast as they like: for loading a site and for measuring.
    Unlimited,
}
