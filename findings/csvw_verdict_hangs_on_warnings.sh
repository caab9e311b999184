#!/usr/bin/env bash
# csvw 4.1.1 (the CSV on the Web validator on PyPI).
# `CSVW(...).is_valid` collects Python warnings and counts them: its verdict depends on the interpreter's warning filter.
# The same file with a word in an integer column is invalid in a plain interpreter and valid under `python -W ignore`
# or PYTHONWARNINGS=ignore, which a scheduler may well set.
# Seen: False without a filter, True with -W ignore. So a validation in a pipeline must set the filter itself.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check csvw==4.1.1
cd "$folder"
printf 'area,rate\nE23000023,12\nE23000024,many\n' > rates.csv
cat > rates.csv-metadata.json <<'JSON'
{"@context": "http://www.w3.org/ns/csvw", "url": "rates.csv",
 "tableSchema": {"columns": [{"name": "area", "titles": "area"}, {"name": "rate", "titles": "rate", "datatype": "integer"}]}}
JSON
cat > verdict.py <<'PY'
from csvw import CSVW

print(CSVW("rates.csv-metadata.json", validate=True).is_valid)
PY
plain=$(env -u PYTHONWARNINGS "$folder/env/bin/python" verdict.py 2>/dev/null)
ignoring=$("$folder/env/bin/python" -W ignore verdict.py)
echo "csvw 4.1.1, a word in an integer column: valid=$plain in a plain interpreter, valid=$ignoring with -W ignore"
[ "$plain" = False ] && [ "$ignoring" = True ] || { echo "the finding has changed" >&2; exit 1; }
[ "$plain" = False ] && [ "$ignoring" = True ] || { echo "the finding has changed" >&2; exit 1; }
