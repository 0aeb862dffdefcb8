//! Who may write: every write against every kind of bad token.

use super::{Trial, fresh_key, new_post, trial_time};
use axum::http::{Method, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::SigningKey;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use parvis_model::time::SECOND;
use serde_json::{Value, json};

const SECRET: &[u8; 32] = b"a secret of thirty-two bytes ok!";

/// Two live keys of the site `brume` and one of the site `other`.
pub fn members_file() -> String {
    let public = URL_SAFE_NO_PAD.encode(ed_key().verifying_key().as_bytes());
    let shared = URL_SAFE_NO_PAD.encode(SECRET);
    json!({
        "brume": {
            "issuer": "https://brume.example",
            "keys": [
                {"kty": "OKP", "crv": "Ed25519", "kid": "ed", "x": public},
                {"kty": "oct", "kid": "hs", "k": shared},
            ],
            "origins": ["https://shop.brume.example"],
        },
        "other": {
            "issuer": "https://brume.example",
            "keys": [{"kty": "oct", "kid": "hs", "k": shared}],
        },
    })
    .to_string()
}

fn ed_key() -> SigningKey {
    SigningKey::from_bytes(&[42; 32])
}

fn now() -> i64 {
    trial_time().as_millis() / SECOND
}

/// The claims of a good member token.
pub fn claims() -> Value {
    json!({
        "iss": "https://brume.example", "aud": "parvis:brume", "sub": "customer-7", "iat": now() - 10,
        "exp": now() + 600, "jti": "j1", "name": "Maud K.",
        "verified_purchases": [{"sku": "moulin", "order_hash": "0f", "date": "2026-09-01"}],
    })
}

/// A token with these claims, signed with the key `kid` of the site.
pub fn signed(kid: &str, claims: &Value) -> String {
    // PKCS #8 of an Ed25519 key: a fixed beginning, then the secret.
    let beginning = *b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20";
    let der = [&beginning[..], ed_key().as_bytes()].concat();
    let (algorithm, key) = match kid {
        "ed" => (Algorithm::EdDSA, EncodingKey::from_ed_der(&der)),
        _ => (Algorithm::HS256, EncodingKey::from_secret(SECRET)),
    };
    encode(algorithm, Some(kid), claims, &key)
}

fn encode(algorithm: Algorithm, kid: Option<&str>, claims: &Value, key: &EncodingKey) -> String {
    let header = Header { kid: kid.map(str::to_owned), ..Header::new(algorithm) };
    jsonwebtoken::encode(&header, claims, key).unwrap()
}

fn with(name: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[name] = value;
    claims
}

fn without(name: &str) -> Value {
    let mut claims = claims();
    claims.as_object_mut().unwrap().remove(name);
    claims
}

fn unsigned(header: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.", part(header), part(&claims()))
}

/// Every write of the API, with a body it would take.
fn writes() -> Vec<(Method, String, Option<Value>)> {
    let id = "0000000000000";
    vec![
        (Method::POST, "/v1/brume/posts".into(), Some(new_post("Bonjour"))),
        (Method::POST, format!("/v1/brume/items/{id}/replies"), Some(new_post("Bonjour"))),
        (
            Method::POST,
            "/v1/brume/subjects/moulin/reviews".into(),
            Some(
                json!({"lang": "fr", "stars": 5, "text": "Rien à redire du tout.", "experienced": "2026-10-01", "received": "nothing"}),
            ),
        ),
        (
            Method::POST,
            "/v1/brume/boards/atelier/ideas".into(),
            Some(json!({"lang": "fr", "title": "T", "text": "Une idée"})),
        ),
        (Method::PUT, format!("/v1/brume/items/{id}/marks/useful"), None),
        (Method::DELETE, format!("/v1/brume/items/{id}/marks/useful"), None),
        (Method::PUT, format!("/v1/brume/ideas/{id}/vote"), Some(json!({"vote": "agree"}))),
        (Method::DELETE, format!("/v1/brume/ideas/{id}/vote"), None),
        (Method::PUT, format!("/v1/brume/polls/{id}/ballot"), Some(json!({"choices": ["a"]}))),
        (Method::DELETE, format!("/v1/brume/polls/{id}/ballot"), None),
        (Method::POST, format!("/v1/brume/polls/{id}/results"), None),
        (
            Method::POST,
            format!("/v1/brume/items/{id}/reports"),
            Some(json!({"reason": "spam", "text": "Réclame"})),
        ),
        (
            Method::POST,
            format!("/v1/brume/ideas/{id}/decisions"),
            Some(json!({"to": "planned", "reason": "Pour le printemps."})),
        ),
        (Method::POST, format!("/v1/brume/polls/{id}/decisions"), Some(json!({"do": "close"}))),
        (Method::POST, "/v1/brume/pictures".into(), None),
    ]
}

#[tokio::test]
async fn no_write_takes_a_bad_token() {
    let trial = Trial::new().await;
    let other = Trial::new().await;
    let secret = EncodingKey::from_secret(SECRET);
    let public = ed_key().verifying_key().to_bytes();
    let hs = |kid: Option<&str>, claims: &Value| encode(Algorithm::HS256, kid, claims, &secret);
    let genuine = trial.token().await;
    let bad = [
        ("no words", String::new()),
        ("words", "nonsense".into()),
        ("a token of another service", other.token().await),
        ("a token cut short", genuine[..genuine.len() - 1].into()),
        ("no algorithm", unsigned(&json!({"alg": "none", "typ": "JWT", "kid": "hs"}))),
        ("no algorithm, shouted", unsigned(&json!({"alg": "NONE", "kid": "ed"}))),
        (
            "the public key as a shared secret",
            encode(Algorithm::HS256, Some("ed"), &claims(), &EncodingKey::from_secret(&public)),
        ),
        ("the other key's name", hs(Some("ed"), &claims())),
        ("an unknown key", hs(Some("old"), &claims())),
        ("no key name", hs(None, &claims())),
        (
            "a wrong secret",
            encode(Algorithm::HS256, Some("hs"), &claims(), &EncodingKey::from_secret(&[7; 32])),
        ),
        ("another site", signed("hs", &with("aud", json!("parvis:other")))),
        ("another issuer", signed("hs", &with("iss", json!("https://evil.example")))),
        ("too old", signed("ed", &with("exp", json!(now() - 61)))),
        ("not yet", signed("ed", &with("iat", json!(now() + 61)))),
        ("good for too long", signed("ed", &with("exp", json!(now() + 3_700)))),
        ("an address for a name", signed("ed", &with("name", json!("a@b.example")))),
        ("no audience", signed("hs", &without("aud"))),
        ("no issuer", signed("hs", &without("iss"))),
        ("no expiry", signed("hs", &without("exp"))),
        ("no beginning", signed("hs", &without("iat"))),
        ("no subject", signed("hs", &without("sub"))),
        ("no number", signed("hs", &without("jti"))),
    ];
    for (method, path, body) in writes() {
        let ask = || {
            let ask = trial.ask(method.clone(), &path).key(&fresh_key());
            body.as_ref()
                .map_or_else(|| trial.ask(method.clone(), &path).key(&fresh_key()), |body| ask.json(body))
        };
        let missing = ask().send().await;
        assert_eq!(
            (missing.status, &*missing.problem()),
            (StatusCode::UNAUTHORIZED, "token-needed"),
            "{method} {path}"
        );
        for (why, token) in &bad {
            let answer = ask().token(token).send().await;
            let told = (answer.status, &*answer.problem());
            assert_eq!(told, (StatusCode::UNAUTHORIZED, "token-refused"), "{method} {path}: {why}");
        }
    }
    assert_eq!(trial.app.db.last_event(&super::site()).await.unwrap(), 0, "nothing was written");
}

#[tokio::test]
async fn both_keys_of_a_site_are_taken_and_the_brand_names_its_members() {
    let trial = Trial::new().await;
    for kid in ["ed", "hs"] {
        let token = signed(kid, &claims());
        let body = json!({"lang": "fr", "stars": 4, "name": "Imposteur", "text": "Toujours bien réglé.", "experienced": "2026-10-01", "received": "nothing"});
        let answer = trial.post("/v1/brume/subjects/moulin/reviews", &token, body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{:?}", answer.body);
        let id = answer.json()["id"].as_str().unwrap().to_owned();
        let review = trial.json(&format!("/v1/brume/items/{id}")).await["review"].clone();
        assert_eq!(review["item"]["by"]["name"], "Maud K.");
        assert_eq!(review["verified"], "purchase");
        let person = review["item"]["by"]["id"].as_str().unwrap();
        assert!(person.starts_with("m-") && !person.contains("customer"), "{person}");
    }
}

#[tokio::test]
async fn a_challenge_is_good_once() {
    let trial = Trial::new().await;
    let challenge = trial.ask(Method::POST, "/v1/brume/challenges").send().await.read();
    let solution = super::solve(&challenge);
    let begin = async || trial.ask(Method::POST, "/v1/brume/sessions").json(&solution).send().await;
    assert_eq!(begin().await.status, StatusCode::OK);
    let again = begin().await;
    assert_eq!((again.status, &*again.problem()), (StatusCode::UNPROCESSABLE_ENTITY, "proof-refused"));
}

#[tokio::test]
async fn pages_of_other_origins_may_read_but_not_write() {
    let trial = Trial::new().await;
    let token = trial.token().await;
    for (origin, expected) in [
        ("https://brume.example", StatusCode::CREATED),
        ("https://shop.brume.example", StatusCode::CREATED),
        ("https://evil.example", StatusCode::FORBIDDEN),
        ("null", StatusCode::FORBIDDEN),
    ] {
        let ask = trial.write(Method::POST, "/v1/brume/posts", &token).header("origin", origin);
        let answer = ask.json(&new_post("Bonjour")).send().await;
        assert_eq!(answer.status, expected, "{origin}");
        if expected == StatusCode::FORBIDDEN {
            assert_eq!(answer.problem(), "origin-refused");
        }
        let preflight = |method: &str| {
            let ask = trial.ask(Method::OPTIONS, "/v1/brume/posts").header("origin", origin);
            ask.header("access-control-request-method", method).send()
        };
        let write = preflight("POST").await.status;
        assert_eq!(write == StatusCode::NO_CONTENT, expected == StatusCode::CREATED, "{origin}");
        let read = preflight("GET").await;
        assert_eq!((read.status, read.header("access-control-allow-origin")), (StatusCode::NO_CONTENT, "*"));
        let read = trial.ask(Method::GET, "/v1/brume").header("origin", origin).send().await;
        assert_eq!((read.status, read.header("access-control-allow-origin")), (StatusCode::OK, "*"));
    }
}
