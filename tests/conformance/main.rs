//! The recorded answers of the real programs. Each corpus is read from `tests/conformance/data` and from the folder that
//! `CONFORMANCE_EXTRA` names; every line counts.

mod corpus;
mod gotemplate;
mod yaml11;
