"""Writes README's table of feeds from their contracts: `python -m tools.readme`."""

import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from pipelines import assemble  # noqa: E402  (the repository need not be installed)
from pipelines.contract.feed import Feed  # noqa: E402
from pipelines.contract.wording import CADENCE  # noqa: E402

README = ROOT / "README.md"
BEGIN = "<!-- feeds: written by `python -m tools.readme`, from assets/raw -->"
END = "<!-- /feeds -->"


def feed_table(feeds: Iterable[Feed]) -> str:
    """Return a row for each feed: what it is, whose, how often, and on what terms."""
    rows = [
        f"| `{feed.feed_id}` | {_cell(feed.title)} ({_cell(feed.supplier)}) | {_often(feed)} "
        f"| {_cell(feed.rights)} |"
        for feed in sorted(feeds, key=lambda feed: feed.feed_id)
    ]
    return "\n".join(["| Feed | Source | Comes | Rights |", "|---|---|---|---|", *rows])


def _often(feed: Feed) -> str:
    often, _ = CADENCE.get(feed.cadence, ("now and then", ""))
    return often


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def updated(text: str, feeds: Iterable[Feed]) -> str:
    """Return README with the table between its two marks as the contracts have it now."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{feed_table(feeds)}\n{END}{after}"


def main() -> None:
    """Write README again where it has changed."""
    text = README.read_text(encoding="utf-8")
    if BEGIN not in text or END not in text:
        raise SystemExit(f"README.md: lacks the marks {BEGIN} and {END}. Put them back.")
    README.write_text(updated(text, assemble.feeds()), encoding="utf-8", newline="\n")
    sys.stdout.write("README.md holds the feeds as their contracts have them.\n")


if __name__ == "__main__":
    main()
