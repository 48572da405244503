"""Filters written as operators, quoted phrases and `-word`.

- `outlet:lbc`, `outlet:"Evening Standard"`, `outlet:lbc,reaction`; `source:` means the same. A misspelt name is
  read as the nearest outlet of the collection; one that is near none is an unknown outlet.
- `after:2024-01-01` and `since:` begin on the first day that they name, `before:` ends the day before it,
  `until:` ends with its last day, `date:2023-06` is that period; as in mail and web search, `after:2023` with
  `before:2024` is the year 2023. Days, months, years, and `yesterday` are read; another value stays a word.
- `"…"`, straight or curly: words that have to stand side by side, where they are most of the question, stand among
  keywords, or are asked for (who said "…", the passage with "…"). A title or a word in quotes within an ordinary
  question stays a part of it: articles seldom have it so. The question's words keep the phrase in both cases.
- `-word` and `-"two words"` after a space: must not occur. A dash before a space or a digit means nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from rapidfuzz import process
from rapidfuzz.distance import OSA

from retrieval.analysis import fold, stems
from retrieval.question.calendar_words import Period, parse_any
from retrieval.question.draft import cut
from retrieval.question.words import AUX, REPORT_NOUN, WH, one_of

_OPERATOR = re.compile(
    r"(?<![\w/:.])(outlet|source|after|since|before|until|date): ?"
    r"(\"[^\"]*\"(?:,\"[^\"]*\")*|[^\s\"]+)",
    re.IGNORECASE,
)
_EXCLUDED = re.compile(r"(?<!\S)-(?:\"([^\"]*)\"|([^\W\d_][\w'’-]*))")
_MARK = 0xE000  # private use; `tidy` leaves none of these in a question
_MOST_PHRASES = 20
_FEW = 4  # words around a phrase that make it a search, not a sentence with a title in it
_SENTENCE = re.compile(rf"\b(?:{WH}|{AUX})\b", re.IGNORECASE)
_WORDS = one_of("words? phrase expression sentence line term")
_ASKED_FOR = re.compile(
    rf"\b(?:who (?:has |had )?{one_of('said says wrote used spoke_of told')}|(?:{REPORT_NOUN}|{_WORDS})"
    rf"(?: {one_of('with about of where containing saying that_says? like is was come_from')})?"
    rf"|{one_of('containing find search_for exact(?:ly)?')})(?: the)?(?: {_WORDS})?:? *$",
    re.IGNORECASE,
)
_PHRASE = re.compile(r"\"([^\"]+)\"")


@dataclass(frozen=True, slots=True)
class Operators:
    """What the operators of a question ask for, and the text without them."""

    text: str
    outlets: tuple[str, ...] = ()
    unknown_outlets: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    phrases: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = field(default=(), repr=False)


def read_operators(text: str, outlets: Sequence[str], today: date) -> Operators:
    """Read the operators of a tidy text; what is read is blanked in `text`, phrases lose only their quotes."""
    found = Operators(text)
    for match in _OPERATOR.finditer(text):
        key, value = match[1].lower(), match[2]
        found = _apply(found, key, value, match.span(), outlets, today)
    found = replace(found, text=cut(text, found.spans))
    return _quoted(_excluded(found))


def _apply(
    found: Operators, key: str, value: str, span: tuple[int, int], outlets: Sequence[str], today: date
) -> Operators:
    if key in ("outlet", "source"):
        return _outlet(found, value, span, outlets)
    period = parse_any(value.strip('"').rstrip(",;.?!"), today)
    if period is None:
        return found
    since, until = _bounds(key, period)
    return replace(found, since=since or found.since, until=until or found.until, spans=(*found.spans, span))


def _bounds(key: str, period: Period) -> tuple[date | None, date | None]:
    if key in ("after", "since"):
        return period.first, None
    if key == "before":
        return None, period.first - timedelta(days=1) if period.first > date.min else period.first
    return (None if key == "until" else period.first), period.last


def _outlet(found: Operators, value: str, span: tuple[int, int], outlets: Sequence[str]) -> Operators:
    if not value.startswith('"'):
        value, span = _longest_name(found.text, value, span, outlets)
    names = [name.strip(' "') for name in value.rstrip(",;.?!").split(",")]
    known, unknown = list(found.outlets), list(found.unknown_outlets)
    for name in filter(None, names):
        outlet = nearest_outlet(name, outlets)
        (known if outlet else unknown).append(outlet or name)
    return replace(
        found,
        outlets=tuple(dict.fromkeys(known)),
        unknown_outlets=tuple(dict.fromkeys(unknown)),
        spans=(*found.spans, span),
    )


def _longest_name(
    text: str, value: str, span: tuple[int, int], outlets: Sequence[str]
) -> tuple[str, tuple[int, int]]:
    """Take further words after `outlet:` as long as they spell an outlet: `outlet:evening standard`."""
    begin = span[1] - len(value)
    for outlet in sorted(outlets, key=len, reverse=True):
        for name in (outlet, _core(outlet)):
            piece = text[begin : begin + len(name)]
            after = text[begin + len(name) : begin + len(name) + 1]
            if len(name) > len(value) and piece.casefold() == name.casefold() and not after.isalnum():
                return piece, (span[0], begin + len(name))
    return value, span


def _core(outlet: str) -> str:
    return re.sub(r"(?i)^the\s+", "", outlet)


def squeezed(name: str) -> str:
    """Return an outlet's name as it is compared: folded, without "The", a domain's ending, spaces and marks."""
    name = re.sub(r"(?i)^(?:https?://)?(?:www\.)?", "", name.strip())
    name = re.sub(r"(?i)(?:\.(?:com|co|org|net|uk|eu|info|news|tv|ua|ie|us|de|fr))+/?$", "", name)
    return "".join(c for c in fold(_core(name)) if c.isalnum())


def nearest_outlet(name: str, outlets: Sequence[str]) -> str | None:
    """Return the outlet that a name means: the same one, one that begins so, or one within a few slips.

    A slip is a letter more, less, other or swapped (optimal string alignment): one in four letters, three at
    most. Of several equally near ones none is taken.
    """
    wanted = squeezed(name)
    keys = {outlet: squeezed(outlet) for outlet in outlets}
    for outlet, key in keys.items():
        if wanted and wanted == key:
            return outlet
    begins = [outlet for outlet, key in keys.items() if len(wanted) >= 3 and key.startswith(wanted)]
    if len(begins) == 1:
        return begins[0]
    slips = min(3, len(wanted) // 4)
    near = process.extract(wanted, keys, scorer=OSA.distance, score_cutoff=slips, limit=2) if slips else []
    if not near or (len(near) > 1 and near[0][1] == near[1][1]):
        return None
    return str(near[0][2])


def _excluded(found: Operators) -> Operators:
    matches = [m for m in _EXCLUDED.finditer(found.text) if stems(m[1] or m[2] or "")]
    words = dict.fromkeys((m[1] or m[2]).strip() for m in matches)
    return replace(found, exclude=tuple(words), text=cut(found.text, [m.span() for m in matches]))


def _quoted(found: Operators) -> Operators:
    """Put a mark in the place of each phrase: words in quotes are never read as dates or outlets."""
    marked: list[str] = []

    def mark(match: re.Match[str]) -> str:
        words = match[1].strip()
        if not stems(words) or len(marked) >= _MOST_PHRASES:
            return f" {words} "
        marked.append(words)
        return f" {chr(_MARK + len(marked) - 1)} "

    text = " ".join(_PHRASE.sub(mark, found.text).split())
    exact = [words for n, words in enumerate(marked) if _exact(text, chr(_MARK + n))]
    return replace(found, marked=tuple(marked), phrases=tuple(dict.fromkeys(exact)), text=text)


def _exact(text: str, mark: str) -> bool:
    """Whether a phrase is asked for as such, and not only a title or a word in quotes within a question."""
    around = [word for word in text.split() if not _MARK <= ord(word[0]) < _MARK + _MOST_PHRASES]
    if len(around) <= _FEW or (len(around) <= 2 * _FEW and not _SENTENCE.search(text)):
        return True
    return bool(_ASKED_FOR.search(text[: text.index(mark)]))


def restore_phrases(text: str, marked: Sequence[str]) -> str:
    """Put the words of the phrases where `read_operators` left their marks."""
    for n, words in enumerate(marked):
        text = text.replace(chr(_MARK + n), words)
    return text
