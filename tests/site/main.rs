//! Whole-request tests; a file a feature, named like its URLs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot set up its world has failed"
)]

mod accounts;
mod accounts_admin;
mod api;
mod backup;
mod budget;
mod cache;
mod documents;
mod forms;
mod full_disk;
mod harmful;
mod home;
mod inside;
mod mergers;
mod organizations;
mod packs;
mod policy;
mod practices;
mod practices_writing;
mod previews;
mod quota;
mod refusals;
mod retired;
mod revoked;
mod s3;
mod search;
mod several;
mod storage_check;
mod topics;
mod traces;
mod uploads;
mod virus;
mod workshops;
mod workshops_lists;
