//! stub
use super::{Plugin, Server, Version, host::Host};
use crate::corefile::{Corefile, Place};
#[derive(Clone, Debug, Default)]
pub struct Started {
    pub server: Server,
    pub asked: Vec<Version>,
}
#[derive(Clone, Debug)]
pub struct StartError {
    pub message: String,
    pub place: Place,
    pub asked: Vec<Version>,
    pub directive: Option<Plugin>,
}
pub fn start(_c: &Corefile<'_>, _v: Version, _h: &Host) -> Result<Started, StartError> {
    Ok(Started::default())
}
pub fn import_limit(_v: Version) -> crate::corefile::ImportLimit {
    crate::corefile::ImportLimit::TenThousand
}
