"""What a published table is: its grain, its columns, and who may have it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PublishedTable:
    """One table of the snapshot: what a row is, and what each column means."""

    name: str
    comment: str
    columns: dict[str, tuple[str, str]]
    audiences: tuple[str, ...] = ("restricted", "board", "public")
