//! Kuma and Kong Mesh: releases, the template's fields in each of them, kuma-dp's DNS settings and where their values
//! come from, and which template wins. A pure library: files, flags and environment enter as arguments.

pub mod advice;
pub mod builtin_dns;
pub mod config_dir;
pub mod config_map;
pub mod cp_config;
pub mod dns_name;
pub mod dns_server;
pub mod domain;
pub mod envconfig;
pub mod era;
pub mod hostname_generator;
pub mod hostnames;
pub mod in_force;
pub mod injector;
pub mod ipam;
pub mod layers;
pub mod matrix;
pub mod meaning;
pub mod origin;
pub mod ports;
pub mod ranges;
pub mod release;
pub mod resource;
pub mod schema;
pub mod selection;
pub mod setting;
pub mod settings;
pub mod target;
pub mod validation;
pub mod violation;
pub mod vips;
pub mod virtual_outbound;
pub mod written;

pub mod yaml;

pub use crate::coredns::version::{self, Line, Version};
pub use builtin_dns::BuiltinDns;
pub use dns_server::DnsServer;
pub use era::Era;
pub use in_force::NotInForce;
pub use injector::Injector;
pub use ipam::Ipam;
pub use layers::{ControlPlaneOrigin, ControlPlaneTemplate, DataPlaneTemplate, LayerKind};
pub use matrix::{Matrix, Mode, Point, Scope};
pub use origin::Origin;
pub use ports::Ports;
pub use release::{DEFAULT_LINE, Release, UnknownRelease};
pub use selection::{Selection, Templates, Winner};
pub use setting::{Setting, SettingValue};
pub use settings::{FlagValue, Settings};
pub use target::{EmbeddedDns, Platform, Target};
pub use validation::ValidationError;
