#!/bin/sh
# Installs Chromium for the browser tests, or says why it does not. Never fails: the tests are then
# skipped and named at the end, and in CI they fail.
set -u

for name in chromium chromium-browser; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done

without="the browser tests will not run"
if ! command -v apt-get >/dev/null 2>&1; then
    echo "Chromium is not installed and this system has no apt-get: $without." \
        "Install Chromium by hand to run them."
    exit 0
fi

if [ "$(id -u)" = 0 ]; then
    as_root=
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "Chromium is not installed and this user may not install it: $without." \
        "To run them: sudo apt-get install chromium."
    exit 0
fi

echo "Installing Chromium for the browser tests."
# Another program may hold apt's lock for a while, and a mirror may fail once.
apt="$as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3"
if ! { $apt update && $apt -y install --no-install-recommends chromium >/dev/null; }; then
    echo "Chromium could not be installed (see above): $without."
fi
