"""The one engine of words: a finding is said as strongly as the figures bear, in 25 words."""

from collections.abc import Sequence

from pipelines.figures.statistics.intervals import Comparison
from pipelines.figures.statistics.spc import MINIMUM_POINTS, ONE_SIDE, OUTSIDE, TREND, Judgement

MOST_WORDS = 25
MOST_TIMES = 100
OLD_AFTER_MONTHS = 12
IRREGULAR = {"person": "people", "child": "children", "gbp": "pounds"}
VERDICTS = {"improving": ", and that is an improvement", "concern": ", and that is a concern"}


def finding(
    title: str,
    judgement: Judgement,
    labels: Sequence[str],
    *,
    latest: str = "",
    is_seasonal: bool = False,
) -> str:
    """Say what a series shows; `labels` name its periods, `latest` is its latest figure in words.

    What is seasonal was judged against the same time of other years, and the words say so.

    Whether a change is good follows from the judgement alone, so a measure that is better neither
    higher nor lower is never said to improve or to worsen. Where 25 words do not hold everything,
    the figure goes first and then the title, which the reader sees beside the sentence anyway.
    """
    words = _said(judgement, labels, " for the time of year" if is_seasonal else "")
    figure = f" ({latest})" if latest and judgement.stretches else ""
    for sentence in (f"{title}: {words}{figure}", f"{title}: {words}"):
        if len(sentence.split()) <= MOST_WORDS:
            return sentence
    return words[0].upper() + words[1:]


def assured(assurance: str, target: str) -> str:
    """Say what to expect of a target while nothing changes; empty where there is no saying."""
    return {
        "pass": f"The target of {target} will be met in every period unless something changes.",
        "fail": f"The target of {target} will be missed in every period unless something changes.",
        "hit_and_miss": (
            f"The target of {target} will be met in some periods and missed in others, by chance."
        ),
    }.get(assurance, "")


def compared(
    title: str, comparison: Comparison, *, first: str, second: str, better_when: str
) -> str:
    """Say whether two figures, `first` and `second` in words, differ by more than chance."""
    if not comparison.is_clear:
        return f"{title}: no clear change, {first} then {second}"
    rose = comparison.difference > 0
    moved = "rose" if rose else "fell"
    return f"{title}: {moved} from {first} to {second}{verdict(better_when, rose=rose)}"


def verdict(better_when: str, *, rose: bool) -> str:
    """Say whether a clear rise or fall is good; nothing where neither is better."""
    if better_when == "neither":
        return ""
    return VERDICTS["improving" if rose == (better_when == "higher") else "concern"]


def would_tell(comparison: Comparison, counted: str = "", *, now: float | None = None) -> str:
    """Answer "What would change this?" of a comparison that shows no clear change.

    `counted` names one of what each period holds, such as `offence`, and `now` is how many it
    holds: more than a hundred times that is no answer.
    """
    if comparison.is_clear:
        return ""
    if comparison.needed_per_group is None:
        return "There is no difference to tell."
    if now is not None and comparison.needed_per_group > MOST_TIMES * now:
        return (
            f"Even {MOST_TIMES} times as many in each period would not tell so small a difference."
        )
    number = f"{_rounded(comparison.needed_per_group):,}"
    things = f" {plural(counted)}" if counted else ""
    return f"About {number}{things} in each period would be needed to tell."


def plural(noun: str) -> str:
    """Give the plural of one of the catalogue's units, the last word of several."""
    if noun in IRREGULAR:
        return IRREGULAR[noun]
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def caution(
    *,
    unsettled: Sequence[str] = (),
    absent: Sequence[str] = (),
    months_old: int | None = None,
    season_is_known: bool = True,
) -> str:
    """Say what a reader must know before the finding; empty where there is nothing.

    `unsettled` names the periods since the last judged one whose figures are provisional or
    immature, `absent` those that have none; `months_old` is the age of the latest figure.
    """
    parts = []
    if unsettled:
        parts.append(f"{_span(unsettled)} not final yet, shown and not judged")
    if absent:
        parts.append(f"{_span(absent)} without a figure, which is not a fall")
    if months_old is not None and months_old >= OLD_AFTER_MONTHS:
        years = months_old // 12
        parts.append(f"older than {years} year{'s' if years > 1 else ''}")
    if not season_is_known:
        parts.append("too few years to tell a seasonal swing from a change")
    return "; ".join(parts)


def _span(labels: Sequence[str]) -> str:
    return labels[0] if len(labels) == 1 else f"{labels[0]} to {labels[-1]}"


def _said(judgement: Judgement, labels: Sequence[str], of_year: str) -> str:
    if not judgement.stretches:
        return "no figures yet"
    stretch = judgement.stretches[-1]
    if judgement.variation == "too_few":
        return f"too few points to say, {stretch.points} of the {MINIMUM_POINTS} needed"
    if judgement.variation == "common_cause":
        return f"no clear change since {labels[stretch.start]}"
    verdict = VERDICTS.get(judgement.variation, "")
    since = labels[judgement.since if judgement.since is not None else stretch.end]
    rose, rules = judgement.direction > 0, judgement.rules_hit
    if ONE_SIDE in rules and judgement.side == judgement.direction:
        turning = ""
        if judgement.trend and judgement.trend != judgement.side:
            turning = ", though now rising" if judgement.trend > 0 else ", though now falling"
        return (
            f"{'higher' if rose else 'lower'} than usual{of_year} since {since}{verdict}{turning}"
        )
    if TREND in rules and OUTSIDE not in rules:
        still = ""
        if judgement.side and judgement.side != judgement.direction:
            still = ", though still higher than usual" if judgement.side > 0 else ""
            still = still or ", though still lower than usual"
        return f"{'rising' if rose else 'falling'} since {since}{verdict}{still}"
    if OUTSIDE in rules:
        return (
            f"{'rose above' if rose else 'fell below'} its usual range{of_year} in "
            f"{labels[stretch.end]}{verdict}"
        )
    limit = "upper" if rose else "lower"
    return f"close to its {limit} limit{of_year} in recent periods{verdict}"


def _rounded(number: int) -> int:
    """Round up to two figures: how many are needed is itself a guess."""
    step = 10 ** max(0, len(str(number)) - 2)
    return -(-number // step) * step
