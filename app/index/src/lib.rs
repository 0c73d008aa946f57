//! Full-text index.
