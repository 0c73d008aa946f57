//! What stands between axum and the features: who visits, in which language; forms; refusals; error pages.

pub mod errors;
pub mod form;
pub mod origin;
pub mod visit;

pub use form::{Form, Nothing, PublicForm, see_other};
pub use visit::Visit;
