"""Removes the working copies of deliveries that later editions replaced, some nights after.

A copy is made again from the delivery itself where the later edition is withdrawn (see ledger).
"""

import datetime as dt

from pipelines import effects
from pipelines.store.warehouse import Warehouse


def forget_replaced(warehouse: Warehouse, business_date: dt.date, nights: int) -> list[str]:
    """Remove each staged copy that no raw table has shown for that many nights; name them.

    A copy stays listed until its file is gone: a night that is cut off before leaves it to the next.
    """
    unshown, named = _unshown(warehouse)
    since = dict(warehouse.rows("select staged_file, since_date from quality.unshown_copy"))
    over = {
        staged
        for staged in unshown & since.keys()
        if (business_date - since[staged]).days >= nights
    }
    gone = over | since.keys() - named
    if unshown == since.keys() and not gone:
        return []
    with warehouse.transaction():
        warehouse.connection.execute("delete from quality.unshown_copy")
        warehouse.insert(
            "unshown_copy",
            [(staged, since.get(staged, business_date)) for staged in sorted(unshown | gone)],
        )
        warehouse.connection.execute(
            "update quality.delivery set staged_file = null where staged_file in (select unnest(?))",
            [sorted(over)],
        )
    for staged in sorted(gone):
        effects.unlink(warehouse.staged_path(staged))
    with warehouse.transaction():
        warehouse.connection.execute(
            "delete from quality.unshown_copy where staged_file in (select unnest(?))",
            [sorted(gone)],
        )
    return sorted(gone)


def _unshown(warehouse: Warehouse) -> tuple[set[str], set[str]]:
    """Return the copies of replaced deliveries that no raw table shows, and all that are named."""
    rows = warehouse.rows(
        "select staged_file, bool_and(state = 'superseded') and staged_file not in "
        "(select staged_file from quality.raw_file) "
        "from quality.delivery where staged_file is not null group by staged_file"
    )
    return {staged for staged, is_unshown in rows if is_unshown}, {staged for staged, _ in rows}
