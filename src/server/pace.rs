//! How quickly one visitor may write: by token, and by network address for all tokens behind it.
//!
//! An address is never stored: the limiter holds a keyed hash of it, under a key that lives as long as the
//! process. Version 6 addresses count by their /64, which is what one household holds.

use crate::config::Pace;
use crate::problem::Error;
use axum::http::HeaderMap;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::net::{IpAddr, Ipv4Addr};
use std::num::NonZeroU32;

/// Writes of one token: this many at once, and one more each second.
const TOKEN_BURST: u32 = 40;
const TOKEN_PER_SECOND: u32 = 1;
/// Writes, challenges and sessions from one address: offices and schools share one.
const ADDRESS_BURST: u32 = 300;
const ADDRESS_PER_SECOND: u32 = 10;
/// Keys held before the rested ones are dropped.
const KEYS_MAX: usize = 100_000;

/// The limits in force.
pub struct Limits {
    pace: Pace,
    hasher: RandomState,
    by_token: DefaultKeyedRateLimiter<u64>,
    by_address: DefaultKeyedRateLimiter<u64>,
}

impl Limits {
    /// Limits for this pace.
    pub fn new(pace: Pace) -> Self {
        let quota = |per_second, burst| {
            let positive = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
            Quota::per_second(positive(per_second)).allow_burst(positive(burst))
        };
        Self {
            pace,
            hasher: RandomState::new(),
            by_token: RateLimiter::keyed(quota(TOKEN_PER_SECOND, TOKEN_BURST)),
            by_address: RateLimiter::keyed(quota(ADDRESS_PER_SECOND, ADDRESS_BURST)),
        }
    }

    /// Counts one request of an address.
    pub fn count_address(&self, address: IpAddr) -> Result<(), Error> {
        self.count(&self.by_address, self.hasher.hash_one(household(address)))
    }

    /// Counts one write of a person.
    pub fn count_person(&self, person: &str) -> Result<(), Error> {
        self.count(&self.by_token, self.hasher.hash_one(person))
    }

    fn count(&self, limiter: &DefaultKeyedRateLimiter<u64>, key: u64) -> Result<(), Error> {
        if self.pace == Pace::Unlimited {
            return Ok(());
        }
        if limiter.len() > KEYS_MAX {
            limiter.retain_recent();
        }
        limiter.check_key(&key).map_err(|early| {
            let wait = early.wait_time_from(DefaultClock::default().now());
            Error::TooMany(wait.as_secs() + 1)
        })
    }
}

/// The address a request comes from: the peer, or what a trusted proxy says of it. The list is read from the
/// right, past the proxies we trust, so that nobody can put themselves in front.
pub fn caller(peer: Option<IpAddr>, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)).to_canonical();
    if !trusted.contains(&peer) {
        return peer;
    }
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
    let hops: Vec<IpAddr> = lines
        .flat_map(|line| line.split(','))
        .map(|hop| hop.trim().parse::<IpAddr>().unwrap_or(peer).to_canonical())
        .collect();
    hops.into_iter().rev().find(|hop| !trusted.contains(hop)).unwrap_or(peer)
}

fn household(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => {
            let network = u128::from(address) & (u128::MAX << 64);
            IpAddr::V6(network.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn only_a_trusted_proxy_speaks_for_others() {
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        let trusted = [address("10.0.0.1"), address("10.0.0.2")];
        for (peer, forwarded, expected) in [
            ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
            ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
            ("10.0.0.1", "1.2.3.4, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
            ("10.0.0.1", "nonsense", "10.0.0.1"),
            ("::ffff:10.0.0.1", "2001:db8::1", "2001:db8::1"),
        ] {
            let line = HeaderValue::from_static(forwarded);
            let headers = HeaderMap::from_iter([("x-forwarded-for".parse().unwrap(), line)]);
            assert_eq!(
                caller(Some(address(peer)), &headers, &trusted),
                address(expected),
                "{peer} {forwarded}"
            );
        }
    }

    #[test]
    fn one_household_shares_its_limit_and_others_do_not_feel_it() {
        let limits = Limits::new(Pace::Human);
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        for _ in 0..ADDRESS_BURST {
            assert!(limits.count_address(address("2001:db8::1")).is_ok());
        }
        assert!(matches!(limits.count_address(address("2001:db8::2")), Err(Error::TooMany(1..))));
        assert!(limits.count_address(address("2001:db8:0:1::1")).is_ok());
        let free = Limits::new(Pace::Unlimited);
        assert!((0..=ADDRESS_BURST).all(|_| free.count_address(address("2001:db8::1")).is_ok()));
    }
}
