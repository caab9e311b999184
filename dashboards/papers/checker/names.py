"""Names, references and repetitions: one name for one thing, no text twice, nothing pointed to wrongly."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from dashboards.papers.checker.text import PaperFinding, Passage, content_words

_DEFINED = re.compile(
    r"(?P<words>(?:[A-Z][\w\u2019'-]*[ -]+(?:(?:of|and|for|the|in|on)[ ]+)*){1,8}?)"
    r"\(\s*(?:the\s+)?[\u201c\"'\u2018]?(?P<short>[A-Z][A-Za-z]*[A-Z]s?)[\u201d\"'\u2019]?\s*\)"
)
_REFERENCE = re.compile(
    r"\b(?:at|in|section|paragraph|para|see|item|and)\s+(?P<number>\d{1,2}\.\d{1,2})\b(?!\s*(?:%|per|m\b))"
)
_AGENDA = re.compile(r"agenda item\s+$|report\w*\s+(?:is\s+)?$|update\w*\s+$", re.IGNORECASE)
_POINTING = frozenset(
    ("highlighted", "outlined", "described", "shown", "noted", "explained", "mentioned", "given",
     "discussed", "stated")
)  # fmt: skip
_SAME = 0.9  # likeness from which two paragraphs are the same
_CONTAINED = 0.85  # share of the shorter one's runs of words that the other holds
_SHORTEST = 12  # content words below which a likeness means little
_RUN = 5
_RECOMMENDS = re.compile(r"\bis (?:recommended|asked) to\b")  # stands twice by the form of a paper
_GENERAL = frozenset(["data", "information", "response", "figure", "number", "rate"])
# Terms that people mix and that count different things.
CONFUSABLE = (
    (
        "reconviction",
        "reoffending",
        "A reconviction and a proven reoffence are counted differently.",
    ),
    ("solve rate", "charge rate", "A crime solved and a charge are counted differently."),
    ("positive outcome", "prosecution possible", "They group different outcomes."),
    ("first time entrant", "young offender", "They are different children."),
)


def check_document(
    passages: Sequence[Passage], titles: Mapping[str, Sequence[str]]
) -> Iterator[PaperFinding]:
    """Check what shows only across the whole text; `titles` name the measures of a promised item."""
    yield from _short_names(passages)
    yield from _spellings(passages)
    yield from _terms(passages)
    yield from _references(passages)
    yield from repeated(passages)
    yield from _announced(passages)
    yield from _promised(passages, titles)


def _short_names(passages: Sequence[Passage]) -> Iterator[PaperFinding]:
    """One short name stands for one full name."""
    meant: dict[str, str] = {}
    for passage in passages:
        for match in _DEFINED.finditer(passage.text):
            short = match["short"].removesuffix("s")
            full = _fitting(match["words"], short)
            before = meant.setdefault(short, full)
            if _plain(before) != _plain(full):
                yield passage.find(
                    "name_varies",
                    f"“{short}” stands for “{full}” here and for “{before}” before.",
                    "Use one name, the organisation's own.",
                    match.start(),
                )


def _fitting(words: str, short: str) -> str:
    """Take the last words whose capitals spell the short name."""
    parts = re.findall(r"[\w\u2019']+", words)
    wanted = len([letter for letter in short if letter.isupper()])
    kept: list[str] = []
    for part in reversed(parts):
        kept.insert(0, part)
        if sum(word[:1].isupper() for word in kept) == wanted:
            break
    return " ".join(kept)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.casefold()).rstrip("s")


def _spellings(passages: Sequence[Passage]) -> Iterator[PaperFinding]:
    """One spelling for one word: reoffend or re-offend."""
    hyphened: dict[str, tuple[str, Passage, int]] = {}
    plain: Counter[str] = Counter()
    for passage in passages:
        for match in re.finditer(r"\b[a-z]+-[a-z]+\b", passage.text.casefold()):
            hyphened.setdefault(match[0].replace("-", ""), (match[0], passage, match.start()))
        plain.update(re.findall(r"\b[a-z]{6,}\b", passage.text.casefold()))
    for joined, (written, passage, start) in hyphened.items():
        if plain[joined]:
            yield passage.find(
                "spelling_varies",
                f"“{written}” and “{joined}” both stand in the text.",
                "Choose one spelling.",
                start,
            )


def _terms(passages: Sequence[Passage]) -> Iterator[PaperFinding]:
    everything = " ".join(
        passage.text.casefold().replace("re-off", "reoff") for passage in passages
    )
    for one, other, why in CONFUSABLE:
        if one not in everything or other not in everything:
            continue
        for passage in passages:
            start = passage.text.casefold().find(one)
            if start < 0:
                continue
            for figure in passage.figures:
                yield passage.find(
                    "terms_mixed", f"“{figure.text}”: “{one}” is not “{other}”. {why}",
                    "Use the measure's own name, and never set the two side by side.",
                    figure.start,
                )  # fmt: skip


def _references(passages: Sequence[Passage]) -> Iterator[PaperFinding]:
    """A typed number that points to a paragraph: does it stand, and does it speak of the matter?"""
    labelled = {passage.label: passage for passage in passages if passage.label}
    for passage in passages:
        for match in _REFERENCE.finditer(passage.text):
            if _AGENDA.search(passage.text[: match.start()]) or match[0].startswith("item"):
                continue
            number = match["number"]
            message = f"“{number}” is typed: it will point elsewhere when a paragraph is added."
            if labelled and number not in labelled:
                message = f"“{number}” points to nothing in this text."
            elif better := _better(passage, match.start(), number, labelled):
                message = f"“{number}” does not speak of this; {better} does."
            yield passage.find(
                "cross_reference", message, 'Label the paragraph {#name} and write {{ ref("name") }}.',
                match.start(),
            )  # fmt: skip


def _better(passage: Passage, start: int, number: str, labelled: dict[str, Passage]) -> str:
    """Name the paragraph that a reference's own words fit, where it is not the one named."""
    context = content_words(passage.text[max(0, start - 90) : start])
    about = set([word for word in context if word not in _POINTING][-3:])
    if number not in labelled or not about:
        return ""
    fits = {
        label: len(about & set(content_words(target.text))) / len(about)
        for label, target in labelled.items()
        if target is not passage
    }
    best = max(fits, key=lambda label: fits[label], default="")
    nothing = 0.25
    return best if best and fits.get(number, 0) <= nothing and fits[best] > 0.5 else ""


def repeated(passages: Sequence[Passage]) -> Iterator[PaperFinding]:
    """The same paragraph twice, or nearly, wherever the two stand."""
    long = [(passage, content_words(passage.text)) for passage in passages]
    long = [
        (passage, words)
        for passage, words in long
        if len(words) >= _SHORTEST and not _RECOMMENDS.search(passage.text)
    ]
    seen: list[tuple[Passage, list[str]]] = []
    for passage, words in long:
        for before, others in seen:
            if _alike(words, others):
                where = before.label or f"{before.file}, line {before.line}"
                yield passage.find(
                    "repeated",
                    f"“{passage.text[:60].strip()}...” says what {where} says.",
                    'Say it once, and point to it: {{ ref("...") }}.',
                )
                break
        seen.append((passage, words))


def _alike(words: list[str], others: list[str]) -> bool:
    runs, held = _runs(words), _runs(others)
    fewest = min(len(runs), len(held))
    if fewest and len(runs & held) / fewest >= _CONTAINED:
        return True
    if not set(words) & set(others) or abs(len(words) - len(others)) > len(words) // 3:
        return False
    matcher = SequenceMatcher(None, words, others, autojunk=False)
    return matcher.quick_ratio() >= _SAME and matcher.ratio() >= _SAME


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}


def _announced(passages: Sequence[Passage]) -> Iterator[PaperFinding]:
    """A source line stands under a chart or a table that is called, not under a picture or nothing."""
    for before, passage in zip([None, *passages], passages, strict=False):
        if not re.match(r"source\s*:", passage.text, re.IGNORECASE):
            continue
        drawn = {"chart", "table"} & {call.name for call in (before.calls if before else ())}
        if not drawn:
            what = before.text[:60].strip() if before else "it"
            yield passage.find(
                "chart_missing",
                f"A source is named, and “{what}” is no chart or table made from data.",
                'Call {{ chart("...") }}: it brings its table, its words and its source.',
            )


def _promised(
    passages: Sequence[Passage], titles: Mapping[str, Sequence[str]]
) -> Iterator[PaperFinding]:
    """Each item of business intelligence that the text names has a figure or a call after it."""
    opening = re.compile(r"business intelligence(?: information)?\s*:\s*", re.IGNORECASE)
    for index, passage in enumerate(passages):
        match = opening.match(passage.text)
        if not match:
            continue
        after = []
        for following in passages[index + 1 :]:
            if re.match(r"(?:priority for action|objective)\s*:", following.text, re.IGNORECASE):
                break
            if not opening.match(following.text):
                after.append(following)
        for item in re.split(r"[;/]", passage.text[match.end() :]):
            names = [item, *titles.get(item.strip().casefold(), ())]
            wanted = [words for name in names if (words := _stems(name) - _GENERAL)]
            if wanted and not any(_gives(p, words) for p in after for words in wanted):
                yield passage.find(
                    "promise_unkept",
                    f"“{item.strip()}” is promised, and no figure of it follows.",
                    "Give its figure, or say why there is none and who could supply it.",
                )


def _stems(text: str) -> set[str]:
    return {word.removesuffix("s") for word in content_words(text)}


def _gives(passage: Passage, words: set[str]) -> bool:
    """Say whether a passage gives a figure of what is named: half of its words stand there."""
    if not (passage.figures or passage.calls):
        return False
    stems = _stems(f"{passage.lead} {passage.text}")
    return len(words & stems) >= len(words) / 2
