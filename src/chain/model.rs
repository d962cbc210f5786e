//! stub
use super::World;
pub fn world(_p: &crate::mesh::Point) -> World {
    World
}
