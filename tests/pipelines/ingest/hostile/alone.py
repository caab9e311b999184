"""Takes in one site's deliveries in a process of its own, and says what that cost."""

import json
import re
import sys
import time
from pathlib import Path

import psutil

from pipelines.catalogue.catalogue import read_catalogue
from pipelines.contract.feed import Records
from pipelines.ingest.deliveries import take_in, waiting
from pipelines.ingest.readers.headed import sheets
from pipelines.site.site import Site
from pipelines.store.warehouse import Warehouse
from tests.pipelines.conftest import BUSINESS_DATE, crime_feed


def read_first_row_as_header(path):
    """Read a workbook as any reader of ours does: whole, sheet by sheet."""
    rows = [row for _, found in sheets(path) for row in found]
    return Records(rows[0], enumerate(rows[1:], 2))


def peak_memory():
    """The most memory the process held, in bytes."""
    if sys.platform == "win32":
        return psutil.Process().memory_info().peak_wset
    status = Path("/proc/self/status")
    if status.exists():
        # What getrusage says begins with the memory of the process that started this one.
        (peak,) = re.findall(r"^VmHWM:\s+(\d+) kB$", status.read_text(), re.MULTILINE)
        return int(peak) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # in bytes on macOS


def main(root, kind):
    """Take in what lies in landing; write the ledger, the seconds and the peak as JSON."""
    book = {"file_patterns": (r".*[.](xlsx|ods)",), "reader": read_first_row_as_header}
    feed = crime_feed(**(book if kind == "book" else {}))
    began = time.perf_counter()
    with Warehouse(Site(root)) as warehouse:
        catalogue = read_catalogue([feed], root / "none", {})
        batch = waiting(warehouse, catalogue, feed, BUSINESS_DATE)
        take_in(warehouse, catalogue, batch, batch.stage(warehouse.workers))
        seconds = time.perf_counter() - began
        found = warehouse.rows(
            "select state, reason, rows_in_file, rows_loaded from quality.delivery"
        )
    json.dump({"found": found, "peak": peak_memory(), "seconds": seconds}, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
