"""Our figure among others: the middle and the range, overlaps, the missing, and never a rank."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.figures.statistics.peers import Peer, among

OWN = Peer("Cambridgeshire", 8.0, 7.0, 9.0)
OTHERS = [
    Peer("Kent", 5.0, 4.0, 6.0),
    Peer("Essex", 9.5, 8.5, 10.5),
    Peer("Norfolk", 12.0, 11.0, 13.0),
    Peer("Suffolk", 9.2, 9.0, 9.4),
]


def test_the_middle_the_range_and_the_overlaps_are_said():
    found = among(OWN, OTHERS, ["Sussex"], "percent")
    # 5, 9.2, 9.5, 12: the median is (9.2 + 9.5) / 2. Essex overlaps from 8.5, Suffolk touches at 9.
    assert (found.median, found.lowest, found.highest) == (9.35, 5, 12)
    assert (found.present, found.overlapping, found.missing) == (4, 2, ("Sussex",))
    assert found.sentence == (
        "Cambridgeshire 8.0% (7.0% to 9.0%); 4 other areas: median 9.3%, from 5.0% to 12.0%;"
        " 2 of their intervals overlap ours; missing: Sussex"
    )


def test_no_sentence_ranks():
    sentence = among(OWN, OTHERS, [], "per_1000").sentence
    assert not any(
        word in sentence for word in ("rank", "best", "worst", "highest", "th of", "top")
    )


def test_under_three_others_are_too_few():
    found = among(OWN, OTHERS[:2], ["Sussex", "Norfolk"], "percent")
    assert found.median is None
    assert found.sentence == (
        "Cambridgeshire 8.0% (7.0% to 9.0%); too few other areas have a figure to compare;"
        " missing: Norfolk; Sussex"
    )


def test_without_intervals_no_overlap_is_claimed():
    found = among(Peer("Cambridgeshire", 2.5), [Peer(name, 2.0) for name in "abc"], [], "ratio")
    assert found.overlapping is None
    assert found.sentence == "Cambridgeshire 2.50; 3 other areas: median 2.00, from 2.00 to 2.00"


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ([20, 21, 22], "none of their intervals overlap ours"),
        ([8, 21, 22], "1 of their intervals overlaps ours"),
    ],
)
def test_the_overlap_agrees_in_number(others, words):
    peers = [Peer(str(n), n, n - 0.1, n + 0.1) for n in others]
    assert words in among(OWN, peers, [], "percent").sentence


def test_many_missing_are_counted_in_the_sentence_and_named_in_the_list():
    found = among(OWN, OTHERS, ["d", "c", "b", "a"], "percent")
    assert found.sentence.endswith("; 4 are missing")
    assert found.missing == ("a", "b", "c", "d")


@given(st.lists(st.integers(0, 100), min_size=3, max_size=20), st.randoms())
def test_the_order_of_the_others_does_not_matter(values, random):
    peers = [Peer(str(n), value, value - 1, value + 1) for n, value in enumerate(values)]
    shuffled = random.sample(peers, len(peers))
    assert among(OWN, peers, [], "percent") == among(OWN, shuffled, [], "percent")
