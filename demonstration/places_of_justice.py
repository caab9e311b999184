"""A few real courts and prisons, in the layouts of their lists."""

from collections.abc import Iterator

from demonstration.draw import Delivery, table

COURT_HEADER = (
    "court_id", "court_name", "court_code", "court_note", "court_area_id", "court_cci_identifier",
    "court_cci_code", "court_addr_id", "court_postal_addr_id", "court_type_id", "borough_search_id",
    "court_code2",
)  # fmt: skip
NOTICE = (
    "<p><strong>Please note:</strong> this court does not have a counter service.</p>\n"
    "<p>Letters &amp; documents go to the administration centre&rsquo;s address.&nbsp;</p>"
)
COURTS = (
    (1, "Cambridge County Court", 162, NOTICE, 3), (2, "Cambridge Crown Court", 410, "", 4),
    (3, "Cambridge Magistrates' Court", 1951, NOTICE, 6),
    (4, "Huntingdon Law Courts", 1168, "", 6),
    (5, "Peterborough Combined Court Centre", 294, NOTICE, 2),
    (6, "Peterborough Magistrates' Court", 1950, NOTICE, 6),
)  # fmt: skip
PRISON_HEADER = (
    "Prison", "NOMS.Region", "Operator", "Predominant.Function", "Designation", "Notes",
    "Postal.Address", "Telephone", "NPS.Division", "Lead.Resettlement.CPA..if.resettlement.prison.",
    "Lead.Resettlement.Services.Provider", "lon", "lat",
)  # fmt: skip
PRISONS = (
    ("Littlehey", "East", "PSP", "Cat C Trainer", "Prison"),
    ("Peterborough", "Contracted Custodial Services", "Sodexo", "Local", "Dual Designated Prison"),
    ("Whitemoor", "High Security", "PSP", "Dispersal", "Prison"),
)


def deliveries() -> Iterator[Delivery]:
    """Write both lists; nothing in them is drawn."""
    courts = [
        (number, name, code, note, 5, "", "", number, number, kind, 0, "")
        for number, name, code, note, kind in COURTS
    ]
    yield "courts/synthetic/courts.csv", table(COURT_HEADER, courts, ends="\r\n")
    prisons = [(*cells, "", "", "", "South East and Eastern", "", "", "", "") for cells in PRISONS]
    content = table(PRISON_HEADER, prisons, ends="\r\n").removesuffix(b"\r\n")
    yield "prisons/synthetic/prison_estate.csv", content
