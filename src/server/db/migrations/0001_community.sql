-- Everything of a community. Written in SQLite's words; `schema.rs` turns the few that differ into PostgreSQL's.
-- Times are milliseconds since 1970, days are days since 1970, truth values are 0 and 1, columns named
-- after a type of the model hold its JSON.

CREATE TABLE sites (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    languages TEXT NOT NULL,
    policy TEXT NOT NULL,
    ranking TEXT NOT NULL,
    extra TEXT NOT NULL,
    n_events INTEGER NOT NULL
) STRICT;

CREATE TABLE circles (
    site TEXT NOT NULL REFERENCES sites,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    about TEXT NOT NULL,
    extra TEXT NOT NULL,
    PRIMARY KEY (site, id)
) STRICT;

CREATE TABLE subjects (
    site TEXT NOT NULL REFERENCES sites,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    about TEXT NOT NULL,
    scales TEXT NOT NULL,
    extra TEXT NOT NULL,
    PRIMARY KEY (site, id)
) STRICT;

CREATE TABLE boards (
    site TEXT NOT NULL REFERENCES sites,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    about TEXT NOT NULL,
    threshold INTEGER NOT NULL,
    extra TEXT NOT NULL,
    PRIMARY KEY (site, id)
) STRICT;

CREATE TABLE persons (
    site TEXT NOT NULL REFERENCES sites,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT,
    badges TEXT NOT NULL,
    extra TEXT NOT NULL,
    PRIMARY KEY (site, id)
) STRICT;

-- `key` is the id in the source of an import; an item born here has its own id there.
CREATE TABLE items (
    id INTEGER NOT NULL PRIMARY KEY,
    site TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    at INTEGER NOT NULL,
    edited INTEGER,
    author TEXT NOT NULL,
    circle TEXT,
    lang TEXT NOT NULL,
    disclosure TEXT,
    key TEXT NOT NULL,
    title TEXT,
    text TEXT NOT NULL,
    UNIQUE (site, key),
    FOREIGN KEY (site, author) REFERENCES persons (site, id),
    FOREIGN KEY (site, circle) REFERENCES circles (site, id)
) STRICT;
CREATE INDEX items_of_kind ON items (site, kind, state, id, circle);

-- What the order of an item depends on. The base is what an import counted before; activity is as of `as_of`.
CREATE TABLE signals (
    item INTEGER NOT NULL PRIMARY KEY REFERENCES items,
    base_useful INTEGER NOT NULL,
    base_not_useful INTEGER NOT NULL,
    base_save INTEGER NOT NULL,
    base_replies INTEGER NOT NULL,
    useful INTEGER NOT NULL,
    not_useful INTEGER NOT NULL,
    save INTEGER NOT NULL,
    replies INTEGER NOT NULL,
    hot REAL NOT NULL,
    tail REAL NOT NULL,
    as_of INTEGER NOT NULL
) STRICT;

CREATE TABLE reprises (
    item INTEGER NOT NULL PRIMARY KEY REFERENCES items,
    reprise_of INTEGER NOT NULL REFERENCES items
) STRICT;

CREATE TABLE replies (
    item INTEGER NOT NULL PRIMARY KEY REFERENCES items,
    reply_to INTEGER NOT NULL REFERENCES items,
    root INTEGER NOT NULL REFERENCES items
) STRICT;
CREATE INDEX replies_of_root ON replies (root, item);
CREATE INDEX replies_of_item ON replies (reply_to);

CREATE TABLE reviews (
    item INTEGER NOT NULL PRIMARY KEY REFERENCES items,
    site TEXT NOT NULL,
    subject TEXT NOT NULL,
    stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5),
    experienced INTEGER,
    recommends INTEGER,
    verified TEXT NOT NULL,
    verified_by TEXT,
    received TEXT NOT NULL,
    scales TEXT NOT NULL,
    context TEXT NOT NULL,
    FOREIGN KEY (site, subject) REFERENCES subjects (site, id)
) STRICT;
CREATE INDEX reviews_of_subject ON reviews (site, subject, item);

CREATE TABLE ideas (
    item INTEGER NOT NULL PRIMARY KEY REFERENCES items,
    site TEXT NOT NULL,
    board TEXT NOT NULL,
    need TEXT,
    status TEXT NOT NULL,
    agree INTEGER NOT NULL,
    pass INTEGER NOT NULL,
    disagree INTEGER NOT NULL,
    base_agree INTEGER NOT NULL,
    base_pass INTEGER NOT NULL,
    base_disagree INTEGER NOT NULL,
    FOREIGN KEY (site, board) REFERENCES boards (site, id)
) STRICT;
CREATE INDEX ideas_of_board ON ideas (site, board, item);

CREATE TABLE status_changes (
    item INTEGER NOT NULL REFERENCES ideas,
    place INTEGER NOT NULL,
    at INTEGER NOT NULL,
    status TEXT NOT NULL,
    site TEXT NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    would_change TEXT,
    merged_into INTEGER REFERENCES ideas,
    PRIMARY KEY (item, place),
    FOREIGN KEY (site, author) REFERENCES persons (site, id)
) STRICT;

CREATE TABLE votes (
    idea INTEGER NOT NULL REFERENCES ideas,
    voter TEXT NOT NULL,
    vote INTEGER NOT NULL CHECK (vote BETWEEN -1 AND 1),
    is_verified INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (idea, voter)
) STRICT;

CREATE TABLE polls (
    item INTEGER NOT NULL PRIMARY KEY REFERENCES items,
    method TEXT NOT NULL,
    max_choices INTEGER NOT NULL,
    visibility TEXT NOT NULL,
    min_n INTEGER NOT NULL,
    opens INTEGER NOT NULL,
    closes INTEGER,
    ballots INTEGER NOT NULL,
    verified INTEGER NOT NULL,
    base_ballots INTEGER NOT NULL,
    base_verified INTEGER NOT NULL
) STRICT;

CREATE TABLE options (
    poll INTEGER NOT NULL REFERENCES polls,
    place INTEGER NOT NULL,
    id TEXT NOT NULL,
    text TEXT NOT NULL,
    ballots INTEGER NOT NULL,
    base_ballots INTEGER NOT NULL,
    PRIMARY KEY (poll, id)
) STRICT;

CREATE TABLE ballots (
    poll INTEGER NOT NULL REFERENCES polls,
    voter TEXT NOT NULL,
    choices TEXT NOT NULL,
    is_verified INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (poll, voter)
) STRICT;

-- What people did with items: the newest act of each kind. Marks are the kinds useful, not_useful and save.
CREATE TABLE acts (
    item INTEGER NOT NULL REFERENCES items,
    person TEXT NOT NULL,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (item, person, kind)
) STRICT;
CREATE INDEX acts_in_time ON acts (at, item, person);

CREATE TABLE pictures (
    site TEXT NOT NULL REFERENCES sites,
    id TEXT NOT NULL,
    src TEXT NOT NULL,
    small TEXT,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    uploader TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (site, id)
) STRICT;

CREATE TABLE item_pictures (
    item INTEGER NOT NULL REFERENCES items,
    place INTEGER NOT NULL,
    site TEXT NOT NULL,
    picture TEXT NOT NULL,
    alt TEXT NOT NULL,
    PRIMARY KEY (item, place),
    FOREIGN KEY (site, picture) REFERENCES pictures (site, id)
) STRICT;

CREATE TABLE reports (
    item INTEGER NOT NULL REFERENCES items,
    reporter TEXT NOT NULL,
    reason TEXT NOT NULL,
    text TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (item, reporter)
) STRICT;

CREATE TABLE events (
    site TEXT NOT NULL REFERENCES sites,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    live TEXT NOT NULL,
    PRIMARY KEY (site, number)
) STRICT;
CREATE INDEX events_in_time ON events (at);

-- Idempotency: who sent which key with which body, and what they were answered.
CREATE TABLE keys (
    site TEXT NOT NULL REFERENCES sites,
    key TEXT NOT NULL,
    token TEXT NOT NULL,
    body BLOB NOT NULL,
    status INTEGER,
    answer BLOB,
    at INTEGER NOT NULL,
    PRIMARY KEY (site, key, token)
) STRICT;
CREATE INDEX keys_in_time ON keys (at);

-- Nonces of challenges that were solved and used.
CREATE TABLE challenges (
    nonce TEXT NOT NULL PRIMARY KEY,
    expires INTEGER NOT NULL
) STRICT;
CREATE INDEX challenges_in_time ON challenges (expires);
