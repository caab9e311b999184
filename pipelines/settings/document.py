"""One file of settings as read: it says on which line a name stands, as pydantic does not."""

import functools
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import yaml

from pipelines.errors import ConfigurationError
from pipelines.settings.declared import Names, T, WrongError, validated


@dataclass(frozen=True)
class Document:
    """What a file of settings says; `where` is what sentences call the file."""

    where: str
    data: Any
    line_of: Callable[[Names], int | None] = lambda _: None
    error: type[ConfigurationError] = ConfigurationError

    def read(self, kind: type[T], *at: str) -> T:
        """Return what stands at some names as a table; raises the document's error."""
        data = self.data
        for name in at:
            data = data.get(name, {})
            if not isinstance(data, dict):
                remedy = f"Write a line [{'.'.join(at)}], then its settings."
                self.refuse(at, f"must be a table; found {data!r}. {remedy}")
        return self.check(kind, {} if data is None else data, at)

    def entries(self, kind: type[T], named: str = "") -> tuple[T, ...]:
        """Return a list of entries, of which no two have the same name (a field)."""
        entries: tuple[T, ...] = self.check(tuple[kind, ...], self.data or ())  # type: ignore[valid-type]
        if named:
            self.refuse_twice(
                ((place, named), getattr(one, named)) for place, one in enumerate(entries)
            )
        return entries

    def refuse_twice(self, held: Iterable[tuple[Names, str]]) -> None:
        """Refuse a value that a name has twice; each comes after the names that lead to it."""
        seen = set()
        for names, value in held:
            if (names[-1], value) in seen:
                self.refuse(names, f"{value} stands twice. Rename one.")
            seen.add((names[-1], value))

    def check(self, kind: type[T], data: Any, at: Names = ()) -> T:
        """Return some data, which stand at some names, as a table; raises the document's error."""
        try:
            return validated(kind, data)
        except WrongError as wrong:
            self.refuse((*at, *wrong.names), str(wrong))

    def refuse(self, names: Names, said: str) -> NoReturn:
        """Raise the document's error about the value that some names lead to."""
        line = self.line_of(names)
        place = f"{self.where}, line {line}" if line else self.where
        raise self.error(f"{place}: {f'{_of_entry(names)} {said}'.lstrip()}")


def _of_entry(names: Names) -> str:
    """Name a value within its entry of a list: the line says which entry that is."""
    while names and isinstance(names[-1], int):
        names = names[:-1]
    last = max((place + 1 for place, name in enumerate(names) if isinstance(name, int)), default=0)
    return ".".join(map(str, names[last:]))


def read_toml(path: Path) -> Document:
    """Read a TOML file; ConfigurationError says where it is none."""
    try:
        return toml_document(str(path), path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{path}: is not valid TOML: {error}. Mend that line.") from error


def toml_document(
    where: str, text: str, error: type[ConfigurationError] = ConfigurationError
) -> Document:
    """Read a text as TOML."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as mistake:
        raise error(f"{where}: is not valid TOML: {mistake}. Mend that line.") from mistake
    return Document(where, data, functools.partial(_toml_line, text), error)


def _toml_line(text: str, names: Names) -> int | None:
    """Find the line on which a name, or else the table it is missing from, begins."""
    lines = text.split("\n")
    for known in range(len(names), 0, -1):
        begins = 0
        for end in range(1, len(lines) + 1):
            try:
                data = tomllib.loads("\n".join(lines[:end]))
            except tomllib.TOMLDecodeError:
                continue  # within a value of several lines
            if _holds(data, names[:known]):
                return begins + 1
            begins = end
    return None


def _holds(data: Any, names: Names) -> bool:
    try:
        functools.reduce(lambda at, name: at[name], names, data)
    except (LookupError, TypeError):
        return False
    return True


def read_yaml(path: Path) -> Document:
    """Read a YAML file; ConfigurationError says where there is none."""
    try:
        loader = yaml.SafeLoader(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        data = loader.construct_document(node) if node else None
    except FileNotFoundError:
        raise ConfigurationError(
            f"{path}: is missing. `pcplan init` writes one; copy it from a new site."
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: is not valid YAML: {error}") from error
    return Document(str(path), data, functools.partial(_yaml_line, node))


def _yaml_line(node: yaml.Node | None, names: Names) -> int | None:
    """Find the line on which a name stands, or else the entry it is missing from."""
    line = None
    for name in names:
        if isinstance(node, yaml.SequenceNode) and isinstance(name, int):
            node = node.value[name]
            line = node.start_mark.line + 1
        elif isinstance(node, yaml.MappingNode):
            held = [pair for pair in node.value if pair[0].value == name]
            if not held:
                break
            line, node = held[-1][0].start_mark.line + 1, held[-1][1]
    return line
