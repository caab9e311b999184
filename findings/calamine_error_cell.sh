#!/usr/bin/env bash
# python-calamine 0.9.1 on an XLSX workbook with an error cell (a formula that once gave #REF!).
# The cell comes back as '', the same as a blank one: nothing tells a broken amount from no amount.
# openpyxl 3.1.5 gives the text '#REF!' for the same cell.
# Seen: calamine [1000.0, '', 2900.0]; openpyxl [1000, '#REF!', 2900]. A sum of the first is 3,900 and looks whole.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check python-calamine==0.9.1 openpyxl==3.1.5
cd "$folder"
"$folder/env/bin/python" - <<'PY'
import openpyxl
from python_calamine import CalamineWorkbook

book = openpyxl.Workbook()
sheet = book.active
for row, amount in enumerate(["amount", 1000, "#REF!", 2900], 1):
    sheet.cell(row, 1, amount)
sheet["A3"].data_type = "e"  # as Excel stores the last result of a broken formula
book.save("spend.xlsx")

by_calamine = [row[0] for row in CalamineWorkbook.from_path("spend.xlsx").get_sheet_by_index(0).to_python()][1:]
by_openpyxl = [row[0] for row in openpyxl.load_workbook("spend.xlsx").active.values][1:]
print("python-calamine 0.9.1:", by_calamine)
print("openpyxl 3.1.5:       ", by_openpyxl)
assert by_calamine == [1000.0, "", 2900.0] and by_openpyxl == [1000, "#REF!", 2900], "the finding has changed"
PY
