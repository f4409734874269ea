# make run    builds the suite, starts it, plays the sample, checks it, and stays until Ctrl-C
#             RUN_ONCE=1 stops afterwards; SAMPLE_ROWS=200 takes fewer rows; SAMPLE=FILE takes another file
#             KAFKA_BOOTSTRAP_SERVERS=host:port and DATABASE_URL=… use those instead of own ones
# make test   builds and runs all tests
# make bench  measures the message runtime, in release (BENCH="relay --seconds 20" measures a part)

SHELL := /bin/bash

.PHONY: help run test bench prepare fmt format-check clean

help:
	@sed -n 's/^# \{0,1\}//p' Makefile | sed '/^$$/d'
	@echo 'make fmt    formats the sources; make format-check only looks'
	@echo 'make clean  stops the suite and removes what was built, its data and its logs'

run:
	@deploy/scripts/run

test: prepare
	swift test

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
