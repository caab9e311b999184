"""Two lanes: `make test` in minutes, `make test-full` everything in its whole length.

What only the full lane runs is marked `full`; what is shorter in the short one asks `lane` for its
size. Neither leaves anything out in silence: see `missing`.
"""

import os
import zlib

import pytest

IS_FULL = os.environ.get("PCPLAN_TESTS") == "full"
IN_CI = os.environ.get("CI", "").casefold() in ("1", "true", "yes")


def lane(short, full):
    """Choose by the lane that runs: how many, which, how long."""
    return full if IS_FULL else short


def full(*values):
    """Mark a case of a parametrised test as one that only the full lane runs."""
    return pytest.param(*values, marks=pytest.mark.full)


def sampled(name, one_in, turn=0):
    """Say whether the short lane takes a case: of all names about one in so many, always the same.

    Of a case that is tried on several things, one after another, `turn` is which of them it is.
    """
    return IS_FULL or (zlib.crc32(name.encode()) + turn) % one_in == 0


def missing(what):
    """Skip a test of what this machine lacks, or fail it in CI, where nothing may be lacking."""
    if IN_CI:
        pytest.fail(f"{what} In CI every test runs.", pytrace=False)
    pytest.skip(what)
