"""The stamp that stands on whatever is made of synthetic deliveries, in the words of each place."""

from collections.abc import Mapping
from typing import Any

MARK = "Synthetic demonstration data"
FIGURES = f"{MARK}: these figures describe no real person or place."
ON_A_TERMINAL = f"{MARK}: no figure here is about a real place or person."
IN_A_MESSAGE = f"{MARK}: nothing here is about a real place or person."


def stamp(snapshot: Mapping[str, Any], words: str = FIGURES) -> str:
    """Give the stamp where the snapshot needs one, and nothing where its data is real."""
    return words if snapshot["is_synthetic"] else ""
