//! The process around the product.
