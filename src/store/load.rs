//! Whether something asked for is there.

/// The state of a read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Load {
    /// Not asked for.
    #[default]
    Idle,
    /// Asked for, not here yet.
    Loading,
    /// Here.
    Ready,
    /// It failed.
    Failed(Failure),
}

/// Why a read failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No network, or no answer.
    Offline,
    /// The site has nothing at that address.
    NotFound,
    /// The service answered with an error, or with something unreadable.
    Service,
}

impl Load {
    /// Whether it is on its way.
    pub const fn is_loading(self) -> bool {
        matches!(self, Self::Loading)
    }
}
