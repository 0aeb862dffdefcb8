//! Pictures: what comes in, what goes out, and what does neither.

use super::{Trial, new_post};
use axum::http::{Method, StatusCode};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use serde_json::json;
use std::io::Cursor;

pub fn png(width: u32, height: u32) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, y| Rgb([x as u8, y as u8, (x * y) as u8]));
    let mut bytes = Vec::new();
    DynamicImage::from(picture).write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
    bytes
}

#[tokio::test]
async fn a_picture_is_kept_in_two_sizes_and_shown_with_its_item() {
    let trial = Trial::new().await;
    let token = trial.token().await;
    let upload = trial.write(Method::POST, "/v1/brume/pictures", &token).header("content-type", "image/png");
    let answer = upload.bytes(png(900, 600)).send().await;
    assert_eq!(answer.status, StatusCode::CREATED, "{:?}", answer.body);
    let uploaded = answer.json();
    let media = &uploaded["media"];
    assert_eq!((&media["width"], &media["height"], &media["alt"]), (&900.into(), &600.into(), &"".into()));
    for address in [&media["src"], &media["small"]] {
        let address = address.as_str().unwrap();
        let file = trial.read(address).await;
        assert_eq!(file.status, StatusCode::OK, "{address}");
        assert!(["image/webp", "image/jpeg"].contains(&file.header("content-type")));
        assert_eq!(file.header("x-content-type-options"), "nosniff");
        assert_eq!(file.header("content-security-policy"), "default-src 'none'; sandbox");
        assert_eq!(file.header("cache-control"), "public, max-age=31536000, immutable");
        let part = trial.ask(Method::GET, address).header("range", "bytes=0-3").send().await;
        assert_eq!((part.status, &part.body[..]), (StatusCode::PARTIAL_CONTENT, &file.body[..4]));
        let known = trial.ask(Method::GET, address).header("if-none-match", file.header("etag")).send().await;
        assert_eq!(known.status, StatusCode::NOT_MODIFIED);
    }
    let mut post = new_post("Avec une photo");
    post["pictures"] = json!([{"id": uploaded["id"], "alt": "Un moulin sur une table"}]);
    let id = trial.post("/v1/brume/posts", &token, post).await.json()["id"].as_str().unwrap().to_owned();
    let item = trial.json(&format!("/v1/brume/items/{id}")).await;
    let mut expected = media.clone();
    expected["alt"] = json!("Un moulin sur une table");
    assert_eq!(item["post"]["item"]["media"], json!([expected]));
}

#[tokio::test]
async fn a_disguised_file_is_refused_and_leaves_nothing() {
    let trial = Trial::new().await;
    let token = trial.token().await;
    let html = b"<!doctype html><script>alert(1)</script>".to_vec();
    let polyglot = [&[0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n'][..], &html].concat();
    for (claimed, file) in [
        ("image/png", html.clone()),
        ("image/png", polyglot),
        ("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec()),
        ("image/jpeg", Vec::new()),
    ] {
        let upload = trial.write(Method::POST, "/v1/brume/pictures", &token).header("content-type", claimed);
        let answer = upload.bytes(file).send().await;
        assert_eq!(
            (answer.status, &*answer.problem()),
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-refused")
        );
    }
    let large = vec![0xFF; 8 * 1024 * 1024 + 1];
    let answer = trial.write(Method::POST, "/v1/brume/pictures", &token).bytes(large).send().await;
    assert_eq!(answer.problem(), "too-large");
    let kept = std::fs::read_dir(&trial.app.config.media).unwrap().count();
    assert_eq!(kept, 0, "nothing was stored");
}

#[tokio::test]
async fn a_picture_that_nobody_uploaded_cannot_be_named() {
    let trial = Trial::new().await;
    let token = trial.token().await;
    let mut post = new_post("Avec une photo");
    post["pictures"] = json!([{"id": "p-000000000000000000000000", "alt": "Rien"}]);
    let answer = trial.post("/v1/brume/posts", &token, post).await;
    assert_eq!(answer.problem(), "invalid");
    for name in ["..%2f..%2fsecret", "secret", "p-0.webp", "%2e%2e", "a.html"] {
        assert_eq!(trial.read(&format!("/media/{name}")).await.problem(), "not-found", "{name}");
    }
}
