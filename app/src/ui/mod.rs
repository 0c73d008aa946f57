//! Components that know no feature, and the islands.

#[cfg(feature = "ssr")]
pub mod chain;
#[cfg(feature = "ssr")]
pub mod field;
pub mod islands;
#[cfg(feature = "ssr")]
pub mod list;
#[cfg(feature = "ssr")]
pub mod notice;
#[cfg(feature = "ssr")]
pub mod problem;
#[cfg(feature = "ssr")]
pub mod stored;
#[cfg(feature = "ssr")]
pub mod text;
pub mod upload;

#[cfg(feature = "ssr")]
pub use field::{Field, error_summary, hidden};
#[cfg(feature = "ssr")]
pub use list::{Pages, empty_state, pagination};
#[cfg(feature = "ssr")]
pub use notice::{SentBefore, info, success};
#[cfg(feature = "ssr")]
pub use problem::{Problem, Problems};
#[cfg(feature = "ssr")]
pub use stored::stored_now;
