"""The tables of a snapshot as writer and readers agree on them, and which rows of each who may see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipelines.errors import ConfigurationError
from snapshot.snapshots import AUDIENCES


@dataclass(frozen=True)
class PublishedTable:
    """One table of the snapshot: what a row is, what each column means, and who may see which row.

    `rows` gives each audience the condition, in SQL on a row `t` of the table in the making, that a
    row in its file fulfils; the file of an audience that it does not name has no such table.
    `cells` gives columns that say less to an audience than they hold, each with the expression that
    stands in its file. Neither may be left to be remembered: a table without `rows` is refused.
    """

    name: str
    comment: str
    columns: Mapping[str, tuple[str, str]]
    rows: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def audiences(self) -> tuple[str, ...]:
        """Name whose files hold it."""
        return tuple(audience for audience in AUDIENCES if audience in self.rows)

    def cell(self, column: str, audience: str) -> str:
        """Give the expression for a column in an audience's file."""
        return self.cells.get(column, {}).get(audience, column)


def require_rules(tables: Iterable[PublishedTable], queries: Iterable[str]) -> None:
    """Refuse a table, or a published query, that does not say who may see which of its rows.

    `queries` are the names of the tables that are made by a query. Raises ConfigurationError.
    """
    declared = {table.name: table for table in tables}
    for name in queries:
        if name not in declared:
            raise ConfigurationError(
                f"assets/published/{name}.sql: no published table is named {name}, so nothing says "
                f'who may see which of its rows. Declare PublishedTable("{name}", ..., rows=...) '
                "in assets/published."
            )
    for table in declared.values():
        if not table.rows:
            raise ConfigurationError(
                f"published table {table.name}: does not say who may see which of its rows, so "
                "nobody may. Write rows= in its declaration in assets/published: EVERY_ROW, "
                "ANALYSTS_ONLY or another rule of assets/published/rules.py."
            )
        beyond = [f"rows for {name}" for name in table.rows.keys() - set(AUDIENCES)]
        for column, shown in table.cells.items():
            beyond += [f"cells of {column}"] if column not in table.columns else []
            beyond += [f"{column} for {name}" for name in shown.keys() - table.rows.keys()]
        if beyond:
            raise ConfigurationError(
                f"published table {table.name}: gives {', '.join(sorted(beyond))}, but has no such "
                f"column or audience. The audiences are {', '.join(AUDIENCES)}."
            )
