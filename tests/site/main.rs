//! Whole-request tests.
