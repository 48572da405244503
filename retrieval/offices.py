"""Who is meant by "the Foreign Secretary": names that a paragraph of an article leaves to its office.

Told within one article, for the search alone; nothing of it is shown. An office has a holder where the article
names one beside it ("Prime Minister Ann Lee", "Ann Lee, the prime minister"). One that it never names anybody
for, as papers do at home, is the first person's who acts in its first paragraphs and holds no other. Where
several hold an office of that name, nobody is meant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from retrieval.cleaning.people import is_name

_OTHER = r"(?:deputy |vice |former |acting |shadow |ex-)?"  # "the former president" is an office of its own
_TITLES = r"prime minister|president|chancellor|mayor|governor|pope|(?:[a-z]+ )?(?:secretary|minister)"
_OFFICE = rf"{_OTHER}(?:{_TITLES})"
_HEADS = ("minister", "president", "secretary", "chancellor", "mayor", "governor", "pope")
_WORD = r"[A-Z](?:\w|['’-](?!s\b))+"  # no possessive is part of a name
_NAME = rf"{_WORD}(?: (?:{_WORD}|de|von|van|der|al|bin)){{1,3}}"
_BEFORE_NAME = re.compile(rf"\b(?P<office>(?i:{_OFFICE})),? (?P<name>{_NAME})")
_BEHIND_NAME = re.compile(rf"(?P<name>{_NAME}), (?:the |a )?(?P<office>(?i:{_OFFICE}))\b")
_MEANT = re.compile(rf"\b[Tt]he (?P<office>(?i:{_OFFICE}))\b(?! (?:of|[A-Z]))")
_ACTS = re.compile(
    rf"(?:^|[,“”\"'’] |Sir |Dame )(?P<name>{_NAME}) (?:has|have|had|is|was|will|told|said|says|tells|\w+ed)\b"
)
_FIRST = 3  # paragraphs in which whom an article is about acts


def meant(paragraphs: Sequence[str]) -> list[str]:
    """Return for each paragraph the names that its offices stand for, parted by blanks; empty where none do."""
    if not _tells_of_an_office("\n".join(paragraphs)):
        return [""] * len(paragraphs)
    telling = [text if _tells_of_an_office(text) else "" for text in paragraphs]
    asked = [[found["office"].lower() for found in _MEANT.finditer(text)] for text in telling]
    if not any(asked):
        return [""] * len(paragraphs)
    holders = _holders(telling)
    vacant = next((office for offices in asked for office in offices if office not in holders), None)
    if vacant and (first := _first_to_act(paragraphs[:_FIRST], holders)):
        holders[vacant] = {first}
    return [" ".join(_names(offices, holders, text)) for offices, text in zip(asked, telling, strict=True)]


def _tells_of_an_office(text: str) -> bool:
    """Whether one of the patterns may find anything; most texts are passed by, at a tenth of their cost."""
    folded = text.lower()
    return any(head in folded for head in _HEADS)


def _holders(paragraphs: Sequence[str]) -> dict[str, set[str]]:
    """Who stands beside each office."""
    holders: dict[str, set[str]] = {}
    for text in paragraphs:
        for form in (_BEFORE_NAME, _BEHIND_NAME):
            for found in form.finditer(text):
                if is_name(found["name"]):
                    holders.setdefault(found["office"].lower(), set()).add(found["name"])
    return holders


def _first_to_act(paragraphs: Sequence[str], holders: Mapping[str, set[str]]) -> str | None:
    held = {_surname(name) for names in holders.values() for name in names}
    names = (found["name"] for text in paragraphs for found in _ACTS.finditer(text))
    return next((name for name in names if is_name(name) and _surname(name) not in held), None)


def _names(offices: Sequence[str], holders: Mapping[str, set[str]], text: str) -> list[str]:
    """The one holder of each office, where the text does not name them itself."""
    found = (holders.get(office, set()) for office in dict.fromkeys(offices))
    sure = [min(names) for names in found if len({_surname(name) for name in names}) == 1]
    return [name for name in sure if _surname(name) not in text]


def _surname(name: str) -> str:
    return name.rpartition(" ")[2]
