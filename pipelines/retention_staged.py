"""Removes the working copies of deliveries that later editions replaced, some nights after.

A copy is made again from the delivery itself where the later edition is withdrawn (see ledger).
"""

import datetime as dt

from pipelines import effects
from pipelines.warehouse import Warehouse


def forget_replaced(warehouse: Warehouse, business_date: dt.date, nights: int) -> list[str]:
    """Remove each staged copy that no raw table has shown for that many nights; name them."""
    connection = warehouse.connection
    unshown = {
        staged
        for (staged,) in warehouse.rows(
            "select distinct staged_file from quality.delivery as d where staged_file is not null "
            "and state = 'superseded' and staged_file not in (select staged_file from "
            "quality.raw_file) and not exists (from quality.delivery as o "
            "where o.staged_file = d.staged_file and o.state <> 'superseded')"
        )
    }
    since = dict(warehouse.rows("select staged_file, since_date from quality.unshown_copy"))
    over = {
        staged
        for staged in unshown & since.keys()
        if (business_date - since[staged]).days >= nights
    }
    if unshown == since.keys() and not over:
        return []
    with warehouse.transaction():
        connection.execute("delete from quality.unshown_copy")
        warehouse.insert(
            "unshown_copy",
            [(staged, since.get(staged, business_date)) for staged in sorted(unshown - over)],
        )
        connection.execute(
            "update quality.delivery set staged_file = null where staged_file in (select unnest(?))",
            [sorted(over)],
        )
    for staged in sorted(over):
        effects.unlink(warehouse.staged_path(staged))
    return sorted(over)
