//! The language server: templates and Corefiles in an editor, with findings as somebody types, and what the words mean. It
//! speaks the Language Server Protocol 3.17 through a reader and a writer that it is given; files, environment and flags enter
//! as [`Host`]. Knows nothing about an editor but what the editor says of itself.

pub mod address;
pub mod capabilities;
pub mod changes;
pub mod code_actions;
pub mod completion;
pub mod cursor;
pub mod diagnostics;
pub mod document;
pub mod explain;
pub mod folding;
pub mod formatting;
pub mod frame;
pub mod hover;
pub mod names;
pub mod navigation;
pub mod outline;
pub mod requests;
pub mod rpc;
pub mod server;
pub mod setup;
pub mod snippets;
pub mod symbols;
pub mod text;
pub mod view;
pub mod worker;

pub use server::{Ended, ServeError, serve};
pub use setup::{Host, Setup};
