//! Whole-request tests; a file a feature, named like its URLs.

mod home;
mod organizations;
