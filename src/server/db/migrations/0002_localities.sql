-- Where circles are. Written in SQLite's words; `schema.rs` turns the few that differ into PostgreSQL's.

ALTER TABLE circles ADD COLUMN locality TEXT;
