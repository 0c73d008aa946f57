//! Whole-request tests; a file a feature, named like its URLs.

mod budget;
mod home;
mod organizations;
