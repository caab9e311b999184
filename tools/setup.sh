#!/bin/sh
# Makes .venv from requirements.lock, or says in one sentence what is missing.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*"; }
stop() { printf 'make setup: %s\n' "$*" >&2; exit 2; }
is_new_enough() { "$@" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

if [ -e .venv ] && ! is_new_enough .venv/bin/python; then
    say "The environment in .venv is broken or older than Python 3.11: making it again."
    rm -rf .venv
fi

if [ ! -e .venv ]; then
    python=
    # The first is the version that the lock was tested with.
    for candidate in ${PYTHON:-python3.11 python3.12 python3.13 python3.14 python3 python}; do
        if is_new_enough "$candidate"; then python=$candidate; break; fi
    done
    [ -n "$python" ] || stop "no Python 3.11 or later was found. Install one (Debian and Ubuntu:" \
        "apt-get install python3 python3-venv), or name yours: make setup PYTHON=/path/to/python3."
    "$python" -c 'import ensurepip, venv' 2>/dev/null || stop "$python cannot make environments," \
        "because its modules venv and ensurepip are not installed. On Debian and Ubuntu:" \
        "apt-get install python3-venv. Then run the same command again."
    say "Making .venv with $("$python" --version)."
    "$python" -m venv .venv || { rm -rf .venv; stop "$python could not make .venv: see above."; }
fi

pip() { .venv/bin/python -m pip --disable-pip-version-check --no-input "$@"; }
say "Installing $(grep -c '==' requirements.lock) pinned packages from requirements.lock" \
    "(some minutes the first time)."
pip install --quiet --require-hashes -r requirements.lock || stop "a package could not be" \
    "installed: see above. This needs a package index (PyPI, or your own named in PIP_INDEX_URL)."
# The project itself: its build tools are in the lock, so nothing else is fetched.
pip install --quiet --no-deps --no-build-isolation --editable .
[ -x .venv/bin/pcplan ] || stop "the command .venv/bin/pcplan was not made: see above."
touch .venv/.ready
say "Ready: the command is .venv/bin/pcplan."
