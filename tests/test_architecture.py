"""The drawing in README.md, kept true: who may import whom, which layer may read which."""

import ast
import functools
import re
import subprocess
import sys
import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines import assemble
from pipelines.catalogue.catalogue import OWN_TABLES
from pipelines.catalogue.lineage import strip_header, tables_read

ROOT = Path(__file__).parents[1]
# The rooms, from the bottom. A module may import what lies on its own floor's room or below, never
# what lies above; `assets` and `expectations` are what is made and what must hold of it.
FLOORS = (
    "pipelines.errors pipelines.sql",
    "pipelines.effects",
    "pipelines.settings",
    "snapshot pipelines.contract",
    "pipelines.site",
    "dashboards",
    "pipelines.audit",
    "pipelines.store",
    "pipelines.catalogue",
    "pipelines.ingest",
    "pipelines.build",
    "pipelines.figures",
    "pipelines.publish",
    "pipelines.papers",
    "expectations",
    "assets",
    "demonstration",
    "pipelines.assemble",
    "pipelines.retention",
    "pipelines.nightly",
    "pipelines.monitoring",
    "pipelines.cli",
    "pipelines.definitions",
)
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms.split()}
FOUNDATIONS = {"pipelines.effects", "pipelines.errors", "pipelines.sql"}
# Rooms that see less than what lies below them.
SEES_ONLY = {
    "snapshot": FOUNDATIONS,
    "pipelines.contract": FOUNDATIONS,
    "dashboards": {"snapshot", "pipelines.settings", *FOUNDATIONS},
    "expectations": set(),
}
# Who may see `dashboards`: what makes papers and files of a night, and what serves them.
SEE_DASHBOARDS = {
    "pipelines.papers": "it makes the papers and the quality file of a night",
    "pipelines.monitoring": "doctor asks whether the login's settings can be used",
    "pipelines.cli": "it serves, and writes dictionary and scorecards",
}
# Arrows that still run up: none, and none may be added.
RUNS_UP = set()
# The widest that a folder of code may be; a folder with a file for each feed or table may be wider.
MOST_MODULES = 25
A_FILE_EACH = {
    "assets/raw", "assets/core", "expectations/raw", "expectations/core", "demonstration",
}  # fmt: skip
AT_THE_ROOT_OF_PIPELINES = {"__init__", "definitions", "assemble", "effects", "errors", "sql"}
MAY_READ = {"core": {"raw", "core"}, "metrics": {"core"}, "published": {"core"}}
# Libraries that belong to one part of the house.
KEEPS_TO = {
    "great_expectations": ("pipelines/build/referee.py",),
    "dagster": (
        "pipelines/definitions.py",
        "pipelines/nightly/",
        "pipelines/monitoring/doctor_schedule.py",
    ),
    "duckdb": (
        "pipelines/",
        "snapshot/",
        "demonstration/",
        "dashboards/web/app.py",
        "dashboards/sql_console/",
    ),
    "click": ("pipelines/cli",),
    "pydantic": ("pipelines/settings/",),
    "requests": ("pipelines/ingest/fetch/", "pipelines/monitoring/notifications/"),
    "flask": ("dashboards/",),
    "flask_wtf": ("dashboards/login/", "dashboards/web/app.py"),
    "authlib": ("dashboards/login/",),
    "shapely": ("pipelines/ingest/readers/outlines.py", "pipelines/ingest/readers/boundaries.py"),
    "typst": ("dashboards/papers/",),
    "docx": ("dashboards/papers/",),
}
# What changes files, and so goes through pipelines/effects.py, where a test can make it fail.
CHANGES_FILES = {
    *("write_text", "write_bytes", "touch", "mkdir", "makedirs", "rmdir", "unlink", "remove_tree"),
    *("rename", "renames", "symlink_to", "hardlink_to", "fsync", "rmtree", "copyfile"),
    *("copy2", "copytree", "move", "mkstemp", "mkdtemp", "TemporaryDirectory", "TemporaryFile"),
    *("NamedTemporaryFile",),
}
MAY_CHANGE_FILES = {
    "pipelines/effects.py": "it is the one module that does",
    "demonstration/__init__.py": "it fills a new site, which nobody reads before it is whole",
    "pipelines/monitoring/doctor_safety.py": "it tries whether a folder can be written",
}
NOT_PORTABLE = {"fcntl", "pwd", "grp", "resource", "termios", "pty"}
STILL_IN_A_CIRCLE = set()

PACKAGES = ("pipelines", "snapshot", "demonstration", "dashboards", "assets", "expectations")
MODULES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
SUITES = {
    f"{path.parent.name}.{path.stem}"
    for layer in ("raw", "core", "metrics")
    for path in (ROOT / "expectations" / layer).glob("*.py")
    if path.stem != "__init__"
}
QUERIES = sorted((ROOT / "assets").rglob("*.sql"))
TEXTS = [
    path
    for folder in (*PACKAGES, "benchmarks", "tests", "tools", ".ci")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in {".py", ".sql", ".yaml", ".md", ".sh", ".toml", ".css", ".js", ".html", ""}
    and path.is_file()
] + [ROOT / name for name in ("Makefile", "README.md", "pyproject.toml", "workspace.yaml")]


def where(path):
    """Name a file from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


@functools.cache
def tree_of(path):
    """Parse a module once for all tests."""
    return ast.parse(path.read_text(encoding="utf-8"))


@functools.cache
def imports(path):
    """Name the top-level packages that a module imports, wherever in it."""
    return {name.split(".")[0] for name in imported(path)}


@functools.cache
def imported(path):
    """Name every module that a module imports, lazily or for its types alone too."""
    names = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= {name if name in OURS else node.module for name in whole}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return frozenset(names)


def module_of(path):
    """Name a module as it is imported."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


OURS = {module_of(path): path for path in MODULES}
ARROWS = {
    (module, name)
    for module, path in OURS.items()
    for name in imported(path)
    if name in OURS and name != module
}


def room_of(module):
    """Name the room of the house that a module lies in; None for the root of `pipelines`."""
    return next((room for room in FLOOR if module == room or module.startswith(f"{room}.")), None)


@pytest.fixture(scope="module")
def catalogue():
    """All feeds, tables and measures that ship."""
    return assemble.catalogue()


def test_no_import_runs_up_the_floors():
    rooms = {(a, b): (room_of(a), room_of(b)) for a, b in ARROWS if room_of(a) != room_of(b)}
    up = {
        arrow
        for arrow, (from_room, to_room) in rooms.items()
        if to_room is not None and FLOOR[to_room] >= FLOOR[from_room]
    }
    assert up == RUNS_UP


def test_a_room_that_sees_little_sees_no_more():
    beyond = {
        (a, b)
        for a, b in ARROWS - RUNS_UP
        if (room := room_of(a)) in SEES_ONLY
        and room_of(b) not in {room, *SEES_ONLY[room]}
        and b != "pipelines"
    }
    assert beyond == set()


def test_the_dashboards_are_seen_by_those_alone_who_make_or_serve_what_people_see():
    seeing = {room_of(a) for a, b in ARROWS - RUNS_UP if room_of(b) == "dashboards"}
    assert seeing - {"dashboards"} == SEE_DASHBOARDS.keys()


def test_no_module_imports_itself_through_others():
    alive = {module for arrow in ARROWS for module in arrow}
    while free := alive - {a for a, b in ARROWS if {a, b} <= alive}:
        alive -= free
    while free := alive - {b for a, b in ARROWS if {a, b} <= alive}:
        alive -= free
    assert alive == STILL_IN_A_CIRCLE


def test_no_folder_of_code_is_a_corridor():
    counted = Counter(where(path.parent) for path in MODULES if path.stem != "__init__")
    wide = {
        folder: count
        for folder, count in counted.items()
        if count > MOST_MODULES
        and folder not in A_FILE_EACH
        and not folder.startswith(("assets/metrics", "expectations/metrics"))
    }
    assert wide == {}


def test_the_root_of_pipelines_holds_what_all_rooms_stand_on_and_what_assembles_them():
    assert {path.stem for path in (ROOT / "pipelines").glob("*.py")} == AT_THE_ROOT_OF_PIPELINES


def test_every_room_says_what_belongs_there_and_what_does_not():
    silent = [
        where(path)
        for path in MODULES
        if path.stem == "__init__"
        and path.parts[len(ROOT.parts)] in ("pipelines", "snapshot", "dashboards")
        and "Not here" not in (ast.get_docstring(tree_of(path)) or "")
    ]
    assert silent == []


def test_what_changes_files_goes_through_the_module_that_a_test_can_make_fail():
    changing = {
        where(path): changes
        for path in MODULES
        if where(path) not in MAY_CHANGE_FILES and (changes := list(file_changes(path)))
    }
    assert changing == {}


def file_changes(path):
    """Find the calls of a module that write, move or remove a file or a folder."""
    for node in ast.walk(tree_of(path)):
        if not isinstance(node, ast.Call):
            continue
        of = getattr(node.func, "value", None)
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if isinstance(of, ast.Name) and of.id == "effects":
            continue
        of_os = isinstance(of, ast.Name) and of.id == "os" and name in ("replace", "remove")
        moves = of and name == "replace" and len(node.args) == 1 and not node.keywords
        if name in CHANGES_FILES or of_os or moves or (name == "open" and _writes(node)):
            yield node.lineno, name


def _writes(call):
    """Say whether a call of open, or of a path's, gives a mode that writes."""
    place = 1 if isinstance(call.func, ast.Name) else 0
    given = [keyword.value for keyword in call.keywords if keyword.arg == "mode"]
    mode = next(iter([*given, *call.args[place : place + 1]]), None)
    text = mode.value if isinstance(mode, ast.Constant) else ""
    return isinstance(text, str) and re.fullmatch(r"[rbtU]*[wxa+][bt+]*", text) is not None


def test_a_module_that_no_longer_changes_files_has_no_leave_to():
    assert [name for name in MAY_CHANGE_FILES if not list(file_changes(ROOT / name))] == []


def test_only_the_assembly_imports_modules_of_ours_by_name():
    by_name = {
        where(path) for path in MODULES if "import_module(" in path.read_text(encoding="utf-8")
    }
    assert by_name == {"pipelines/assemble.py"}


def test_a_library_keeps_to_its_part_of_the_house():
    users = {
        library: [where(path) for path in MODULES if library in imports(path)]
        for library in KEEPS_TO
    }
    assert [library for library, found in users.items() if not found] == []
    strays = {
        library: lost
        for library, found in users.items()
        if (lost := [user for user in found if not user.startswith(KEEPS_TO[library])])
    }
    assert strays == {}


def test_nothing_is_used_that_one_operating_system_lacks():
    users = {where(path): NOT_PORTABLE & imports(path) for path in MODULES}
    assert {path: found for path, found in users.items() if found} == {}


def test_the_command_starts_without_the_libraries_that_are_slow_to_import():
    slow = (
        *("great_expectations", "dagster", "pandas", "flask", "plotly", "altair", "typst"),
        *("pydantic", "sqlalchemy"),
    )
    program = f"import sys, pipelines.cli.main; print([m for m in {slow} if m in sys.modules])"
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"


def test_queries_read_only_the_layer_to_their_left():
    assert {where(path): far for path in QUERIES if (far := _read_from_afar(path))} == {}


def _read_from_afar(path):
    tables = tables_read(strip_header(path.read_text(encoding="utf-8")).rstrip(";"))
    layer = path.relative_to(ROOT / "assets").parts[0]
    if layer == "metrics" and tables <= OWN_TABLES:
        return set()  # a measure of the pipeline itself, made from what it remembers of its nights
    return {table for table in tables if table.split(".")[0] not in MAY_READ[layer]}


def test_queries_are_written_in_lower_case():
    shouting = re.compile(r"\b(?:SELECT|FROM|WHERE|JOIN|WITH|GROUP BY|ORDER BY|AS|AND)\b")
    texts = {path: strip_header(path.read_text(encoding="utf-8")) for path in QUERIES}
    loud = {
        where(path): words
        for path, text in texts.items()
        if (words := shouting.findall(re.sub(r"--[^\n]*|'[^']*'", "", text)))
    }
    assert loud == {}


def test_every_table_promises_something_beyond_a_contract_and_no_suite_is_left_over(catalogue):
    silent = catalogue.tables.keys() - catalogue.suites.keys()
    # What a delivery must hold is enforced as it comes in; tests/expectations say it is not said twice.
    assert {name for name in silent if catalogue.tables[name].feed is None} == set()
    assert len(silent) < 15
    every = catalogue.tables.keys() | catalogue.own.keys()
    assert {name for name in SUITES if name not in every} == set()


def test_a_table_is_checked_again_when_one_of_its_expectations_changes(catalogue):
    name = "core.police_force"
    before = catalogue.promises(name)
    suite = [one | {"severity": "warning"} for one in catalogue.suites[name]]
    assert replace(catalogue, suites={name: suite}).promises(name) != before
    assert catalogue.promises(name) == before


def test_a_metric_keeps_the_standard_suite_and_its_own(catalogue):
    standard = "no two rows are about the same area, part and period"
    without = {
        metric.metric_id
        for metric in catalogue.metrics
        if standard not in catalogue.promises(f"metrics.{metric.metric_id}")
    }
    assert without == set()
    own = "an older age holds the younger ones"
    assert own in catalogue.promises("metrics.charge_rate_by_recorded_cohort")


def test_a_metric_has_one_name_and_lies_in_the_folder_of_its_theme(catalogue):
    files = sorted((ROOT / "assets" / "metrics").rglob("*.sql"))
    twice = [name for name, count in Counter(path.stem for path in files).items() if count > 1]
    assert twice == []
    folders = {path.stem: path.parent.name for path in files}
    assert folders == {metric.metric_id: metric.theme for metric in catalogue.metrics}


def test_the_engine_knows_no_table_by_name(catalogue):
    engine = sorted((ROOT / "pipelines").rglob("*.py"))
    named = {
        where(path): found
        for path in engine
        if (found := catalogue.tables.keys() & set(_dotted(path.read_text(encoding="utf-8"))))
    }
    assert named == {}


def _dotted(text):
    return re.findall(r"\b(?:raw|core|metrics)\.[a-z0-9_]+", text)


def test_dashboards_read_nothing_but_the_snapshot(catalogue):
    named = {
        where(path): found
        for path in sorted((ROOT / "dashboards").rglob("*.py"))
        if (found := catalogue.tables.keys() & set(_dotted(path.read_text(encoding="utf-8"))))
    }
    assert named == {}


def test_tests_never_shadow_the_packages_they_test():
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_nothing_names_a_place_on_one_persons_machine():
    machine = re.compile(r"(?<![\w.])/(?:home|root|Users|work|tmp)/\w+")
    named = {
        where(path): found
        for path in TEXTS
        if path != Path(__file__) and (found := machine.findall(path.read_text(encoding="utf-8")))
    }
    assert named == {}


def test_the_lock_pins_every_dependency_with_hashes_and_names_no_index():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = [entry for entry in re.split(r"\n(?=\S)", lock) if entry.strip()]
    assert all("--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"https?://|file:|--index|--find-links", lock)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = project["dependencies"] + project["optional-dependencies"]["dev"]
    pinned = {_name(entry) for entry in entries}
    assert {_name(line) for line in asked} <= pinned


def _name(requirement):
    return re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0].casefold().replace("_", "-")
