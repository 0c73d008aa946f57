//! The process around the product: configuration, router, middleware, jobs, command line.

pub mod assets;
pub mod backup;
pub mod commands;
pub mod config;
pub mod connections;
pub mod demo;
pub mod jobs;
pub mod middleware;
pub mod router;
pub mod serve;
