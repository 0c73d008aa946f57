//! What imports of files share: the outcome.

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Things that are new.
    pub added: usize,
    /// Things that changed.
    pub changed: usize,
    /// Things that were already so.
    pub unchanged: usize,
}
