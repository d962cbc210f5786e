//! What kuma-cp's configuration says about names and virtual IPs, from its file, its environment and flags of ours.

use std::ffi::OsString;

use clap::Args;

use super::io::Io;
use super::refusal::Refusal;
use super::{config_file, show};
use crate::corefile::address;
use crate::diagnostic::Diagnostic;
use crate::mesh::dns_server::VARIABLE_THAT_DOES_NOTHING;
use crate::mesh::ranges::{self, Owner, Range};
use crate::mesh::written::{Author, Refused, Written};
use crate::mesh::{DnsServer, Ipam, Release};

/// Flags about names and virtual IPs.
#[derive(Debug, Args)]
#[command(next_help_heading = "Control plane")]
pub struct ControlPlaneOptions {
    /// What names of services end in [default: dnsServer.domain of kuma-cp, else mesh]
    #[arg(long, value_name = "DOMAIN")]
    domain: Option<String>,
    /// Where their virtual IPs come from [default: dnsServer.CIDR of kuma-cp, else 240.0.0.0/4]
    #[arg(long, value_name = "CIDR")]
    cidr: Option<String>,
    /// Addresses that the cluster or the network has, to be warned of overlaps; may be repeated
    #[arg(long, value_name = "CIDR")]
    cluster_cidr: Vec<String>,
}

/// What a control plane gives names and addresses by.
#[derive(Clone, Debug, Default)]
pub struct Naming {
    /// `dnsServer`.
    pub dns_server: DnsServer,
    /// `ipam`.
    pub ipam: Ipam,
}

impl ControlPlaneOptions {
    /// Works them out, as the kuma-cp of a release does, with its configuration file.
    ///
    /// # Errors
    /// As [`Self::over`], and a file that cannot be read.
    pub fn naming(
        &self,
        cp_config: Option<&OsString>,
        release: &Release,
        lookup: impl Fn(&str) -> Option<OsString>,
        io: &mut Io<'_>,
    ) -> anyhow::Result<Naming> {
        let config = cp_config.map(|file| config_file::read(file, release.era, io)).transpose()?;
        self.over(config.as_ref().map(config_file::Config::naming).unwrap_or_default(), release, lookup, io)
    }

    /// Puts environment and flags over what a file says, and warns of ranges that overlap. A flag goes before the environment,
    /// that before the file.
    ///
    /// # Errors
    /// What kuma-cp would not start with.
    pub fn over(
        &self,
        Naming { dns_server, ipam }: Naming,
        release: &Release,
        lookup: impl Fn(&str) -> Option<OsString>,
        io: &mut Io<'_>,
    ) -> anyhow::Result<Naming> {
        let mut dns_server = dns_server.with_environment(&lookup)?;
        let ipam = ipam.with_environment(&lookup, release.version.line());
        if lookup(VARIABLE_THAT_DOES_NOTHING).is_some() {
            show::warning(
                format_args!(
                    "{VARIABLE_THAT_DOES_NOTHING} does nothing, though kuma-cp's reference file names it: write \
                     KUMA_DNS_SERVER_SERVICE_VIP_PORT"
                ),
                io,
            );
        }
        if let Some(domain) = &self.domain {
            dns_server.domain = Written::default(domain.as_str());
        }
        if let Some(cidr) = &self.cidr {
            dns_server.cidr = Written::default(cidr.as_str());
        }
        dns_server.validate(release).map_err(|refused| kuma_cp_stops(&refused))?;
        ipam.validate(release).map_err(|refused| kuma_cp_stops(&refused))?;
        if let Some(problem) = dns_server.domain_problem() {
            let text = format!("the mesh's domain {:?} is no DNS name: {problem}", dns_server.domain.value);
            show::warning(text, io);
        }
        for overlap in ranges::overlaps(&self.ranges(&dns_server, &ipam, release)?) {
            let mut warning = Diagnostic::warning(overlap.to_string());
            warning = warning.note("which of the two an address of both belongs to, the data plane cannot tell");
            show::diagnostic(&warning.help("give one of them another range"), None, io);
        }
        Ok(Naming { dns_server, ipam })
    }

    fn ranges(&self, dns_server: &DnsServer, ipam: &Ipam, release: &Release) -> anyhow::Result<Vec<Range>> {
        let mut ranges = ranges::ranges(dns_server, ipam, release);
        for cidr in &self.cluster_cidr {
            let Some(network) = address::network(cidr) else {
                anyhow::bail!("--cluster-cidr {cidr:?} is no CIDR; write one such as 10.96.0.0/12");
            };
            ranges.push(Range { owner: Owner::Other("--cluster-cidr".to_owned()), network, author: Author::Default });
        }
        Ok(ranges)
    }
}

fn kuma_cp_stops(refused: &Refused) -> Refusal {
    let mut diagnostic = Diagnostic::error(refused.to_string())
        .note(format!("kuma-cp {} stops with this message when it starts", refused.release));
    if let Author::Environment(variable) = refused.author {
        diagnostic = diagnostic.note(format!("the value comes from {variable}"));
    }
    diagnostic.help(format!("the value is that of {}", refused.key)).into()
}
