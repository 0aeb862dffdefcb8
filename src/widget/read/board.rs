//! Reads boards: ideas, votes, decisions.

use super::{objects, texts};
use parvis_model::board::{Board, BoardPage, Idea, Status, StatusChange, Voices, Votes};

objects! {
    Idea { item, board, need, votes, status, answer; voices, history }
    Votes { agree, pass, disagree }
    Voices { agree, all, every_group }
    StatusChange { at, to, by, reason, would_change, into; hash }
    BoardPage { board, ranked_at, ideas, next }
    Board { id, name, n_ideas, n_voters, threshold, n_waiting, chain, answered_in_days; about, circles }
}

texts! {
    Status: Status::parse;
}
