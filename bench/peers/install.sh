#!/bin/sh
# Installs the peers on Debian 12, with OpenBLAS: without it they fall back to a slow reference BLAS, which would be an unfair win.
set -eu
apt-get update
apt-get install -y --no-install-recommends python3-sklearn python3-torch python3-threadpoolctl libopenblas0-pthread
for peer in scikit-learn pytorch; do /usr/bin/python3 "$(dirname "$0")/peers.py" "$peer" --versions; done
