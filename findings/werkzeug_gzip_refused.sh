#!/usr/bin/env bash
# werkzeug 3.1.9: `"gzip" in request.accept_encodings` is true for a browser that sends `gzip;q=0`.
# RFC 9110, 12.5.3: a quality of 0 means "not acceptable". Only `quality("gzip") > 0` says what may be sent.
# Seen: "gzip" in it is True for 'gzip;q=0' and '*;q=0'; quality is 0.0 for both, 1 for 'gzip'.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check werkzeug==3.1.9
cd "$folder"
"$folder/env/bin/python" - <<'PY'
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request


def accepted(header):
    sent = EnvironBuilder(headers={"Accept-Encoding": header}).get_environ()
    encodings = Request(sent).accept_encodings
    return "gzip" in encodings, encodings.quality("gzip")


seen = {header: accepted(header) for header in ("gzip", "gzip;q=0", "*;q=0", "br")}
for header, (is_in, quality) in seen.items():
    print(f"{header!r:12} in: {is_in!s:5} quality: {quality}")
expected = {"gzip": (True, 1), "gzip;q=0": (True, 0), "*;q=0": (True, 0), "br": (False, 0)}
assert seen == expected, "the finding has changed"
PY
