"""The snapshot's tables of places: the areas, and the outlines that maps are drawn from."""

from assets.published import rules
from snapshot.tables import PublishedTable

PLACES = (
    PublishedTable(
        "area",
        "Grain: one row per area and stretch of validity.",
        {
            "area_code": ("varchar", "GSS code, or a stable code of ours (X...)."),
            "area_name": ("varchar", "Name."),
            "area_type": (
                "varchar",
                "district, csp, force, county, region, country, unmatched ...",
            ),
            "parent_code": ("varchar", "Area it lies in."),
            "valid_from": ("date", "First day of validity; null where not known."),
            "valid_to": ("date", "Last day of validity; null while valid."),
        },
        rows=rules.EVERY_ROW,
    ),
    PublishedTable(
        "area_boundary",
        "Grain: one row per area that has an outline: simplified, for maps and not for measuring.",
        {
            "area_code": ("varchar", "The area."),
            "area_type": ("varchar", "district, csp, force ..."),
            "edition_year": ("integer", "Year of the edition of the boundaries."),
            "drawn_from": ("varchar", "boundary, or districts where drawn as its districts."),
            "part_count": ("integer", "Areas that it is drawn from; 1 for a boundary of its own."),
            "outline": (
                "varchar",
                "Path of SVG (fill-rule evenodd) in metres of the British National Grid; y is the "
                "northing with its sign turned.",
            ),
            "left_m": ("integer", "Least x of the outline."),
            "top_m": ("integer", "Least y of the outline."),
            "right_m": ("integer", "Greatest x of the outline."),
            "bottom_m": ("integer", "Greatest y of the outline."),
            "label_x_m": ("integer", "A place inside it for a label: x."),
            "label_y_m": ("integer", "A place inside it for a label: y."),
            "note": ("varchar", "What the publisher says of the boundary."),
            "source_file": ("varchar", "Delivery that it comes from."),
        },
        rows=rules.EVERY_ROW,
    ),
)
