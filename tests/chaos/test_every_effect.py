"""Every effect of a night fails once, by an error and by the end of the process."""

from tests.chaos.nights import DIED
from tests.chaos.office import IS_LONG

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
            if raises is None and ended != DIED:
                problem = f"the night ended with {ended}"
            else:
                problem = reference.harm(office)
            if not problem and (IS_LONG or at % 8 == 0):
                problem = _next_night(office, nights, reference.new)
            tally.fault(
                "an effect fails" if raises else "dies at an effect", problem and f"{at}: {problem}"
            )
            office.remove()
    assert at > 60, "a night has some seventy effects"


def _faults(at):
    """Choose how the k-th effect fails: in the short form each fails in one way, in turns."""
    ways = (ERRORS[at % 3], None)
    return ways if IS_LONG else ways[at % 2 : at % 2 + 1]


def _next_night(office, nights, new):
    """Say in what the next night is not as if nothing had been."""
    if nights.run(office) != 0:
        return "the next night fails"
    found = office.content()
    if different := [name for name in new if found[name] != new[name]]:
        return f"the next night differs from an undisturbed one in {different}"
    if left := office.left_over():
        return f"there is left: {left}"
    return ""
