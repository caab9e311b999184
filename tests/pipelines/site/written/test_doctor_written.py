"""The doctor says whether what people wrote is there and whole, and writes nothing itself."""

from pipelines.monitoring.doctor_safety import written
from tests.pipelines.site.written.conftest import NOTE


def test_a_site_in_which_nobody_wrote_is_well_and_stays_without_a_database(site):
    assert written(site) == (True, "nothing is written yet", "")
    assert not (site.state / "sign_off.sqlite").exists()


def test_what_is_written_is_counted(site, store):
    store.save("annotation", NOTE, person="Ann")
    store.save("annotation", NOTE | {"text": "Other"}, person="Ann", thing_id="N1", base=1)

    is_well, found, _ = written(site)

    assert is_well and found.endswith("sign_off.sqlite: entries 1, signatures 0")


def test_a_damaged_file_is_named_with_what_to_do(site, store):
    for index in range(60):
        store.save("annotation", NOTE | {"text": f"Note {index}"}, person="Ann")
    store.close()
    content = bytearray(store.path.read_bytes())
    content[4096 * 2 : 4096 * 4] = b"\xff" * 8192
    store.path.write_bytes(content)

    is_well, found, remedy = written(site)

    assert not is_well and "sign_off.sqlite" in found
    assert "put back the latest backup" in remedy
