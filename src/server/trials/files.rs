//! Files of the widget and pages of the brand: their forms, their keeping, their policy.

use super::Trial;
use axum::http::{Method, StatusCode};

async fn served() -> Trial {
    let trial = Trial::with(|config| {
        let folder = config.media.with_file_name("dist");
        std::fs::create_dir_all(folder.join("texts")).unwrap();
        for (name, bytes) in [
            ("parvis.js", &b"export {}"[..]),
            ("parvis.js.br", b"brotli of it"),
            ("parvis_bg-0123456789ab.wasm", b"\0asm"),
            ("texts/fr.json", b"{}"),
            ("index.html", b"<!doctype html><script type=\"module\" src=\"/parvis.js\"></script>"),
        ] {
            std::fs::write(folder.join(name), bytes).unwrap();
        }
        config.index = Some(folder.join("index.html"));
        config.www = Some(folder.clone());
        config.assets = Some(folder);
    });
    trial.await
}

#[tokio::test]
async fn files_have_their_type_their_forms_and_their_keeping() {
    let trial = served().await;
    for (path, content_type, keep) in [
        ("/parvis.js", "text/javascript; charset=utf-8", "public, no-cache"),
        ("/parvis_bg-0123456789ab.wasm", "application/wasm", "public, max-age=31536000, immutable"),
        ("/texts/fr.json", "application/json", "public, no-cache"),
        ("/www/texts/fr.json", "application/json", "public, no-cache"),
    ] {
        let file = trial.read(path).await;
        assert_eq!(file.status, StatusCode::OK, "{path}");
        assert_eq!(
            (file.header("content-type"), file.header("cache-control")),
            (content_type, keep),
            "{path}"
        );
        assert_eq!(file.header("access-control-allow-origin"), "*", "{path}");
        assert_eq!(file.header("cross-origin-resource-policy"), "cross-origin", "{path}");
        let again = trial.ask(Method::GET, path).header("if-none-match", file.header("etag")).send().await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{path}");
    }
    let packed = trial.ask(Method::GET, "/parvis.js").header("accept-encoding", "gzip, br").send().await;
    assert_eq!((packed.header("content-encoding"), &packed.body[..]), ("br", &b"brotli of it"[..]));
    for path in
        ["/parvis.ts", "/../trial.db", "/%2e%2e/trial.db", "/www/../../trial.db", "/www/..%2ftrial.db"]
    {
        assert_eq!(trial.read(path).await.problem(), "not-found", "{path}");
    }
}

#[tokio::test]
async fn pages_come_under_the_strict_policy_with_a_nonce_of_their_own() {
    let trial = served().await;
    let mut nonces = Vec::new();
    for path in ["/", "/www/index.html", "/"] {
        let page = trial.read(path).await;
        let policy = page.header("content-security-policy").to_owned();
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
        let body = String::from_utf8(page.body.into()).unwrap();
        let script = format!("<script nonce=\"{nonce}\" type=\"module\"");
        assert!(body.contains(&script), "{body}");
        assert!(policy.starts_with("default-src 'none'; script-src 'self'"), "{policy}");
        assert!(policy.contains("require-trusted-types-for 'script'; trusted-types parvis"), "{policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
        nonces.push(nonce);
    }
    nonces.sort();
    nonces.dedup();
    assert_eq!(nonces.len(), 3, "a nonce is used once");
}
