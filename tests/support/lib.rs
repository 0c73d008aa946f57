//! What the whole-request tests share.
