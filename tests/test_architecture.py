"""The drawing in README.md, kept true: who may import whom, which layer may read which."""

import ast
import functools
import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from pipelines import assemble
from pipelines.catalogue import OWN_TABLES
from pipelines.lineage import strip_header, tables_read

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {
    "pipelines": {"pipelines"},
    "expectations": {"expectations"},
    "dashboards": {"dashboards"},
    "assets": {"assets", "pipelines", "dashboards"},
}
FOR_ALL = "pipelines.effects"  # imports nothing of ours, so that every package may use it
# The doors: the only modules of `pipelines` that see another package, and which they see.
DOORS = {
    "pipelines/assemble.py": {"assets", "expectations"},
    "pipelines/board_papers.py": {"dashboards"},
    "pipelines/cli_dictionary.py": {"dashboards"},
    "pipelines/cli_serve.py": {"dashboards"},
    "pipelines/night_artefacts.py": {"dashboards"},
    "pipelines/scorecard.py": {"dashboards"},
    "pipelines/site_login.py": {"dashboards"},
    "pipelines/writing_desk.py": {"dashboards"},
}
MAY_READ = {"core": {"raw", "core"}, "metrics": {"core"}, "published": {"core"}}
# Libraries that belong to one part of the house.
KEEPS_TO = {
    "great_expectations": (
        "expectations/",
        "pipelines/assemble.py",
        "pipelines/checks.py",
        "pipelines/gx_duckdb.py",
        "pipelines/row_queries.py",
    ),
    "dagster": (
        "pipelines/definitions.py",
        "pipelines/nightly.py",
        "pipelines/dagster_",
        "pipelines/doctor_schedule.py",
        "pipelines/event_log.py",
    ),
    "duckdb": (
        "pipelines/",
        "dashboards/published.py",
        "dashboards/app.py",
        "dashboards/asking/",
    ),
    "click": ("pipelines/cli",),
    "requests": ("pipelines/fetch/", "pipelines/tell/"),
    "flask": ("dashboards/",),
    "flask_wtf": ("dashboards/access/", "dashboards/app.py"),
    "authlib": ("dashboards/access/",),
    "shapely": ("pipelines/outlines.py", "pipelines/boundaries.py"),
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
    "pipelines/demonstration/__init__.py": "it fills a new site, which nobody reads before it is whole",
    "pipelines/doctor_keeping.py": "it tries whether a folder can be written, which is the question",
}
NOT_PORTABLE = {"fcntl", "pwd", "grp", "resource", "termios", "pty"}
LONGEST_MODULE = 300
# Longer than the rule, as yet: none of these may grow, and no other may join them.
LONGER = {
    "assets/published/schema.py": 340,
    "pipelines/build.py": 380,
    "pipelines/deliveries.py": 390,
    "pipelines/intake/stage.py": 340,
    "pipelines/rollup.py": 320,
}

SUITES = assemble.suite_texts()
MODULES = [path for package in MAY_IMPORT for path in sorted((ROOT / package).rglob("*.py"))]
QUERIES = sorted((ROOT / "assets").rglob("*.sql"))
TEXTS = [
    path
    for folder in (*MAY_IMPORT, "benchmarks", "tests", "tools", ".ci")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in {".py", ".sql", ".yaml", ".md", ".sh", ".toml", ".css", ".js", ".html", ""}
    and path.is_file()
] + [ROOT / name for name in ("Makefile", "README.md", "pyproject.toml", "workspace.yaml")]


def where(path):
    """Name a file from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


@functools.cache
def imports(path):
    """Name the top-level packages that a module imports, wherever in it; effects are for all."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            if {f"{node.module}.{alias.name}" for alias in node.names} != {FOR_ALL}:
                found.add(node.module.split(".")[0])
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
    return found


@pytest.fixture(scope="module")
def catalogue():
    """All feeds, tables and measures that ship."""
    return assemble.catalogue()


@pytest.mark.parametrize("path", MODULES, ids=where)
def test_packages_import_only_what_the_drawing_allows(path):
    ours = MAY_IMPORT.keys() & imports(path)
    package = path.relative_to(ROOT).parts[0]
    assert ours <= MAY_IMPORT[package] | DOORS.get(where(path), set())


def test_the_module_that_is_for_all_packages_imports_none():
    path = ROOT / f"{FOR_ALL.replace('.', '/')}.py"
    assert imports(path) & MAY_IMPORT.keys() == set()


@pytest.mark.parametrize("door", DOORS)
def test_a_door_that_is_no_longer_used_is_closed(door):
    assert DOORS[door] <= imports(ROOT / door)


@pytest.mark.parametrize("path", MODULES, ids=where)
def test_what_changes_files_goes_through_the_module_that_a_test_can_make_fail(path):
    if where(path) not in MAY_CHANGE_FILES:
        assert [f"line {line}: {name}" for line, name in file_changes(path)] == []


def file_changes(path):
    """Find the calls of a module that write, move or remove a file or a folder."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
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


@pytest.mark.parametrize("name", MAY_CHANGE_FILES)
def test_a_module_that_no_longer_changes_files_has_no_leave_to(name):
    assert list(file_changes(ROOT / name))


def test_only_the_assembly_imports_modules_of_ours_by_name():
    by_name = {
        where(path) for path in MODULES if "import_module(" in path.read_text(encoding="utf-8")
    }
    # The other loads what Great Expectations was kept from importing before it was needed.
    assert by_name == {"pipelines/assemble.py", "pipelines/gx_duckdb.py"}


@pytest.mark.parametrize("library", KEEPS_TO)
def test_a_library_keeps_to_its_part_of_the_house(library):
    users = {where(path) for path in MODULES if library in imports(path)}
    strays = {user for user in users if not user.startswith(KEEPS_TO[library])}
    assert users and not strays


def test_nothing_is_used_that_one_operating_system_lacks():
    users = {where(path): NOT_PORTABLE & imports(path) for path in MODULES}
    assert {path: found for path, found in users.items() if found} == {}


def test_the_command_starts_without_the_libraries_that_are_slow_to_import():
    slow = ("great_expectations", "dagster", "pandas", "flask", "plotly", "altair", "typst")
    program = f"import sys, pipelines.cli; print([m for m in {slow} if m in sys.modules])"
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"


@pytest.mark.parametrize("path", QUERIES, ids=where)
def test_queries_read_only_the_layer_to_their_left(path):
    tables = tables_read(strip_header(path.read_text(encoding="utf-8")).rstrip(";"))
    layer = path.relative_to(ROOT / "assets").parts[0]
    if layer == "metrics" and tables <= OWN_TABLES:
        return  # a measure of the pipeline itself, made from what it remembers of its nights
    assert {table.split(".")[0] for table in tables} <= MAY_READ[layer]


@pytest.mark.parametrize("path", QUERIES, ids=where)
def test_queries_are_written_in_lower_case(path):
    query = strip_header(path.read_text(encoding="utf-8"))
    words = re.sub(r"--[^\n]*|'[^']*'", "", query)
    assert not re.findall(r"\b(?:SELECT|FROM|WHERE|JOIN|WITH|GROUP BY|ORDER BY|AS|AND)\b", words)


def test_every_raw_and_core_table_promises_something_and_no_suite_is_left_over(catalogue):
    tables = {name for name, table in catalogue.tables.items() if table.layer in ("raw", "core")}
    kept = {name for name in catalogue.suites if name.split(".")[0] in ("raw", "core")}
    assert kept == tables


def test_the_suite_of_a_table_carries_its_name():
    files = {name: ROOT / "expectations" / f"{name.replace('.', '/')}.py" for name in SUITES}
    strays = {name for name, file in files.items() if f'"{name}"' not in file.read_text("utf-8")}
    assert strays == set()


def test_a_metric_is_checked_again_when_the_standard_suite_changes(catalogue):
    standard = (ROOT / "expectations" / "metric.py").read_text("utf-8")
    assert {m.metric_id for m in catalogue.metrics if standard not in _suite(catalogue, m)} == set()


def _suite(catalogue, metric):
    return catalogue.suites[f"metrics.{metric.metric_id}"]


def test_a_table_is_checked_again_when_a_promise_that_its_suite_shares_changes():
    shared = (ROOT / "expectations" / "shared.py").read_text("utf-8")
    importers = {name for name, text in SUITES.items() if "from expectations.shared import" in text}
    assert importers and {name for name, text in SUITES.items() if shared in text} == importers


def test_the_text_of_a_suite_holds_what_its_shared_modules_import_in_turn(tmp_path):
    home = tmp_path / "promises"
    (home / "core").mkdir(parents=True)
    suite = home / "core" / "trial.py"
    suite.write_text("import os\nfrom promises.shared import court\n")
    (home / "shared.py").write_text("from promises import common\ncourt = 1\n")
    (home / "common.py").write_text("import promises.shared\n")
    (home / "other.py").write_text("no part of it\n")

    assert assemble.suite_text(suite, home) == (
        "import os\nfrom promises.shared import court\n\n"
        "import promises.shared\n\n"
        "from promises import common\ncourt = 1\n"
    )


def test_a_metric_has_one_name_and_lies_in_the_folder_of_its_theme(catalogue):
    files = sorted((ROOT / "assets" / "metrics").rglob("*.sql"))
    twice = [name for name, count in Counter(path.stem for path in files).items() if count > 1]
    assert twice == []
    folders = {path.stem: path.parent.name for path in files}
    assert folders == {metric.metric_id: metric.theme for metric in catalogue.metrics}


def test_the_engine_knows_no_table_by_name(catalogue):
    engine = [
        path
        for path in sorted((ROOT / "pipelines").rglob("*.py"))
        if "demonstration" not in path.parts  # it writes files of the publishers, not tables
    ]
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


def test_no_module_grows_beyond_what_can_be_read_at_once():
    lengths = {where(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    long = {path for path, lines in lengths.items() if lines > LONGER.get(path, LONGEST_MODULE)}
    assert long == set()


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
