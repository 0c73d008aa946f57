//! The `tabadul` command.
fn main() {}
