#!/usr/bin/env bash
# WTForms 3.3.2: what its number fields take that a form of amounts or versions should refuse.
# IntegerField reads '1_000' as 1000 and the Arabic-Indic digit one as 1, as Python's int() does;
# DecimalField takes 'NaN' and 'Infinity' as valid, which then pass a check like `value > limit`.
# Seen: four forms valid without an error. NumberRange refuses NaN and Infinity, not the other two.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check wtforms==3.3.2 werkzeug==3.1.9
cd "$folder"
"$folder/env/bin/python" - <<'PY'
from werkzeug.datastructures import MultiDict
from wtforms import DecimalField, Form, IntegerField
from wtforms.validators import NumberRange


class Bare(Form):
    version = IntegerField()
    amount = DecimalField()


class Bounded(Form):
    version = IntegerField(validators=[NumberRange(0, 10**6)])
    amount = DecimalField(validators=[NumberRange(0, 10**9)])


def valid(form, **sent):
    return form(MultiDict({"version": "1", "amount": "1"} | sent)).validate()


odd = [{"version": "1_000"}, {"version": "\u0661"}, {"amount": "NaN"}, {"amount": "Infinity"}]
bare = [valid(Bare, **sent) for sent in odd]
bounded = [valid(Bounded, **sent) for sent in odd]
print("valid without a range:", bare)
print("valid with one:       ", bounded)
assert bare == [True] * 4 and bounded == [True, True, False, False], "the finding has changed"
PY
