"""Courts and tribunals of England and Wales: their names, codes and notices.

Grain     one row per court
Supplier  HM Courts and Tribunals Service: Court and Tribunal Finder
Arrives   when the finder changes; each delivery is the whole list
Rights    Open Government Licence v3.0; no personal data

Notices are HTML, with line breaks inside quotes and character entities; core.court takes them off.
Addresses are numbers of another list and are kept as such. Court types are numbers without a list,
so core.court reads the kind of court from its name.
"""

from assets.sources import source
from pipelines.contract.feed import Column, feed_of_one_table


def _optional(name: str) -> Column:
    return Column(name, required=False)


FEED = feed_of_one_table(
    "courts",
    title="Courts and tribunals",
    **source("hmcts_courts"),
    cadence="irregular",
    due_days=0,
    reference=True,
    columns=(
        Column("court_id", type="integer", nullable=False),
        Column("court_name", nullable=False),
        _optional("court_code"),
        _optional("court_note"),
        _optional("court_area_id"),
        _optional("court_cci_identifier"),
        _optional("court_cci_code"),
        _optional("court_addr_id"),
        _optional("court_postal_addr_id"),
        Column("court_type_id"),
        _optional("borough_search_id"),
        _optional("court_code2"),
    ),
    key=("court_id",),
    revision="restate",
)
