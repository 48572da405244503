"""Outlets in plain words: which mentions limit the question, and which are part of the matter.

Only the collection's own outlets are looked for: their names as they are, without "The", and web addresses
also without their endings ("usatoday.com" is met as "USA Today"). A mention limits the question where it says
*who reported*:

- as the subject of reporting: "What did LBC report", "What has the Independent written", "Did Reaction say";
- "according to LBC", "as reported by", "published in", "an article in", "in the Independent", "from LBC",
  where the question ends there or goes on with about, on, a date or a comma;
- before or with a word for reports: "LBC coverage of", "the Evening Standard's report"; at the head with on,
  about or a colon: "Evening Standard on missiles", "LBC: troops"; after a comma or in brackets at the end.

It is part of the matter everywhere else ("Who told LBC that …"), and as part of a longer name ("Kyiv
Independent", "Independent Group"). A name of one word that is also an ordinary one ("Reaction", "The Times")
counts only in capitals or as the subject of reporting, and never at the head, where every word is capital,
but before a colon or a word for reports. Several outlets joined by and, or, a comma count together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from retrieval.question.draft import cut
from retrieval.question.operators import squeezed
from retrieval.question.words import AUX, REPORT_NOUN, REPORT_VERB, WH, one_of

# Ordinary words that newspapers are called by, the world over.
_MASTHEADS = """
    age argus atlantic chronicle citizen city clarion conversation courier daily dispatch echo economist enquirer
    evening examiner express fortune forward gazette globe guardian hill independent intelligencer journal leader
    local mail mercury messenger metro mirror monitor nation nature news observer packet people politics post
    press progress quartz reaction reader reason recorder record register review science scotsman sentinel slate
    spectator standard star statesman sun tablet telegraph time times today tribune truth variety voice week wired
    world
"""
_ORDINARY = frozenset(_MASTHEADS.split())
_REPORTED = one_of("reported published written covered carried quoted described told printed seen said")
_BEFORE = (
    rf"(?:according to|(?:as )?{_REPORTED} (?:by|in|on|from)|{REPORT_NOUN} (?:in|by|from|on|at|of)"
    r"|(?:appeared|appearing|read) (?:in|on))"
)
_PLACE = one_of("in from on by at only_in only_from within")
_GOES_ON = one_of(
    """
    only about on regarding concerning over since before after during between until and_(?:what|how|who) last
    this
    """
)
_MONTH = one_of("jan feb mar apr may jun jul aug sep oct nov dec")
_AFTER_PLACE = re.compile(
    rf"^(?:$|[?.!,:;)]|(?:{_GOES_ON}|{WH}|{AUX})\b|(?:in|from) (?:the year )?(?:\d|{_MONTH}))", re.IGNORECASE
)
_ADVERB = rf"(?:{one_of('ever also already just not really first last recently been have all both itself')} )*"
_VERB_AFTER = re.compile(rf"^{_ADVERB}{REPORT_VERB}\b", re.IGNORECASE)
_NOUN_AFTER = re.compile(rf"^(?:'s? )?(?:own )?(?:{REPORT_NOUN}|take|view|version|account)\b", re.IGNORECASE)
_HEAD = re.compile(r"^(?:on|about|regarding)\b", re.IGNORECASE)
_COLON = re.compile(r"(?: only)? ?:", re.IGNORECASE)
_ABOUT_REST = re.compile(
    r"^ ?(?:that |which |the |to |as saying )*(?:(?:about|on|regarding|concerning|over|of|that) )?", re.IGNORECASE
)
_LEFT = re.compile(
    rf"(?:(?P<before>\b{_BEFORE})|\b(?P<aux>(?:{WH} )?{AUX})|(?P<place>\b{_PLACE})"
    rf"|(?P<which>\b(?:{WH}|which|that|as))|(?P<mark>[,(\[|]|^)) ?(?:both )?(?:the )?$",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"^(?:,? ?(?:and|or|&|versus|vs\.?|compared (?:with|to)|,) ?(?:in |by |from )?(?:the )?)$", re.IGNORECASE
)
_NO_NAME_BEFORE = re.compile(
    rf"{WH}|{AUX}|"
    + one_of(
        """
        the and or in on by from to at as only both latest newest compare contrast list show find get every all
        any
        """
    ),
    re.IGNORECASE,
)


_MOST = 50  # mentions read in one question: it keeps the cost of a very long one linear


@dataclass(frozen=True, slots=True)
class Mentions:
    """The outlets that limit the question, and the text without the words that said so."""

    text: str
    outlets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Group:
    """Mentions that stand together; `plain` where one of them is an ordinary word."""

    start: int
    end: int
    outlets: tuple[str, ...]
    plain: bool
    capital: bool


def read_outlets(text: str, outlets: Sequence[str]) -> Mentions:
    """Read the outlets that a tidy text names as sources; the words that say so are blanked."""
    known = tuple(outlets)
    pattern, names = _pattern(known)
    if pattern is None:
        return Mentions(text)
    found: list[str] = []
    spans: list[tuple[int, int]] = []
    for group in _groups(text, pattern, names):
        if span := _source_span(text, group):
            found += group.outlets
            spans.append(span)
    return Mentions(cut(text, spans), tuple(dict.fromkeys(found)))


@lru_cache(maxsize=8)
def _pattern(outlets: tuple[str, ...]) -> tuple[re.Pattern[str] | None, Mapping[str, str]]:
    """Return what finds the names of outlets in a text, and by its squeezed name each outlet as it is written."""
    by_key = {squeezed(outlet): outlet for outlet in outlets}
    keys = sorted(by_key.keys() - {""}, key=len, reverse=True)
    names = ["[ .&'-]?".join(map(re.escape, key)) for key in keys]
    ending = r"(?:\.(?:com|co\.uk|org|net|uk|eu|info|news|tv))?"
    if not names:
        return None, by_key
    return re.compile(rf"(?<![\w.@/-])(?:{'|'.join(names)}){ending}(?![\w@/-])", re.IGNORECASE), by_key


def _groups(text: str, pattern: re.Pattern[str], names: Mapping[str, str]) -> list[_Group]:
    groups: list[_Group] = []
    for found in islice(pattern.finditer(text), _MOST):
        outlet = names.get(squeezed(found[0]))
        if outlet is None or not _spelt_alike(found[0], outlet) or _part_of_name(text, *found.span()):
            continue
        plain = squeezed(found[0]) in _ORDINARY
        one = _Group(*found.span(), (outlet,), plain, found[0][0].isupper())
        if groups and _JOINED.match(text[groups[-1].end : one.start]):
            last = groups.pop()
            one = _Group(
                last.start, one.end, (*last.outlets, outlet), last.plain and plain, last.capital and one.capital
            )
        groups.append(one)
    return groups


def _spelt_alike(found: str, outlet: str) -> bool:
    """Where a spelling has spaces that the outlet's own has not ("The Week", theweek.co.uk), it needs capitals."""
    if found.count(" ") == re.sub(r"(?i)^the ", "", outlet).count(" "):
        return True
    return all(word[:1].isupper() for word in found.split())


def _part_of_name(text: str, start: int, end: int) -> bool:
    """Whether a capital word right before or after makes the mention a part of a longer name."""
    before = re.search(r"(\w[\w'-]*) (the )?$", text[max(0, start - 40) : start], re.IGNORECASE)
    if before and not before[2]:
        word = before[1]
        known = _NO_NAME_BEFORE.fullmatch(word)
        if not known and word[0].isupper():
            return True
    after = re.match(r" ([A-Z][\w'-]*)", text[end : end + 40])
    return bool(after and text[start].isupper() and not re.fullmatch(REPORT_NOUN, after[1], re.IGNORECASE))


def _source_span(text: str, group: _Group) -> tuple[int, int] | None:
    """Return what to blank where the group says who reported, else None."""
    left, right = text[max(0, group.start - 80) : group.start], text[group.end :]
    found = _LEFT.search(left)
    begin = group.start - len(left) + found.start() if found else group.start
    after = right.lstrip()
    if found and found["before"] and _trusted(group):
        return begin, group.end
    if found and (found["aux"] or found["which"]) and (verb := _VERB_AFTER.match(after)):
        return _subject_span(text, group, found, begin, len(right) - len(after) + verb.end())
    if noun := _NOUN_AFTER.match(after if after != right else right):
        return _noun_span(text, group, found, begin, len(right) - len(after) + noun.end())
    if found and found["place"] and _trusted(group) and _AFTER_PLACE.match(after):
        return begin, group.end
    return _edge_span(text, group, found, begin, after)


def _trusted(group: _Group) -> bool:
    return group.capital or not group.plain


def _subject_span(
    text: str, group: _Group, found: re.Match[str], begin: int, reach: int
) -> tuple[int, int] | None:
    """Blank "What did LBC report about"; "How did LBC describe" keeps its how, "what … said" its sense."""
    end = group.end + reach
    end += len(_match(_ABOUT_REST, text[end:]))
    if not text[:begin].strip() or found["aux"]:
        return begin, end
    return (begin, end) if _trusted(group) else None


def _match(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.match(text)
    return found[0] if found else ""


def _noun_span(
    text: str, group: _Group, found: re.Match[str] | None, begin: int, reach: int
) -> tuple[int, int] | None:
    """Blank "the Standard's report on", "LBC coverage of"."""
    head = not text[: group.start].strip() or re.fullmatch(r"(?i)\s*the", text[: group.start].rstrip())
    if not _trusted(group) or (group.plain and head and re.match(r" (?:in|to|from)\b", text[group.end + reach :])):
        return None
    end = group.end + reach
    end += len(_match(_ABOUT_REST, text[end:]))
    return (begin if found and not found["aux"] else group.start), end


def _edge_span(
    text: str, group: _Group, found: re.Match[str] | None, begin: int, after: str
) -> tuple[int, int] | None:
    """Accept a name at the head before on, about or a colon, and one after a comma or in brackets at the end."""
    head = not re.sub(r"(?i)\b(?:the|compare|contrast|list|both|only)\b", "", text[: group.start]).strip()
    if head and (colon := _COLON.match(text, group.end)):
        return (group.start if not found else begin), colon.end()
    if head and not group.plain and (about := _HEAD.match(after)):
        return group.start, text.index(after, group.end) + about.end()
    if found and found["mark"] and not head and _trusted(group) and re.fullmatch(r"[)\]?.! ]*", after):
        return begin, len(text)
    return None
