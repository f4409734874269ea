# make run    builds the suite, starts it, plays the sample, checks it, and stays until Ctrl-C
#             RUN_ONCE=1 stops afterwards; SAMPLE_ROWS=200 takes fewer rows; SAMPLE=FILE takes another file
#             KAFKA_BOOTSTRAP_SERVERS=host:port and DATABASE_URL=… use those instead of own ones
# make test   builds and runs all tests, a short tier of the faults among them
# make faults plays the fault matrix of the message runtime: SEED=7 ROWS="R1 C4" MINUTES=30 SCHEDULE=FILE (see
#             Tests/FaultRunner/README.md)
# make bench  measures the message runtime, in release (BENCH="relay --seconds 20" measures a part)

SHELL := /bin/bash

.PHONY: help run test faults bench prepare fmt format-check clean

help:
	@sed -n 's/^# \{0,1\}//p' Makefile | sed '/^$$/d'
	@echo 'make fmt    formats the sources; make format-check only looks'
	@echo 'make clean  stops the suite and removes what was built, its data and its logs'

run:
	@deploy/scripts/run

test: prepare
	swift test --skip FaultTests
	@# The faults stop and freeze processes for a while: beside them other tests would wait too long.
	swift test --skip-build --filter FaultTests

faults: prepare
	for product in aftercare gateway intake FaultService FaultRunner; do swift build --product $$product || exit 1; done
	.build/debug/FaultRunner $(if $(SEED),--seed $(SEED)) $(if $(ROWS),--rows "$(ROWS)") \
	    $(if $(MINUTES),--minutes $(MINUTES)) $(if $(SCHEDULE),--schedule $(SCHEDULE))

bench: prepare
	swift build -c release --product aftercare
	swift run -c release bench $(BENCH)

prepare:
	@deploy/scripts/prepare

SOURCES := Package.swift Services Shared Tests

fmt:
	swift format --in-place --parallel --recursive $(SOURCES)

format-check:
	swift format lint --strict --parallel --recursive $(SOURCES)

clean:
	@deploy/scripts/clean
