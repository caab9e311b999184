"""Prisons of England and Wales, with the lead provider of resettlement services where there is one.

Grain     one row per prison
Supplier  HM Prison and Probation Service: prison estate, with places found from postal addresses
Arrives   when the estate changes; each delivery is the whole list
Rights    Open Government Licence v3.0; addresses and telephone numbers are of institutions

Headers have full stops for spaces (`Lead.Resettlement.Services.Provider`). The last line may have
no end. Longitude and latitude are of the postcode.
"""

from assets.sources import source
from pipelines.contract.feed import Column, feed_of_one_table


def _header(*words: str) -> tuple[str, ...]:
    """Name a column as written with full stops, and as written with spaces."""
    return (".".join(words), " ".join(words))


def _degrees(name: str, header: str) -> Column:
    return Column(name, (header,), type="double", required=False, markers={"NA": "missing"})


FEED = feed_of_one_table(
    "prisons",
    title="Prison estate",
    **source("hmpps_prisons"),
    cadence="irregular",
    due_days=0,
    reference=True,
    columns=(
        Column("prison_name", _header("Prison"), nullable=False),
        Column("prison_region", _header("NOMS", "Region")),
        Column("operator", _header("Operator")),
        Column("predominant_function", _header("Predominant", "Function")),
        Column("designation", _header("Designation")),
        Column("notes", _header("Notes"), required=False),
        Column("postal_address", _header("Postal", "Address"), required=False),
        Column("telephone", _header("Telephone"), required=False),
        Column("probation_division", _header("NPS", "Division"), required=False),
        Column("resettlement_package_area", (r"re:lead[. ]resettlement[. ]cpa.*",), required=False),
        Column("resettlement_provider", _header("Lead", "Resettlement", "Services", "Provider")),
        _degrees("longitude", "lon"),
        _degrees("latitude", "lat"),
    ),
    key=("prison_name",),
    encodings=("utf-8", "cp1252"),
    always_ends_with_newline=False,
    revision="restate",
)
