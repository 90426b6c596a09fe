# Lifecircle: see `make help`. A machine needs Go and Node; everything else each target sets up itself.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

export CGO_ENABLED := 0

BINARY := bin/lifecircle
VERSION = $(shell sed -n 's/^const Version = "\(.*\)"/\1/p' isochrone/coverage/manifest.go)
PLATFORMS := windows/amd64 linux/amd64 linux/arm64 linux/loong64 darwin/amd64 darwin/arm64
NOTES := artifacts/skipped.txt

PAGE := frontend/dist/index.html
PAGE_SOURCES := $(shell find frontend/src frontend/public frontend/index.html frontend/package.json frontend/tsconfig.json frontend/vite.config.ts -type f 2>/dev/null)
MODULES := frontend/node_modules/.package-lock.json

.PHONY: help demo build frontend test lint go-test page-test browser-test tools bench benchmarks release clean

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

demo: build ## make the sample town and serve its map (ADDR=127.0.0.1:8080)
	@$(BINARY) demo $(if $(ADDR),--addr $(ADDR))

build: frontend ## build the program, bin/lifecircle
	@mkdir -p bin
	@go build -o $(BINARY) ./cmd/lifecircle

frontend: ## build the map page that the program carries
ifeq ($(shell command -v npm),)
	@echo "There is no npm: the program is built without the map page. To get it, install Node 20.19 or newer." >&2
else
	@$(MAKE) -s $(PAGE)
endif

$(PAGE): $(PAGE_SOURCES) $(MODULES)
	cd frontend && npm run --silent build
	@touch $@

$(MODULES): frontend/package-lock.json
	cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

test: ## check everything; what cannot run here is said at the end
	@mkdir -p artifacts && : > $(NOTES)
	@$(MAKE) lint
	@$(MAKE) build
	@$(MAKE) page-test
	@$(MAKE) tools
	@$(MAKE) browser-test
	@$(MAKE) go-test

lint: ## gofmt and go vet
	@unformatted=$$(gofmt -l $$(git ls-files '*.go' 2>/dev/null || find . -name '*.go' -not -path '*/node_modules/*')); \
	if [ -n "$$unformatted" ]; then echo "gofmt would change:"; echo "$$unformatted"; exit 1; fi
	go vet ./...

page-test: # unit tests of the map page
ifeq ($(shell command -v npm),)
	@echo "unit tests of the map page: there is no npm. To get it, install Node 20.19 or newer." >> $(NOTES)
else
	@$(MAKE) -s $(MODULES)
	cd frontend && npm run --silent test
endif

tools: # what tests can use beyond Go and Node
	@.ci/tools $(NOTES)

browser-test: # the map in a real browser, against the real program
	@if ! command -v npm >/dev/null; then echo "browser tests: there is no npm. To get it, install Node 20.19 or newer." >> $(NOTES); \
	elif ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null && ! command -v google-chrome >/dev/null && [ -z "$${CHROMIUM:-}" ]; then \
		echo "Browser tests are skipped: there is no Chromium. To get it: sudo apt-get install chromium fonts-noto-cjk"; \
	else .ci/browser $(BINARY); fi

go-test: # the tests of the program
	@go test -v -timeout 15m ./... 2>&1 | tee artifacts/go-test.log | awk -v notes=$(NOTES) -f .ci/go-test.awk

bench: ## measure the engine on a city of 1,000,000 beside a textbook program, in one table (BENCH="city.osm.pbf")
	@mkdir -p bin && go build -o $(BINARY) ./cmd/lifecircle
	@$(if $(BENCH),,echo "The city of 1,000,000 junctions and residential points takes about ten minutes and 10 GB of memory; a small one is measured by: $(BINARY) bench" >&2)
	@$(BINARY) bench $(or $(BENCH),--junctions 1000000 --points 1000000)

benchmarks: ## run the benchmarks of all packages
	@go test -run '^$$' -bench . -benchmem -timeout 30m ./... 2>&1 | awk -f .ci/bench.awk

release: frontend ## build for all platforms into dist/, with checksums
	@rm -rf dist && mkdir -p dist
	@for platform in $(PLATFORMS); do \
		os=$${platform%/*} arch=$${platform#*/}; suffix=; [ $$os = windows ] && suffix=.exe; \
		file=dist/lifecircle-$(VERSION)-$$os-$$arch$$suffix; echo "$$file"; \
		GOOS=$$os GOARCH=$$arch go build -trimpath -buildvcs=false -ldflags "-s -w" -o $$file ./cmd/lifecircle; \
	done
	@cp LICENSE NOTICE dist/
	@cd dist && sha256sum lifecircle-* > SHA256SUMS && cat SHA256SUMS

clean: ## remove what was built
	rm -rf bin dist artifacts frontend/node_modules && git clean -fdxq frontend/dist
