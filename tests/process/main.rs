//! Tests of the process itself: the real executable is started, killed, stopped and run twice. `./dev test` builds it
//! first.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot set up its world has failed"
)]

mod acts;
mod agree;
mod browser;
mod kill;
mod portal;
mod process;
mod refusals;
mod stop;
mod storage;
mod uploads;
