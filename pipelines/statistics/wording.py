"""The one engine of words: a finding is said as strongly as the figures bear, in 25 words."""

from collections.abc import Sequence

from pipelines.statistics.intervals import Comparison
from pipelines.statistics.spc import (
    MINIMUM_POINTS,
    ONE_SIDE,
    OUTSIDE,
    TREND,
    Judgement,
)

MOST_WORDS = 25
VERDICTS = {"improving": ", and that is an improvement", "concern": ", and that is a concern"}


def finding(title: str, judgement: Judgement, labels: Sequence[str], *, latest: str = "") -> str:
    """Say what a series shows; `labels` name its periods, `latest` is its latest figure in words.

    Whether a change is good follows from the judgement alone, so a measure that is better neither
    higher nor lower is never said to improve or to worsen. Where 25 words do not hold everything,
    the figure goes first and then the title, which the reader sees beside the sentence anyway.
    """
    said = _said(judgement, labels)
    figure = f" ({latest})" if latest and judgement.stretches else ""
    for sentence in (f"{title}: {said}{figure}", f"{title}: {said}"):
        if len(sentence.split()) <= MOST_WORDS:
            return sentence
    return said[0].upper() + said[1:]


def assured(judgement: Judgement, target: str) -> str:
    """Say what to expect of a target while nothing changes; empty where there is no saying."""
    return {
        "pass": f"The target of {target} will be met in every period unless something changes.",
        "fail": f"The target of {target} will be missed in every period unless something changes.",
        "hit_and_miss": (
            f"The target of {target} will be met in some periods and missed in others, by chance."
        ),
    }.get(judgement.assurance, "")


def compared(
    title: str, comparison: Comparison, *, first: str, second: str, better_when: str
) -> str:
    """Say whether two figures, `first` and `second` in words, differ by more than chance."""
    if not comparison.is_clear:
        return f"{title}: no clear change, {first} then {second}"
    rose = comparison.difference > 0
    verdict = ""
    if better_when != "neither":
        verdict = VERDICTS["improving" if rose == (better_when == "higher") else "concern"]
    return f"{title}: {'rose' if rose else 'fell'} from {first} to {second}{verdict}"


def would_tell(comparison: Comparison) -> str:
    """Answer "What would change this?" of a comparison that shows no clear change."""
    if comparison.is_clear:
        return ""
    if comparison.needed_per_group is None:
        return "There is no difference to tell."
    return (
        f"About {_rounded(comparison.needed_per_group):,} in each period would be needed to tell."
    )


def _said(judgement: Judgement, labels: Sequence[str]) -> str:
    if not judgement.stretches:
        return "no figures yet"
    stretch = judgement.stretches[-1]
    if judgement.variation == "too_few":
        return f"too few points to say, {stretch.points} of the {MINIMUM_POINTS} needed"
    if judgement.variation == "common_cause":
        return f"no clear change since {labels[stretch.start]}"
    verdict = VERDICTS.get(judgement.variation, "")
    since = labels[judgement.since if judgement.since is not None else stretch.end]
    rose = judgement.side > 0
    if ONE_SIDE in judgement.rules_hit:
        turning = ""
        if judgement.trend and judgement.trend != judgement.side:
            turning = ", though now rising" if judgement.trend > 0 else ", though now falling"
        return f"{'higher' if rose else 'lower'} than usual since {since}{verdict}{turning}"
    if TREND in judgement.rules_hit:
        return f"{'rising' if rose else 'falling'} since {since}{verdict}"
    if OUTSIDE in judgement.rules_hit:
        return (
            f"{'rose above' if rose else 'fell below'} its usual range in "
            f"{labels[stretch.end]}{verdict}"
        )
    return f"close to its {'upper' if rose else 'lower'} limit in recent periods{verdict}"


def _rounded(number: int) -> int:
    """Round up to two figures: how many are needed is itself a guess."""
    step = 10 ** max(0, len(str(number)) - 2)
    return -(-number // step) * step
