#!/bin/sh
# Makes the three locks anew; needs uv on the path. No lock may hold an address: a guard test reads them.
set -eu
cd "$(dirname "$0")/.."
lock() { out=$1; shift; uv pip compile -q --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11 "$@" pyproject.toml -o "requirements/$out.txt" >/dev/null; }
lock run
lock demo --extra demo -c requirements/run.txt
lock dev --extra demo --extra dev -c requirements/demo.txt
