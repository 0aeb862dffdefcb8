//! Reads polls and their results.

use super::{objects, texts};
use parvis_model::poll::{Choice, Method, Poll, PollPage, Results, Visibility};

objects! {
    Poll { item, method, options, max_choices, visibility, min_n, opens, closes }
    Choice { id, text }
    PollPage { poll, results, answer }
    Results { n_ballots, n_verified, counts }
}

texts! {
    Method: Method::parse;
    Visibility: Visibility::parse;
}
