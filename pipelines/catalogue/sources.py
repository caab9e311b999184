"""Who publishes, who answers, what the areas are: said once in assets/sources, named by many.

A feed and a measure name the publication they rest on (`source`) and so take over what is said of it
and of its publisher. An owner, a geography or a right is named by the name its table gives it; what
is no name is taken as it stands, so that a site's own measures may write their words out.
"""

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.errors import ConfigurationError

NAMED = ("owner", "geography", "rights")
OF_A_FEED = {"name": "supplier", "owner": "owner", "rights": "rights", "address": "fetch_from"}
_A_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Sources:
    """The tables of assets/sources.

    `texts` give, for each of NAMED, the words that a name stands for. A publication says its
    `publisher` and `title`, and under `metric` what the headers of its measures have in common;
    whatever it does not say of itself is as its publisher says.
    """

    publishers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    publications: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def feed(self, source: str, **own: Any) -> dict[str, Any]:
        """Return supplier, owner, rights and address of a feed; `own` says what differs in it."""
        publication = self._publication(source)
        shared = {
            feed: publication[name] for name, feed in OF_A_FEED.items() if name in publication
        }
        return {name: self._words(name, value) for name, value in (shared | own).items()}

    def header(self, own: Mapping[str, Any]) -> dict[str, Any]:
        """Complete the header of a measure by what its sources say; its own words come first.

        A measure of several sources names them all as publishers, and takes the rest from the first.
        """
        named = own.get("source", ())
        keys = [named] if isinstance(named, str) else named
        if not isinstance(keys, list | tuple) or not all(isinstance(key, str) for key in keys):
            raise ConfigurationError(f"source must be a name or a list of names; found {named!r}.")
        publications = [self._publication(key) for key in keys]
        shared: dict[str, Any] = {}
        if publications:
            shared = {"publisher": "; ".join(one["cited"] for one in publications)}
            shared |= {"owner": publications[0]["owner"]} if "owner" in publications[0] else {}
            shared |= publications[0].get("metric", {})
        given = {name: value for name, value in own.items() if name != "source"}
        return {name: self._words(name, value) for name, value in (shared | given).items()}

    def _publication(self, key: str) -> dict[str, Any]:
        """Join what is said of a publication and of its publisher, and how it is cited."""
        if key not in self.publications:
            raise ConfigurationError(_unknown("source", key, self.publications))
        own = self.publications[key]
        joined = {**self.publishers[own["publisher"]], **own}
        joined.setdefault("cited", ": ".join(filter(None, (joined["name"], own.get("title")))))
        return joined

    def _words(self, name: str, value: Any) -> Any:
        """Return the words that a name stands for; a name that is nearly one we know is refused."""
        known = self.texts.get(name)
        if known is None or not isinstance(value, str):
            return value
        is_slip = _A_NAME.fullmatch(value) and difflib.get_close_matches(value, known, 1, 0.8)
        if is_slip and value not in known:
            raise ConfigurationError(_unknown(name, value, known))
        return known.get(value, value)


def read_sources(folder: Path) -> Sources:
    """Read the tables of a folder; an installation without them names nothing.

    ConfigurationError says where a publication names a publisher that there is not.
    """
    publications = _read(folder, "publications")
    publishers = _read(folder, "publishers")
    for key, publication in publications.items():
        if publication.get("publisher") not in publishers:
            raise ConfigurationError(
                f"assets/sources/publications.toml: {key}: "
                + _unknown("publisher", str(publication.get("publisher")), publishers)
            )
    return Sources(publishers, publications, {name: _read(folder, name) for name in NAMED})


def _read(folder: Path, name: str) -> dict[str, Any]:
    path = folder / f"{name}.toml"
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(
            f"assets/sources/{path.name}: is not valid TOML: {error}. Mend that line."
        ) from error


def _unknown(what: str, name: str, known: Mapping[str, Any]) -> str:
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5) or sorted(known)
    return f"{what} {name!r} stands nowhere in assets/sources. Use one of {', '.join(near)}."
