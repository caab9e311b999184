#!/bin/sh
# Installs Chromium for the browser tests, with the letters that people's screens have (Liberation has
# the widths of Arial; texts of charts are measured in the tests), or says why it does not. Never
# fails: the tests are then skipped and named at the end, and in CI they fail.
set -u

wanted="chromium fonts-liberation"
if command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1; then
    wanted="fonts-liberation"
    if ! command -v fc-list >/dev/null 2>&1 || fc-list : family | grep -Eq "Liberation Sans|Arial"; then
        exit 0
    fi
fi

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

echo "Installing for the browser tests: $wanted."
# Another program may hold apt's lock for a while, and a mirror may fail once.
apt="$as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3"
if ! { $apt update && $apt -y install --no-install-recommends $wanted >/dev/null; }; then
    echo "$wanted could not be installed (see above): $without."
fi
