#!/usr/bin/env bash
# typst 0.15.2 (PyPI), Typst's own PDF/UA-1 export.
# A table written without `table.header` compiles under PDF/UA-1 without error or warning, and its structure
# tree holds data cells alone: no /TH, so a screen reader cannot say which column a figure is in.
# Seen: /Table with four /TD and no /TH; with `table.header` two /TH and two /TD.
# So whoever needs header cells must ask for them in the template; the standard's name in the call does not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check typst==0.15.2 pikepdf==9.11.0
cd "$folder"
"$folder/env/bin/python" - <<'PY'
import io
from collections import Counter

import pikepdf
import typst

START = '#set document(title: "Rates", date: none)\n#set text(lang: "en")\n= Rates\n'


def cells(table):
    """Count the cells of a compiled table by their structure type."""
    with open("page.typ", "w", encoding="utf-8") as page:
        page.write(START + table)
    pdf = pikepdf.open(io.BytesIO(typst.compile("page.typ", pdf_standards=["ua-1"])))
    seen = Counter()

    def walk(element):
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            seen[str(element["/S"])] += 1
            kids = element.get("/K")
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                walk(kid)
        elif isinstance(element, pikepdf.Dictionary):
            for kid in element.get("/K", []):
                walk(kid)

    walk(pdf.Root.StructTreeRoot)
    return seen["/TH"], seen["/TD"]


without = cells("#table(columns: 2, [Area], [Rate], [Ely], [12])\n")
declared = cells("#table(columns: 2, table.header([Area], [Rate]), [Ely], [12])\n")
print("typst 0.15.2:")
print(f"  without table.header: {without[0]} header cells, {without[1]} data cells, no complaint")
print(f"  with table.header:    {declared[0]} header cells, {declared[1]} data cells")
assert without == (0, 4) and declared == (2, 2), "the finding has changed"
PY
