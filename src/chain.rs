//! stub
pub mod model;
#[derive(Debug)]
pub struct World;
