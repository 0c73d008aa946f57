//! Tabadul, the product.
