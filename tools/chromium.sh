#!/bin/sh
# Installs Chromium for the browser tests, or says why it does not. Never fails: they then skip.
set -u

for name in chromium chromium-browser; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done

if ! command -v apt-get >/dev/null 2>&1; then
    echo "Chromium is not installed and this system has no apt-get: the browser tests will be" \
        "skipped. Install Chromium by hand to run them."
    exit 0
fi

if [ "$(id -u)" = 0 ]; then
    as_root=
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "Chromium is not installed and this user may not install it: the browser tests will be" \
        "skipped. To run them: sudo apt-get install chromium."
    exit 0
fi

echo "Installing Chromium for the browser tests."
if ! { $as_root apt-get -q -q update &&
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -q -y install \
        --no-install-recommends chromium >/dev/null; }; then
    echo "Chromium could not be installed (see above): the browser tests will be skipped."
fi
