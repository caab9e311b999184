"""Every effect of a night fails once, by an error and by the end of the process."""

from pipelines import snapshots
from tests.chaos.nights import DIED
from tests.chaos.office import IS_LONG, ChaosOffice

ERRORS = ("ENOSPC", "EIO", "EACCES")


def test_after_any_effect_fails_the_site_is_whole_and_the_next_night_is_as_if_nothing_had_been(
    published, reference, room, nights, tally
):
    at, last = 0, False
    while not last:
        at += 1
        for raises in _faults(at):
            office = published.copy(room / "trial")
            ended = nights.run(office, at=at, raises=raises)
            last = ended == 4
            if last:
                break
            problem = _harm(office, nights, ended, raises, reference)
            tally.fault(
                "an effect fails" if raises else "dies at an effect", problem and f"{at}: {problem}"
            )
            office.remove()
    assert at > 60, "a night has some seventy effects"


def _faults(at):
    """Choose how the k-th effect fails: in the short form each fails in one way, in turns."""
    ways = (ERRORS[at % 3], None)
    return ways if IS_LONG else ways[at % 2 : at % 2 + 1]


def _harm(office, nights, ended, raises, reference):
    """Say what does not hold after a fault; nothing where all does."""
    old, new = reference.old, reference.new
    if raises is None and ended != DIED:
        return f"the night ended with {ended}"
    found = office.content()
    if found not in (old, new):
        return "the site shows neither the old night nor the new one"
    if office.served() != (snapshots.current_id(office.site), False):
        return "the dashboards do not serve it"
    if nights.run(office) != 0:
        return "the next night fails"
    if office.content() != new:
        return f"the next night differs from an undisturbed one in {_differing(office, new)}"
    if left := office.left_over():
        return f"there is left: {left}"
    return ""


def _differing(office: ChaosOffice, new):
    return [name for name, found in office.content().items() if found != new[name]]
