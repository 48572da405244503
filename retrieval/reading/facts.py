"""Facts as records give them (front matter, JSON, metadata, the catalogue), and who wins where two differ."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import urlsplit

from retrieval.dates import read_date
from retrieval.model import Basis, Extraction, Facts, PartialDate
from retrieval.reading.whitespace import squeeze

BASES: tuple[Basis, ...] = ("printed", "stated", "inferred")
FACTS = ("outlet", "date", "title", "authors", "url")
"""The facts that a source may overrule, in the order in which conflicts are told."""

_BYLINE = re.compile(r"(?:by|words by|written by|reported by)[:\s]+", re.IGNORECASE)
_AND = re.compile(r"\s*(?:;|\s&\s|\s+and\s+)\s*")
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*){1,3}")
_DOMAIN = re.compile(r"\.(?:com|net|org|info|news|tv|co\.uk|[a-z]{2})$", re.IGNORECASE)
_TAIL = re.compile(r"\s+[|–—·•:-]\s+|\s*\|\s*")


class WrongValue(ValueError):
    """A value of a record is of the wrong type or form; the message names the key and what was expected."""


def text_value(key: str, value: object) -> str | None:
    """Read a one-line text; None where it is missing or blank. Raises WrongValue for anything but text."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise WrongValue(f"`{key}` has to be text, not {_kind(value)}")
    return squeeze(value) or None


def authors_value(key: str, value: object) -> tuple[str, ...]:
    """Read a name, a byline or a list of names. Raises WrongValue for anything else."""
    if value is None:
        return ()
    if isinstance(value, str):
        return split_authors(value)
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise WrongValue(f"`{key}` has to be a name or a list of names, not {_kind(value)}")
    return tuple(dict.fromkeys(name for name in map(squeeze, value) if name))


def date_value(key: str, value: object) -> PartialDate | None:
    """Read a date of a record: TOML's own, a year, or any form of `read_date`; None where missing or blank.

    Raises WrongValue for another type, and for a text that is not clearly a date.
    """
    if isinstance(value, datetime | date):
        return PartialDate(value.year, value.month, value.day)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    text = text_value(key, value)
    if text is None:
        return None
    found = read_date(text)
    if found is None:
        raise WrongValue(
            f"`{key}` is {_short(text)}, which is not clearly a date; write 2022-01-19, 2022-01 or 2022"
        )
    return found


def url_value(key: str, value: object) -> str | None:
    """Read a web address. Raises WrongValue for a text that is none: an article's identity rests on it."""
    text = text_value(key, value)
    if text is not None and not is_web_address(text):
        raise WrongValue(f"`{key}` is {_short(text)}, which is no address beginning with http:// or https://")
    return text


def is_web_address(text: str) -> bool:
    """Tell whether a text is an absolute http(s) address without blanks."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", text)


def choice_value(key: str, value: object, choices: tuple[str, ...]) -> str | None:
    """Read one of a few words. Raises WrongValue for any other."""
    text = text_value(key, value)
    if text is not None and text not in choices:
        raise WrongValue(f"`{key}` is {_short(text)}; it can be {', '.join(choices)}")
    return text


def split_authors(byline: str) -> tuple[str, ...]:
    """Names of a byline: "By Ann Lee, Bo Dahl and Cy Ono" are three; "Ann Lee, PA" stays as it is."""
    text = _BYLINE.sub("", squeeze(byline), count=1) if _BYLINE.match(squeeze(byline)) else squeeze(byline)
    names: list[str] = []
    for part in _AND.split(text):
        pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
        names.extend(pieces if all(map(_NAME.fullmatch, pieces)) else [part.strip(" ,")])
    return tuple(dict.fromkeys(name for name in names if name))


def without_outlet(title: str | None, outlet: str | None) -> str | None:
    """Cut the tail that sites append to titles, " | Outlet" or " - Outlet", with or without a day behind it."""
    if not title or not outlet:
        return title
    cuts = [cut for cut in _TAIL.finditer(title) if cut.start()]
    if cuts and read_date(title[cuts[-1].end() :]):
        title = title[: cuts.pop().start()]
    names = (outlet, _DOMAIN.sub("", outlet))
    for cut in reversed(cuts):
        if any(_same_name(title[cut.end() :], name) for name in names):
            return title[: cut.start()]
    return title


def overrule(found: Extraction, stated: Facts, by: str) -> Extraction:
    """Let the facts of a record win over those of the text; `by` names the record in evidence and conflicts."""
    values: dict[str, object] = {}
    evidence = dict(found.facts.evidence)
    conflicts = list(found.conflicts)
    for name in FACTS:
        new, old = getattr(stated, name), getattr(found.facts, name)
        if not new:
            continue
        if old and not _agree(name, old, new):
            conflicts.append(_conflict(name, old, new, by, evidence.get(name)))
        values[name] = new
        evidence[name] = stated.evidence.get(name, by)
    if stated.date:
        values["date_basis"] = stated.date_basis or "stated"
    if stated.kind != "original" or stated.about:
        values |= {"kind": stated.kind, "about": stated.about}
    facts = replace(found.facts, evidence=evidence, **values)  # type: ignore[arg-type]
    return replace(found, facts=facts, conflicts=tuple(conflicts))


def evidence_for(facts: Mapping[str, object], where: str) -> dict[str, str]:
    """Say of every fact that is given that it stood in the same place."""
    return {name: where for name in FACTS if facts.get(name)}


def _agree(name: str, old: object, new: object) -> bool:
    if isinstance(old, PartialDate) and isinstance(new, PartialDate):
        return old.first <= new.last and new.first <= old.last
    if name == "url":
        return _address_key(str(old)) == _address_key(str(new))
    if isinstance(old, tuple) and isinstance(new, tuple):
        return {_folded(item) for item in old} == {_folded(item) for item in new}
    return _same_name(str(old), str(new))


def _conflict(name: str, old: object, new: object, by: str, where: str | None) -> str:
    place = f" ({where})" if where else ""
    return f"{name}: {by} says {_shown(new)}, the text {_shown(old)}{place}; {by} wins"


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _same_name(one: str, other: str) -> bool:
    return _folded(one) == _folded(other)


def _folded(text: str) -> str:
    words = re.findall(r"\w+", text.casefold())
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def _address_key(url: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", url.casefold()).split("#")[0].rstrip("/")


def _short(text: str) -> str:
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"


def _kind(value: object) -> str:
    names = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "a table",
        str: "text",
    }
    return names.get(type(value), "a date" if isinstance(value, date) else "something else")
