"""Crime types and outcomes of data.police.uk, and how often the demonstration draws each."""

# Records a month, at equal steps from May 2013 to October 2019; then the season.
CRIME_TYPES: dict[str, tuple[tuple[int, ...], str]] = {
    "Anti-social behaviour": ((2150, 1800, 1450, 1290), "summer"),
    "Bicycle theft": ((300, 310, 340, 345), "autumn"),
    "Burglary": ((440, 430, 500, 450), "winter"),
    "Criminal damage and arson": ((560, 600, 650, 580), "flat"),
    "Drugs": ((230, 150, 110, 130), "flat"),
    "Other crime": ((60, 85, 115, 130), "flat"),
    "Other theft": ((700, 640, 610, 560), "flat"),
    "Possession of weapons": ((18, 26, 40, 50), "flat"),
    "Public order": ((130, 220, 330, 350), "summer"),
    "Robbery": ((33, 38, 60, 70), "winter"),
    "Shoplifting": ((380, 400, 420, 370), "flat"),
    "Theft from the person": ((75, 75, 85, 95), "flat"),
    "Vehicle crime": ((430, 450, 580, 600), "winter"),
    "Violence and sexual offences": ((720, 1010, 1480, 1690), "summer"),
}
# Percentages of the ordinary level, January to December.
SEASONS = {
    "flat": (97, 93, 99, 98, 102, 101, 103, 101, 100, 104, 101, 98),
    "summer": (88, 86, 95, 99, 105, 108, 113, 109, 102, 100, 95, 91),
    "autumn": (84, 82, 92, 96, 103, 105, 100, 97, 108, 126, 115, 88),
    "winter": (108, 101, 101, 96, 95, 92, 94, 95, 97, 104, 110, 106),
}

NO_SUSPECT = "Investigation complete; no suspect identified"
UNABLE = "Unable to prosecute suspect"
CHARGED = "Suspect charged"
OUTCOMES = (
    NO_SUSPECT, UNABLE, CHARGED, "Offender given a caution", "Local resolution",
    "Formal action is not in the public interest", "Action to be taken by another organisation",
    "Suspect charged as part of another case",
    "Further investigation is not in the public interest",
)  # fmt: skip
# Thousandths of each outcome, in the order above.
MIXES = {
    "property": (830, 100, 42, 6, 10, 3, 3, 4, 2),
    "shop": (560, 150, 195, 15, 55, 6, 4, 13, 2),
    "people": (165, 650, 105, 18, 24, 18, 16, 2, 2),
    "found": (60, 250, 430, 120, 105, 20, 10, 3, 2),
}
MIX_OF = {
    "Violence and sexual offences": "people",
    "Public order": "people",
    "Other crime": "people",
    "Shoplifting": "shop",
    "Drugs": "found",
    "Possession of weapons": "found",
}  # fmt: skip; every other type is property

# Court results stood in the outcomes files of these months only, then never: a publishing change.
COURT_RESULT_MONTHS = ("2013-12", "2014-02", "2014-03", "2014-04")
COURT_RESULTS = (
    ("Offender sent to prison", 225), ("Offender given community sentence", 150),
    ("Defendant found not guilty", 140), ("Offender fined", 110),
    ("Offender given suspended prison sentence", 90), ("Defendant sent to Crown Court", 75),
    ("Court case unable to proceed", 70), ("Offender given conditional discharge", 60),
    ("Offender ordered to pay compensation", 30), ("Offender otherwise dealt with", 30),
    ("Offender deprived of property", 20),
)  # fmt: skip

# Places with a name of their own, then streets that exist nowhere in particular.
LANDMARKS = (
    "Supermarket", "Parking Area", "Shopping Area", "Petrol Station", "Park/Open Space",
    "Sports/Recreation Area", "Further/Higher Educational Building", "Nightclub", "Hospital",
    "Pedestrian Subway", "Bus/Coach Station", "Theatre/Concert Hall",
)  # fmt: skip
STREET_FIRST = (
    "Amberley", "Bramling", "Coppice", "Dunlin", "Eelbrook", "Fenwillow", "Goldcrest", "Hollow",
    "Inkerton", "Kingcup", "Lapwing", "Marlpit", "Nutwell", "Oatland", "Pippin", "Quarryfield",
    "Redshank", "Saltern", "Teasel", "Umberley", "Vetch", "Wigeon", "Yarrow",
)  # fmt: skip
STREET_LAST = ("Road", "Close", "Lane", "Drove", "Way", "Avenue", "Drive", "Court", "Gardens")
