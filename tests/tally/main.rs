//! Tallies against those of independent libraries, which are kept beside this file: every value that is counted
//! here is the same in every case.

use parvis_eval::tally::reports;
use parvis_tests::tree::root;
use std::fs;

#[test]
fn every_tally_is_that_of_the_other_libraries() {
    let reports = reports(&root().join("tests/tally")).unwrap_or_else(|fault| panic!("{fault}"));
    for report in &reports {
        assert!(report.is_whole(), "{report}");
    }
    let count = |name: &str, method: &str| {
        let report = reports.iter().find(|report| report.name == name)?;
        Some(report.methods.get(method)?.n_same)
    };
    fn check(found: Option<usize>, expected: usize, what: &str) {
        assert_eq!(found, Some(expected), "{what}");
    }
    check(count("majority_judgment", "ranks"), 201, "majority judgment");
    check(count("majority_judgment", "fabre"), 201, "what lies on both sides of the middle");
    check(count("ranked_linear", "schulze_wv"), 200, "Schulze, linear");
    check(count("ranked_linear", "irv_eliminate_all_tied"), 200, "instant run-off");
    check(count("ranked_linear", "borda_scores"), 200, "Borda");
    check(count("ranked_partial", "schulze_winning_votes"), 150, "Schulze, partial");
    check(count("ranked_partial", "schulze_wv_strengths"), 150, "strongest chains");
    check(count("star", "winner"), 150, "STAR");
    check(count("pairwise_bradley_terry", "bt_map_alpha_0_1"), 30, "Bradley and Terry");
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_compared() {
    let folder = std::env::temp_dir().join(format!("parvis-tally-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let cases = r#"{"note": "", "cases": [
        {"id": "good", "n_options": 2, "ballots": [[0, 1], [0, 1], {"1": 1}], "schulze_wv": [0], "new": 3},
        {"id": "wrong", "n_options": 2, "ballots": [[0, 1]], "schulze_wv": [1]},
        {"id": "bare", "n_options": 2, "ballots": [[0, 1]]},
        {"id": "short", "ballots": [[0, 1]], "schulze_wv": [0]},
        {"id": "far", "n_options": 2, "ballots": [[0, 2]], "schulze_wv": [0]},
        {"tallies_worst_to_best": [[1, 2], [3]], "ranks": [1, 2]},
        {"id": "empty"}
    ]}"#;
    fs::write(folder.join("cases.json"), cases).expect("a file");
    fs::write(folder.join("cut.json"), "{\"cases\": [").expect("a file");
    let found = reports(&folder).unwrap_or_else(|fault| panic!("{fault}"));
    fs::remove_dir_all(&folder).expect("the folder goes");
    let [cases, cut] = &found[..] else { panic!("{found:?}") };
    let schulze = &cases.methods["schulze_wv"];
    assert_eq!((schulze.n_same, schulze.n_cases), (1, 2));
    assert_eq!(schulze.differences, ["wrong: found [0], expected [1]"]);
    let expected = [
        "bare: nothing it expects is known",
        "short: no field n_options",
        "far: ballot 0: option 2 of 2",
        "case 5: tallies_worst_to_best: 1 grades beside 2",
        "empty: none of ballots, tallies_worst_to_best or wins_matrix",
    ];
    assert_eq!(cases.faults, expected);
    assert!(cut.faults[0].starts_with("EOF while parsing") && cut.n_cases == 0, "{cut:?}");
}
