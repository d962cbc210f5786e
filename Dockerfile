# The static program and its licences, nothing else. The context is an unpacked release archive, or any folder with the three
# files: `make image`. The arguments are for labels.
FROM scratch
ARG VERSION
ARG REVISION
ARG REPOSITORY
LABEL org.opencontainers.image.title="corefilectl" \
      org.opencontainers.image.description="Render, check and explain the CoreDNS configuration (Corefile) of Kuma and Kong Mesh data planes" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${REPOSITORY}" \
      org.opencontainers.image.url="${REPOSITORY}"
# Where `corefilectl install init-container` looks for it. Any user may run it; the pod decides which one does.
COPY corefilectl LICENSE THIRD-PARTY-LICENSES.txt /
USER 65532:65532
ENTRYPOINT ["/corefilectl"]
