//! The split points of the wasm: all of them, and nowhere else.
//!
//! A part is the code of one element. The main module never names a part's code; it awaits one of the functions
//! below and gets a handful of plain function pointers. Everything that can be reached through those pointers alone
//! is cut out into the part's own file. Naming a part's module anywhere else in the main module would pull it back
//! in, silently: `cargo xtask size` is where that shows.
//!
//! Without the feature `split` the same functions answer at once and the wasm is one file.

use crate::compose::Compose;
use crate::late::Late;
use crate::own::Own;
use crate::pane::Pane;
use parvis_view::poll::CountPanels;

/// What the main module may ask of an element's part once it is there.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// Makes the state of an element that knows nothing yet.
    pub open: fn() -> Box<dyn Pane>,
}

/// The part did not arrive (no network, or a file that is not the one expected). Asking again tries again.
#[derive(Debug, Clone, Copy)]
pub struct Missing;

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for Missing {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

macro_rules! part {
    ($(#[$doc:meta])* $name:ident: $kind:ty = $part:expr) => {
        $(#[$doc])*
        #[cfg(feature = "split")]
        #[wasm_split_helpers::wasm_split($name, fallible)]
        pub fn $name() -> Result<$kind, Missing> {
            Ok($part)
        }

        $(#[$doc])*
        #[cfg(not(feature = "split"))]
        pub async fn $name() -> Result<$kind, Missing> {
            Ok($part)
        }
    };
}

part!(
    /// `<parvis-feed>`: posts and their threads.
    feed: Part = crate::panes::feed::PART
);
part!(
    /// `<parvis-reviews>`: the opinions on one subject.
    reviews: Part = crate::panes::reviews::PART
);
part!(
    /// `<parvis-ideas>`: one board.
    ideas: Part = crate::panes::ideas::PART
);
part!(
    /// `<parvis-poll>`: one poll.
    poll: Part = crate::panes::poll::PART
);
part!(
    /// Results of polls: how they look, how they were counted, and counting them anew.
    count: &'static CountPanels = &parvis_view::count::COUNT_PANELS
);
part!(
    /// Acts, live changes, what opens under an item: loaded once the first view is drawn.
    late: Late = crate::late::PART
);
part!(
    /// Forms, outbox, tokens: loaded when somebody is about to contribute.
    compose: Compose = crate::compose::PART
);
part!(
    /// The order of the visitor's own: loaded when somebody asks for it.
    own: Own = crate::own::PART
);
