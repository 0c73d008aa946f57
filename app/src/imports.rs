//! What imports of files share: how a mistake is told, and what an import did.

/// What is wrong with a file. Every mistake is found before the first write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The line, from 1.
    pub line: usize,
    /// The column or key, such as `title` or `steps[2].what`; empty where the whole line is wrong.
    pub field: String,
    /// The reason, in English: files are imported by administrators, and the words are the format's own.
    pub reason: String,
}

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
