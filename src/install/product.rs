//! Kuma, or Kong Mesh, which is Kuma inside another chart: what is called what.

use serde::Serialize;

use crate::mesh::Release;

/// Who the mesh is from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Product {
    /// Kuma.
    #[default]
    Kuma,
    /// Kong Mesh.
    KongMesh,
}

impl Product {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kuma => "Kuma",
            Self::KongMesh => "Kong Mesh",
        }
    }

    /// Its name with the release of Kuma that it is or has in it.
    #[must_use]
    pub fn with_release(self, release: &Release) -> String {
        match self {
            Self::Kuma => format!("Kuma {release}"),
            Self::KongMesh => format!("Kong Mesh (Kuma {release})"),
        }
    }

    /// The namespace that its control plane is installed to by default.
    #[must_use]
    pub const fn namespace(self) -> &'static str {
        match self {
            Self::Kuma => "kuma-system",
            Self::KongMesh => "kong-mesh-system",
        }
    }

    /// The sub-chart that values are for, with a dot: none in Kuma's own chart, where kumactl and Helm pass over it
    /// silently (kuma: app/kumactl/cmd/install/context/install_control_plane_context.go, HELMValuesPrefix).
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Kuma => "",
            Self::KongMesh => "kuma.",
        }
    }

    /// The name of a release of the chart, as the manuals have it.
    #[must_use]
    pub const fn helm_release(self) -> &'static str {
        match self {
            Self::Kuma => "kuma",
            Self::KongMesh => "kong-mesh",
        }
    }

    /// The chart, as the manuals call it.
    #[must_use]
    pub const fn chart(self) -> &'static str {
        match self {
            Self::Kuma => "kuma/kuma",
            Self::KongMesh => "kong-mesh/kong-mesh",
        }
    }
}
