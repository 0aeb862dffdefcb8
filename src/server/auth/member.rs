//! Members: what a brand signs about its own customers, and the keys it signs with.
//!
//! The file of `--members` maps each site to the brand's issuer name, at most two live keys (so that a key can
//! be replaced without an outage) as JSON Web Keys, and the origins its pages live on:
//! `{"brume": {"issuer": "https://brume.example", "keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "a", "x": "…"}],
//! "origins": ["https://brume.example"]}}`. The key decides the algorithm, never the token.

use super::seal::Seal;
use super::{Author, jwt};
use anyhow::{Context, bail, ensure};
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use parvis_model::draft::NAME_MAX;
use parvis_model::id::{PersonId, SiteId, SubjectId};
use parvis_model::person::{Badge, Role};
use parvis_model::time::{Day, SECOND, Time};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Seconds a member token may live.
const LIFE: i64 = 3_600;
/// Seconds the brand's clock and ours may differ.
const SKEW: i64 = 60;
/// Keys a site may have at a time.
const KEYS_MAX: usize = 2;
/// Bytes a shared secret has at least.
const SECRET_MIN: usize = 32;

/// The members file, read.
#[derive(Debug, Default)]
pub struct Members(BTreeMap<SiteId, Brand>);

/// A purchase the brand vouches for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Purchase {
    /// What was bought: the subject of a review.
    pub sku: SubjectId,
    /// The brand's own keyed hash of the order.
    pub order_hash: String,
    /// When.
    pub date: Day,
}

#[derive(Debug)]
struct Brand {
    issuer: String,
    keys: BTreeMap<String, (Algorithm, DecodingKey)>,
    origins: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BrandLine {
    issuer: String,
    keys: Vec<Jwk>,
    #[serde(default)]
    origins: Vec<String>,
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    iat: i64,
    exp: i64,
    jti: String,
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    role: Option<Role>,
    #[serde(default)]
    badges: Vec<Badge>,
    #[serde(default)]
    verified_purchases: Vec<Purchase>,
}

impl Members {
    /// Reads the members file; errors name the site and what is wrong with it.
    pub fn parse(json: &str) -> anyhow::Result<Self> {
        jwt::install();
        let lines: BTreeMap<SiteId, BrandLine> = serde_json::from_str(json).context("the members file")?;
        let brand = |(site, line): (SiteId, BrandLine)| {
            let brand = Brand::read(line).with_context(|| format!("the members of site {site}"))?;
            Ok((site, brand))
        };
        lines.into_iter().map(brand).collect::<anyhow::Result<_>>().map(Self)
    }

    /// The origins that a site's pages live on.
    pub fn origins(&self, site: &SiteId) -> &[String] {
        self.0.get(site).map_or(&[], |brand| &brand.origins)
    }

    /// The author of a member token, or why it is refused.
    pub fn read(&self, token: &str, site: &SiteId, seal: &Seal, now: Time) -> Result<Author, &'static str> {
        let brand = self.0.get(site).ok_or("the site has no members")?;
        let header = jsonwebtoken::decode_header(token).map_err(|_| "the header cannot be read")?;
        let kid = header.kid.as_deref().ok_or("no kid")?;
        let (algorithm, key) = brand.keys.get(kid).ok_or("an unknown kid")?;
        if header.crit.is_some() {
            return Err("a critical header");
        }
        let mut validation = Validation::new(*algorithm);
        validation.validate_exp = false;
        validation.set_audience(&[format!("parvis:{site}")]);
        validation.set_issuer(&[&brand.issuer]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        let token = jsonwebtoken::decode::<Claims>(token, key, &validation);
        let claims = token.map_err(|_| "signature, issuer, audience or claims")?.claims;
        claims.check(now.as_millis().div_euclid(SECOND))?;
        let parts = [site.as_str().as_bytes(), claims.sub.as_bytes()];
        let person = PersonId::parse(&seal.pseudonym("m-", "member", &parts)).map_err(|_| "no person")?;
        Ok(Author {
            person,
            name: claims.name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()),
            role: claims.role,
            badges: claims.badges,
            purchases: claims.verified_purchases,
            is_member: true,
        })
    }
}

impl Brand {
    fn read(line: BrandLine) -> anyhow::Result<Self> {
        ensure!(line.keys.len() <= KEYS_MAX, "at most {KEYS_MAX} keys, not {}", line.keys.len());
        let mut keys = BTreeMap::new();
        for jwk in line.keys {
            let kid = jwk.common.key_id.clone().context("a key without `kid`")?;
            let algorithm = match &jwk.algorithm {
                AlgorithmParameters::OctetKey(_) => Algorithm::HS256,
                AlgorithmParameters::OctetKeyPair(pair) if pair.curve == EllipticCurve::Ed25519 => {
                    Algorithm::EdDSA
                }
                _ => bail!("key {kid}: only Ed25519 and shared secrets are taken"),
            };
            let key = DecodingKey::from_jwk(&jwk).with_context(|| format!("key {kid}"))?;
            let n_bytes = key.try_get_as_bytes()?.len();
            ensure!(
                if algorithm == Algorithm::EdDSA { n_bytes == 32 } else { n_bytes >= SECRET_MIN },
                "key {kid}: {n_bytes} bytes are not a key"
            );
            ensure!(keys.insert(kid.clone(), (algorithm, key)).is_none(), "two keys called {kid}");
        }
        for origin in &line.origins {
            ensure!(
                crate::origin::is_origin(origin),
                "`{origin}` is not an origin such as https://brume.example"
            );
        }
        Ok(Self { issuer: line.issuer, keys, origins: line.origins })
    }
}

impl Claims {
    fn check(&self, now: i64) -> Result<(), &'static str> {
        let name_length = self.name.as_deref().map_or(0, parvis_model::draft::length);
        if self.sub.is_empty() || self.sub.len() > 256 {
            Err("sub is empty or too long")
        } else if self.jti.is_empty() {
            Err("no jti")
        } else if self.iat > now + SKEW || self.nbf.is_some_and(|nbf| nbf > now + SKEW) {
            Err("not good yet")
        } else if self.exp + SKEW <= now {
            Err("too old")
        } else if self.exp.saturating_sub(self.iat) > LIFE {
            Err("good for too long")
        } else if name_length > NAME_MAX || self.name.as_deref().is_some_and(|name| name.contains('@')) {
            Err("the name is too long or an address")
        } else {
            Ok(())
        }
    }
}
