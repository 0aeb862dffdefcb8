//! The service is killed in the middle of writing, ten times: what it acknowledged is there, and there once.
//!
//! Acknowledgements are kept outside of the service, in this process. What was sent and not answered is sent
//! again with the same idempotency key, as a page would, and must not be there twice.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const ROUNDS: usize = 10;
const WRITES_A_ROUND: usize = 100;
const WRITERS: usize = 4;

/// Id given to each acknowledged write, by its text.
type Acknowledged = Arc<Mutex<BTreeMap<String, String>>>;

#[test]
fn nothing_acknowledged_is_lost_and_nothing_is_doubled_by_ten_kills() {
    let program = build();
    let folder = std::env::temp_dir().join(format!("parvis-kill-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let database = format!("sqlite://{}", folder.join("trial.sqlite").display());
    found_site(&program, &folder, &database);
    let acknowledged = Acknowledged::default();
    let mut token = None;
    let mut unanswered: Vec<String> = Vec::new();
    let mut slowest = Duration::ZERO;
    for round in 0..ROUNDS {
        let began = Instant::now();
        let service = Service::start(&program, &database);
        let token = token.get_or_insert_with(|| session(&service.address));
        for text in unanswered.drain(..) {
            let id =
                post(&service.address, token, &text).expect("a write that was not answered is sent again");
            acknowledged.lock().unwrap().insert(text, id);
        }
        slowest = slowest.max(began.elapsed());
        unanswered = write_until_killed(service, token, round, &acknowledged);
    }
    let service = Service::start(&program, &database);
    let token = token.expect("a token");
    for text in unanswered.drain(..) {
        let id = post(&service.address, &token, &text).unwrap();
        acknowledged.lock().unwrap().insert(text, id);
    }
    let acknowledged = acknowledged.lock().unwrap();
    assert!(acknowledged.len() >= ROUNDS * WRITES_A_ROUND, "{} writes", acknowledged.len());
    let (text, id) = acknowledged.first_key_value().unwrap();
    let repeated = post(&service.address, &token, text).unwrap();
    assert_eq!(repeated, *id, "a repeat gets the answer of the first time");
    let mut found = BTreeMap::new();
    for (id, text) in all_posts(&service.address) {
        assert_eq!(found.insert(text.clone(), id), None, "`{text}` is there twice");
    }
    assert_eq!(found, *acknowledged);
    println!("{} writes over {ROUNDS} kills; back after at most {slowest:?}", acknowledged.len());
    drop(service);
    std::fs::remove_dir_all(&folder).unwrap();
}

/// Writes with several hands and kills the service when enough was acknowledged while others are under way.
/// Gives the texts that were sent and not answered.
fn write_until_killed(mut service: Service, token: &str, round: usize, log: &Acknowledged) -> Vec<String> {
    let n_answered = Arc::new(AtomicUsize::new(0));
    let stopped = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let (address, token, log) = (service.address.clone(), token.to_owned(), log.clone());
            let (n_answered, stopped) = (n_answered.clone(), stopped.clone());
            std::thread::spawn(move || {
                for n in 0.. {
                    if stopped.load(Ordering::SeqCst) {
                        break;
                    }
                    let text = format!("round {round} writer {writer} write {n}");
                    match post(&address, &token, &text) {
                        Some(id) => {
                            log.lock().unwrap().insert(text, id);
                            n_answered.fetch_add(1, Ordering::SeqCst);
                        }
                        None => return Some(text),
                    }
                }
                None
            })
        })
        .collect();
    let began = Instant::now();
    while n_answered.load(Ordering::SeqCst) < WRITES_A_ROUND {
        assert!(began.elapsed() < Duration::from_secs(120), "writing takes too long");
        std::thread::yield_now();
    }
    service.child.kill().unwrap();
    service.child.wait().unwrap();
    stopped.store(true, Ordering::SeqCst);
    writers.into_iter().filter_map(|writer| writer.join().unwrap()).collect()
}

/// A running service; ended when dropped.
struct Service {
    child: Child,
    address: String,
}

impl Service {
    fn start(program: &Path, database: &str) -> Self {
        let mut child = Command::new(program)
            .args(["serve", "--listen", "127.0.0.1:0", "--pow-cost", "50", "--unlimited"])
            .args(["--database", database])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit('/').next().unwrap().to_owned();
        assert!(line.starts_with("listening on http://"), "{line:?}");
        Self { child, address }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn build() -> PathBuf {
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "-p", "parvis"]);
    if !cfg!(debug_assertions) {
        build.arg("--release");
    }
    assert!(build.status().unwrap().success(), "the service does not build");
    // Tests lie in `deps/` beside the programs of their profile.
    let own = std::env::current_exe().unwrap();
    own.parent().and_then(Path::parent).unwrap().join("parvis")
}

fn found_site(program: &Path, folder: &Path, database: &str) {
    let file = folder.join("site.jsonl");
    let site = r#"{"type":"site","id":"brume","name":"Atelier Brume","languages":["fr"]}"#;
    std::fs::write(&file, site).unwrap();
    let import = Command::new(program)
        .args(["import", "--site", "brume", "--database", database])
        .arg(&file)
        .output()
        .unwrap();
    assert!(import.status.success(), "{}", String::from_utf8_lossy(&import.stderr));
}

fn session(address: &str) -> String {
    let (_, challenge) = call(address, "POST", "/v1/brume/challenges", &[], None).unwrap();
    let salt = challenge["salt"].as_str().unwrap();
    let wanted = challenge["challenge"].as_str().unwrap();
    let number = (0..=challenge["maxnumber"].as_u64().unwrap()).find(|number| {
        let hash = Sha256::digest(format!("{salt}{number}"));
        hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>() == wanted
    });
    let mut solution = challenge.clone();
    solution.as_object_mut().unwrap().remove("maxnumber");
    solution["number"] = json!(number.unwrap());
    let (status, session) = call(address, "POST", "/v1/brume/sessions", &[], Some(&solution)).unwrap();
    assert!((200..300).contains(&status), "{session}");
    session["token"].as_str().unwrap().to_owned()
}

/// Publishes a post under a key made of its text; its id, or nothing when no answer came.
fn post(address: &str, token: &str, text: &str) -> Option<String> {
    let key: String = Sha256::digest(text).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let headers = [("Authorization", format!("Bearer {token}")), ("Idempotency-Key", key)];
    let body = json!({"lang": "fr", "text": text});
    let (status, published) = call(address, "POST", "/v1/brume/posts", &headers, Some(&body))?;
    assert_eq!(status, 201, "{published}");
    Some(published["id"].as_str().unwrap().to_owned())
}

fn all_posts(address: &str) -> Vec<(String, String)> {
    let mut posts = Vec::new();
    let mut path = "/v1/brume/feeds/main?order=newest".to_owned();
    loop {
        let (status, page) = call(address, "GET", &path, &[], None).unwrap();
        assert_eq!(status, 200, "{page}");
        for post in page["posts"].as_array().unwrap() {
            let item = &post["item"];
            let text = item["text"][0]["p"][0]["text"].as_str().unwrap();
            posts.push((item["id"].as_str().unwrap().to_owned(), text.to_owned()));
        }
        match page["next"].as_str() {
            Some(cursor) => path = format!("/v1/brume/feeds/main?order=newest&cursor={cursor}"),
            None => return posts,
        }
    }
}

/// One request on a connection of its own; nothing when the answer did not come whole.
fn call(
    address: &str,
    method: &str,
    path: &str,
    headers: &[(&str, String)],
    body: Option<&Value>,
) -> Option<(u16, Value)> {
    let body = body.map(Value::to_string).unwrap_or_default();
    let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    if !body.is_empty() {
        request += "Content-Type: application/json\r\n";
    }
    for (name, value) in headers {
        request += &format!("{name}: {value}\r\n");
    }
    request += &format!("Content-Length: {}\r\n\r\n{body}", body.len());
    let mut stream = TcpStream::connect(address).ok()?;
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().unwrap();
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("content-length").then(|| value.parse::<usize>().unwrap())
    })?;
    (length == body.len()).then(|| (status, serde_json::from_str(body).unwrap()))
}
