//! One run of the control plane's allocator over a mesh (kuma: pkg/dns/vips_allocator.go, pkg/dns/vips/global_view.go): what was
//! persisted is reserved, what is new gets the lowest free address in the order of the entries, what is gone is left out of the
//! result, so that its address is free at the next run.

use std::collections::BTreeMap;
use std::net::IpAddr;

use ipnet::IpNet;

use super::{Allocator, Entry, View};
use crate::mesh::release::Release;

/// What happened to an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It has an address for the first time.
    New,
    /// It keeps its address.
    Kept,
    /// Its address lies outside of the CIDR, and it got another one (2.11 and later, kuma#13678).
    Moved(IpAddr),
    /// It is an address by itself.
    Itself,
    /// There was none left.
    NoneLeft,
}

impl Change {
    /// In a word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Kept => "kept",
            Self::Moved(_) => "moved",
            Self::Itself => "itself",
            Self::NoneLeft => "no address",
        }
    }
}

/// The outcome of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allocation {
    /// The entries with their addresses, as the control plane persists them.
    pub view: View,
    /// What happened to each.
    pub changes: BTreeMap<Entry, Change>,
    /// Entries that are gone, with the addresses that the next run may give away.
    pub freed: BTreeMap<Entry, IpAddr>,
}

/// Why nothing is allocated in this mesh at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AllocationError {
    /// The CIDR was changed; until 2.10 the control plane stops here with these words.
    #[error("Address outside the cidr")]
    Outside {
        /// The persisted entry.
        entry: Entry,
        /// Its address.
        address: Option<IpAddr>,
    },
    /// Two persisted entries have one address.
    #[error("Address already allocated")]
    Twice {
        /// The second of them.
        entry: Entry,
        /// The address.
        address: IpAddr,
    },
}

/// kuma-cp's words where the CIDR is full; names without an address are left out of DNS.
pub const NO_ADDRESSES_LEFT: &str = "No addresses left";

/// Gives addresses to the entries that have none, in their order. Where there are too few, the last ones stay without.
pub fn fill(view: &mut View, allocator: &mut Allocator) {
    for outbound in view.entries.values_mut().filter(|outbound| outbound.address.is_none()) {
        outbound.address = allocator.allocate();
    }
}

/// Gives addresses to `wanted`, where `persisted` had been allocated before.
///
/// # Errors
/// [`AllocationError`]: then no entry of the mesh changes.
pub fn allocate(wanted: View, persisted: &View, cidr: IpNet, release: &Release) -> Result<Allocation, AllocationError> {
    let mut allocator = Allocator::new(cidr);
    let mut reserved: BTreeMap<&Entry, IpAddr> = BTreeMap::new();
    for (entry, outbound) in &persisted.entries {
        if entry.own_address().is_some() {
            continue;
        }
        let address = outbound.address.map(|address| address.to_canonical());
        match address.filter(|address| allocator.covers(*address)) {
            None if release.moves_vips() => {}
            None => return Err(AllocationError::Outside { entry: entry.clone(), address: outbound.address }),
            Some(address) if allocator.is_taken(address) => {
                return Err(AllocationError::Twice { entry: entry.clone(), address });
            }
            Some(address) => {
                allocator.reserve(address);
                reserved.insert(entry, address);
            }
        }
    }
    let (mut view, mut changes) = (wanted, BTreeMap::new());
    for (entry, outbound) in &mut view.entries {
        if outbound.address.is_some() {
            changes.insert(entry.clone(), Change::Itself);
        } else if let Some(address) = reserved.get(entry) {
            outbound.address = Some(*address);
            changes.insert(entry.clone(), Change::Kept);
        }
    }
    fill(&mut view, &mut allocator);
    for (entry, outbound) in &view.entries {
        let before = persisted.entries.get(entry).and_then(|known| known.address);
        let change = match (outbound.address, before) {
            (None, _) => Change::NoneLeft,
            (Some(_), None) => Change::New,
            (Some(_), Some(before)) => Change::Moved(before),
        };
        changes.entry(entry.clone()).or_insert(change);
    }
    let gone = persisted.entries.iter().filter(|(entry, _)| !view.entries.contains_key(entry));
    let freed = gone.filter_map(|(entry, outbound)| Some((entry.clone(), outbound.address?))).collect();
    Ok(Allocation { view, changes, freed })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::release::find;
    use crate::mesh::vips::{DEFAULT_CIDR, EntryType, Outbound};

    fn view(services: &[&str]) -> View {
        let mut view = View::default();
        services.iter().for_each(|service| assert!(view.add_service(service, 0)));
        view
    }

    fn with(addresses: &[(&str, &str)]) -> View {
        let mut view = view(&addresses.iter().map(|(name, _)| *name).collect::<Vec<_>>());
        for (name, address) in addresses {
            view.entries.get_mut(&Entry::new(EntryType::Service, *name)).unwrap().address =
                Some(address.parse().unwrap());
        }
        view
    }

    fn told(wanted: View, persisted: &View, cidr: &str, release: &str) -> Result<Vec<String>, String> {
        let release = find(release).unwrap();
        let done = allocate(wanted, persisted, cidr.parse().unwrap(), &release).map_err(|error| error.to_string())?;
        let address =
            |entry| done.view.entries[entry].address.map_or("-".into(), |address: IpAddr| address.to_string());
        let kept = done.changes.iter().map(|(entry, change)| format!("{entry} {} {}", address(entry), change.word()));
        Ok(kept.chain(done.freed.iter().map(|(entry, address)| format!("{entry} {address} freed"))).collect())
    }

    #[test]
    fn the_first_is_the_networks_own_address() {
        let done = told(view(&["web", "backend"]), &View::default(), DEFAULT_CIDR, "2.7").unwrap();
        assert_eq!(done, ["0:backend 240.0.0.0 new", "0:web 240.0.0.1 new"]);
        let done = told(view(&["a"]), &View::default(), "fd00:fd00::/64", "2.7").unwrap();
        assert_eq!(done, ["0:a fd00:fd00:: new"]);
    }

    #[test]
    fn what_is_gone_is_free_at_the_next_run_only() {
        let before = with(&[("a", "240.0.0.0"), ("c", "240.0.0.1")]);
        let done = told(view(&["b", "c"]), &before, DEFAULT_CIDR, "2.7").unwrap();
        assert_eq!(done, ["0:b 240.0.0.2 new", "0:c 240.0.0.1 kept", "0:a 240.0.0.0 freed"]);
        let next = with(&[("b", "240.0.0.2"), ("c", "240.0.0.1")]);
        let done = told(view(&["b", "c", "d"]), &next, DEFAULT_CIDR, "2.7").unwrap();
        assert_eq!(done, ["0:b 240.0.0.2 kept", "0:c 240.0.0.1 kept", "0:d 240.0.0.0 new"]);
    }

    #[test]
    fn another_cidr_moves_or_stops() {
        let before = with(&[("a", "240.0.0.0")]);
        assert_eq!(told(view(&["a"]), &before, "10.0.0.0/8", "2.11"), Ok(vec!["0:a 10.0.0.0 moved".into()]));
        assert_eq!(told(view(&["a"]), &before, "10.0.0.0/8", "2.10"), Err("Address outside the cidr".into()));
        let twice = with(&[("a", "240.0.0.0"), ("b", "240.0.0.0")]);
        assert_eq!(told(view(&["a"]), &twice, DEFAULT_CIDR, "2.11"), Err("Address already allocated".into()));
    }

    #[test]
    fn a_full_range_leaves_the_rest_without() {
        let done = told(view(&["a", "b", "c"]), &View::default(), "10.0.0.0/31", "2.7").unwrap();
        assert_eq!(done, ["0:a 10.0.0.0 new", "0:b 10.0.0.1 new", "0:c - no address"]);
    }

    #[test]
    fn an_address_is_its_own() {
        let mut wanted = View::default();
        wanted.add(Entry::new(EntryType::Host, "192.0.2.1"), Outbound { port: 443, ..Outbound::default() });
        assert_eq!(
            told(wanted, &View::default(), DEFAULT_CIDR, "2.7"),
            Ok(vec!["1:192.0.2.1 192.0.2.1 itself".into()])
        );
    }
}
