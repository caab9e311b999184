"""The first page: what really changed, what is late or withheld, what the board must decide."""

from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from dashboards import words
from dashboards.measures import Measure
from dashboards.pages import governance
from dashboards.pages.reader import Reader
from dashboards.web.pages import Pages

home = Pages("home")
LONGEST = 140  # characters of a decision or a question: the rest is one step away
MOST_CARDS = 7  # under the three answers together; the rest is one step away
_KINDS = {"concern": "of concern", "improving": "improving", "shift": "shifted"}


@dataclass(frozen=True)
class Card:
    """One line of an answer: what, where to read more, and how old what we know is."""

    text: str
    address: str
    note: str
    measure: Measure | None = None


@home.page("/", "home.html", "Where we stand")
def view(reader: Reader) -> dict[str, Any]:
    """Gather what the first page says."""
    late, decide = _late(reader), _decide(reader)
    first, some_late, to_decide = _shares(len(reader.with_signal), len(late), len(decide))
    judged = [m for m in reader.measures if m.variation != "too_few"]
    return {
        "changed": _first(reader, first),
        "changed_count": len(reader.with_signal),
        "changed_text": _changed_text(reader, len(judged)),
        "not_judged": len(reader.measures) - len(judged),
        "late": late[:some_late],
        "late_count": len(late),
        "late_text": _late_text(reader),
        "decide": decide[:to_decide],
        "decide_count": len(decide),
        "decide_text": _decide_text(reader),
        "broken": [check for check in reader.published.checks if not check["passed"]],
        "themes": [_theme(row, reader) for row in reader.published.themes],
    }


def _shares(*counts: int) -> list[int]:
    """Deal the cards out among the answers, one to each in turn, as long as they have any."""
    dealt = [0] * len(counts)
    for _ in range(MOST_CARDS):
        for answer, count in enumerate(counts):
            if dealt[answer] < count and sum(dealt) < MOST_CARDS:
                dealt[answer] += 1
    return dealt


def _first(reader: Reader, most: int) -> list[Measure]:
    """Choose what to show first: the foremost of each kind, then the next by urgency."""
    ranked = sorted(reader.with_signal, key=_urgency)
    foremost = [next((m for m in ranked if m.variation == kind), None) for kind in _KINDS]
    chosen = [m for m in foremost if m]
    chosen += [m for m in ranked if m not in chosen]
    return sorted(chosen[:most], key=_urgency)


def _urgency(m: Measure) -> tuple[int, int]:
    """Put concern first, then improvement, then shift; the newest figure first in each."""
    day = m.latest["period_end_date"].toordinal() if m.latest else 0
    return list(_KINDS).index(m.variation), -day


def _changed_text(reader: Reader, judged: int) -> str:
    if not judged:
        return "We cannot tell yet: no measure has enough figures to judge."
    signals = len(reader.with_signal)
    verb = "shows" if signals == 1 else "show"
    noun = words.counted(signals, "measure")
    text = f"{noun[0].upper()}{noun[1:]} of {judged} judged {verb} more than chance"
    counts = {kind: sum(m.variation == kind for m in reader.with_signal) for kind in _KINDS}
    kinds = [f"{count} {_KINDS[kind]}" for kind, count in counts.items() if count]
    return f"{text}: {words.list_text(kinds)}." if kinds else f"{text}."


def _late(reader: Reader) -> list[Card]:
    """List what is withheld, what is late and what has no figure now, in that order."""
    as_at = reader.published.as_at
    items = [
        Card(
            f"{m.metric['title']}: withheld",
            f"/measures/{m.metric['metric_id']}",
            f"{_capital(m.withheld or '')}. {_stands(m)}",
        )
        for m in reader.withheld
    ]
    for feed in reader.late_feeds:
        due = f"due on {words.date_text(feed['due_date'])}"
        reason = _capital(feed["reason"] or "")
        reason = (
            reason
            if due.casefold() in reason.casefold()
            else f"{reason}. It was {due}".removeprefix(". ")
        )
        ends = feed["data_to"]
        age = f" What we hold is {words.age_text(ends, as_at)}." if ends else ""
        items.append(
            Card(
                f"{feed['title']}: {words.days_late_text(feed['due_date'], as_at)}",
                f"/quality#feed-{feed['feed_id']}",
                f"{reason}.{age}",
            )
        )
    withheld = {m.metric["metric_id"] for m in reader.withheld}
    for row in reader.unkept_promises:
        if row["state"] != "no_figure" and row["metric_id"] not in withheld:
            reason = f"{row['priority_id']}. {_capital(row['reason'] or 'no reason is recorded')}."
            items.append(Card(f"{row['item']}: no figure now", "/governance#promises", reason))
    return items


def _stands(m: Measure) -> str:
    if m.latest is None:
        return "No earlier figure stands."
    return f"The last figure that stands is about {m.period_text}, {m.age_text}."


def _late_text(reader: Reader) -> str:
    late, held = len(reader.late_feeds), len(reader.withheld)
    if not late and not held:
        return "No feed is late and no measure is withheld."
    text = f"{words.counted(late, 'feed')} late, {words.counted(held, 'measure')} withheld"
    return f"{_capital(text)} in whole or in part."


def _decide(reader: Reader) -> list[Card]:
    """List actions overdue, then due soon, then without news; then promises without a measure."""
    items = [
        Card(
            action.row["action"],
            f"/governance#{action.row['action_id']}",
            f"{action.row['owner']}: {action.standing}. {action.news_text}",
        )
        for action in governance.actions(reader)
        if action.needs_the_board
    ]
    items += _asked_of_the_board(reader)
    for row in reader.unkept_promises:
        if row["state"] == "no_figure":
            why = _capital(row["reason"] or "no reason is recorded")
            note = f"{row['priority_id']}. {why}. Accept the reason, or ask for the figure."
            items.append(Card(f"{row['item']}: no measure yet", "/governance#promises", note))
    return items


def _asked_of_the_board(reader: Reader) -> list[Card]:
    """List decisions that are overdue, and questions of the public that wait for an answer."""
    items = [
        Card(
            _shortened(d.row["decision"]),
            f"/governance#{d.row['decision_id']}",
            f"{d.row['owner']}: {d.standing}. Decided on {words.date_text(d.row['board_date'])}.",
        )
        for d in governance.decisions(reader)
        if d.is_overdue
    ]
    return items + [
        Card(
            f"A question of the public: {_shortened(q.row['question'])}",
            f"/governance#{q.row['question_id']}",
            f"{_capital(q.standing)}. Asked on {words.date_text(q.row['asked_on'])}.",
        )
        for q in governance.questions(reader)
        if q.is_open
    ]


def _shortened(text: str) -> str:
    return shorten(text, LONGEST, placeholder=" …")


def _decide_text(reader: Reader) -> str:
    register = governance.actions(reader)
    overdue = sum(action.is_overdue for action in register)
    bare = sum(row["state"] == "no_figure" for row in reader.unkept_promises)
    sentences = []
    if register:
        still = sum(action.row["state"] == "open" for action in register)
        sentences.append(
            f"{_capital(words.counted(still, 'open action'))}, {overdue or 'none'} overdue."
        )
    asked = sum(question.is_open for question in governance.questions(reader))
    if asked:
        sentences.append(f"{_capital(words.counted(asked, 'question'))} of the public to answer.")
    promised = len(reader.published.promises)
    if bare:
        sentences.append(
            f"{bare} of {promised} promised items {'has' if bare == 1 else 'have'} no measure yet."
        )
    elif promised:
        sentences.append(f"Each of the {promised} promised items has a measure.")
    return " ".join(sentences) or "Nothing waits for a decision."


def _theme(row: dict[str, Any], reader: Reader) -> dict[str, Any]:
    measures = reader.of_theme(row["theme"])
    dated = [m for m in measures if m.latest]
    return row | {
        "measures": words.counted(len(measures), "measure"),
        "signals": words.counted(sum(m.has_signal for m in measures), "signal"),
        "without": sum(m.latest is None for m in measures),
        "oldest": min(dated, key=_end) if dated else None,
    }


def _end(measure: Measure) -> Any:
    return measure.latest["period_end_date"] if measure.latest else None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
