"""A table of settings is a dataclass that is `Declared`, and pydantic checks it.

Its fields are the names that may stand in it, and what each may be. Pydantic is imported when the
first table is read.
"""

import dataclasses
import datetime as dt
import difflib
import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, NoReturn, TypeVar, cast

Names = tuple[str | int, ...]
T = TypeVar("T")
# What pydantic calls a mistake, and what is said of it.
_WANTED = {
    "string_type": ("text", "Put it in quotes."),
    "int_type": ("a whole number", ""),
    "float_type": ("a number", ""),
    "bool_type": ("true or false, without quotes", ""),
    "date_type": ("a date such as 2019-12-19", ""),
    "tuple_type": ("a list of entries", "`pcplan init` writes an example."),
    "dict_type": ("a table", ""),
    "dataclass_type": ("a table", ""),
}


class WrongError(ValueError):
    """A value cannot be used: what is said follows its name, which `names` lead to."""

    def __init__(self, said: str, *names: str | int) -> None:
        super().__init__(said)
        self.names = names


def refuse(said: str, *names: str | int) -> NoReturn:
    """Say what is wrong with a value, or with the one that `names` lead to below it."""
    raise WrongError(said, *names)


@dataclass(frozen=True)
class Rule:
    """How the value of an annotated field is read: `read` returns it, or raises a ValueError.

    It is given what has the field's type, or `whole` the value as it was written.
    """

    read: Callable[[Any], Any]
    whole: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """Tell pydantic."""
        from pydantic_core import core_schema

        if self.whole:
            return core_schema.no_info_plain_validator_function(self.read)
        return core_schema.no_info_after_validator_function(self.read, handler(source))


def must(be: str, holds: Callable[[Any], bool], remedy: str = "") -> Rule:
    """Demand something of a value in these words."""

    def read(value: Any) -> Any:
        if not holds(value):
            refuse(_must_be(be, value, remedy))
        return value

    return Rule(read)


def one_of(known: Iterable[str]) -> Rule:
    """Demand one of some words."""
    words = tuple(known)

    def read(value: Any) -> Any:
        if not isinstance(value, str) or value not in words:
            refuse(f"is {_shown(value)}. Use one of {', '.join(filter(None, words))}.")
        return value

    return Rule(read, whole=True)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        refuse(_must_be("text", value, "Put it in quotes."))
    return value.strip()


def _line(text: str) -> str:
    if not text.isprintable():
        refuse(_must_be("one line of text", text))
    return text.strip()


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        refuse(_must_be("a list of texts", value, 'Write ["..."].'))
    return tuple(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        refuse(_must_be("text", value, "Put it in quotes."))
    return str(value)


TEXT = Rule(_text, whole=True)
Text = Annotated[str, TEXT]
Line = Annotated[str, Rule(_line)]  # may be empty
Texts = Annotated[tuple[str, ...], Rule(_texts, whole=True)]
Plain = Annotated[str, Rule(_plain, whole=True)]  # may be empty, or written as a number


class Declared:
    """A table of settings; a name that its dataclass has no field for is refused."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"strict": True}
    also_known: ClassVar[tuple[str, ...]] = ()  # names that are read elsewhere

    def check(self) -> None:
        """Raise a WrongError where fields contradict each other; called when all are read."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """Have pydantic take a table as it is written, and nothing for what it is not."""
        from pydantic_core import core_schema

        schema = handler(source)
        handler.resolve_ref_schema(schema)["strict"] = False
        checked = core_schema.no_info_after_validator_function(_checked, schema)
        return core_schema.no_info_before_validator_function(cls._by_field, checked)

    @classmethod
    def _by_field(cls, table: Any) -> Any:
        """Refuse names that are not known or missing; a name with nothing behind it is not said."""
        if not isinstance(table, dict):
            return table
        known = {field.name.rstrip("_"): field for field in dataclasses.fields(cls)}  # type: ignore[arg-type]
        for name in table:
            if not isinstance(name, str):
                refuse(f"YAML reads a name here as {name!r}. Put it in quotes.")
            if name not in known:
                refuse(unknown(name, (*known, *cls.also_known)), name)
        said = {name: value for name, value in table.items() if value is not None}
        missing = [name for name in known if name not in said and _is_needed(known[name])]
        if missing:
            more = ", and so are " + ", ".join(missing[1:]) if missing[1:] else ""
            refuse(f"is missing{more}. Add it.", missing[0])
        return {
            known[name].name: tuple(value) if isinstance(value, list) else value
            for name, value in said.items()
        }


def _checked(table: Declared) -> Declared:
    table.check()
    return table


def _is_needed(field: "dataclasses.Field[Any]") -> bool:
    return field.default is field.default_factory is dataclasses.MISSING


def unknown(name: str, known: Sequence[str]) -> str:
    """Say that a name is not known, and which one may be meant."""
    if near := difflib.get_close_matches(name, known, 1, 0.7):
        return f"is not known here: did you mean {near[0]}?"
    return f"is not known here. There are {', '.join(known)}."


def _must_be(wanted: str, value: Any, remedy: str = "") -> str:
    return f"must be {wanted}; found {_shown(value)}. {remedy}".rstrip()


def _shown(value: Any) -> str:
    """Show a value as it stands in a file."""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return repr(list(value) if isinstance(value, tuple) else value)[:90]


def validated(kind: type[T], data: Any) -> T:
    """Return data as a table, or a tuple of tables; WrongError says where they are none."""
    from pydantic import ValidationError

    try:
        return cast(T, _adapter(cast(Any, kind)).validate_python(data))
    except ValidationError as mistakes:
        first = mistakes.errors()[0]
    names = (n.rstrip("_") if isinstance(n, str) else n for n in first["loc"])
    error = first.get("ctx", {}).get("error")
    if isinstance(error, WrongError):
        refuse(str(error), *names, *error.names)
    wanted, remedy = _WANTED.get(first["type"], (first["msg"], ""))
    said = _must_be(wanted, first["input"], remedy)
    refuse(said if first["loc"] else said.replace("must be", "must hold", 1), *names)


@functools.cache
def _adapter(kind: Any) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(kind)
