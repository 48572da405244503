"""The facts that a saved page states of itself: JSON-LD first, then meta tags, then what htmldate finds."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass

from lxml import html as lxml_html

from retrieval.cleaning.vocabulary import AGGREGATORS
from retrieval.dates import read_date
from retrieval.model import Facts, PartialDate
from retrieval.reading.facts import is_web_address, split_authors, without_outlet
from retrieval.reading.jsonld import Said
from retrieval.reading.whitespace import squeeze

TITLE_ELEMENT = "the page's title element"
"""The weakest evidence for a title: many sites name only themselves there."""

_PROGRAMS = {"blogger", "wordpress", "wix", "squarespace", "drupal", "joomla"}
LONGEST_TIMESTAMP = 30
"""Characters; a link with more in it leads to another story, one with less may be the date of this one."""

MONTHS = 12
"""The highest figure that may be a month."""

_ACCOUNT = re.compile(r"@|\bwww\.|https?://")
_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "dc.date.issued",
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A fact with where it stood."""

    value: str | None
    where: str


def read_metadata(tree: lxml_html.HtmlElement, said: Said) -> Facts:
    """Facts of the page, whose JSON-LD `said`; what nothing states stays unknown."""
    outlet = _outlet(tree, said)
    title = _title(tree, said, outlet.value)
    url = _url(tree, said)
    day, day_where = _date(tree, said, url.value)
    authors, authors_where = _authors(tree, said, outlet.value)
    evidence = {"outlet": outlet, "title": title, "url": url}
    places = {name: fact.where for name, fact in evidence.items() if fact.value}
    places |= {"date": day_where} if day else {}
    places |= {"authors": authors_where} if authors else {}
    return Facts(outlet.value, day, "stated" if day else None, title.value, authors, url.value, evidence=places)


def _outlet(tree: lxml_html.HtmlElement, said: Said) -> _Found:
    if said.outlet and not _is_platform(said.outlet):
        return _Found(said.outlet, "JSON-LD publisher")
    for key in ("og:site_name", "application-name", "dc.publisher", "twitter:site"):
        value = _meta(tree, key)
        if value and not value.startswith("@") and not _is_platform(value):
            return _Found(value, f"meta tag {key}")
    return _Found(None, "")


def _is_platform(name: str) -> bool:
    """Tell a program for pages, or a site through which articles of others are read: "Blogger", "Yahoo News"."""
    return name.casefold().removesuffix(" news").removesuffix(".com") in AGGREGATORS | _PROGRAMS


def _title(tree: lxml_html.HtmlElement, said: Said, outlet: str | None) -> _Found:
    element = tree.find(".//title")
    headings = [squeeze(heading.text_content()) for heading in tree.iter("h1")]
    candidates = (
        _Found(said.title, "JSON-LD headline"),
        _Found(_meta(tree, "og:title"), "meta tag og:title"),
        _Found(headings[0] if len(headings) == 1 else None, "the page's main heading"),
        _Found(squeeze(element.text_content()) if element is not None else None, TITLE_ELEMENT),
    )
    found = next((fact for fact in candidates if fact.value), _Found(None, ""))
    return _Found(without_outlet(found.value, outlet), found.where)


def _url(tree: lxml_html.HtmlElement, said: Said) -> _Found:
    for link in tree.iter("link"):
        address = (link.get("href") or "").strip()
        if "canonical" in (link.get("rel") or "").lower().split() and is_web_address(address):
            return _Found(address, "the page's canonical link")
    address = _meta(tree, "og:url")
    if address and is_web_address(address):
        return _Found(address, "meta tag og:url")
    return _Found(said.url, "JSON-LD url")


def _date(tree: lxml_html.HtmlElement, said: Said, url: str | None) -> tuple[PartialDate | None, str]:
    """The day of first publication: JSON-LD, meta tags, else htmldate without its search of the text.

    Htmldate is believed where the page without its links to other stories, which carry dates, too, says the same.
    """
    if said.date:
        return said.date, "JSON-LD datePublished"
    for key in _PUBLISHED:
        day = read_date(_meta(tree, key) or "")
        if day:
            return day, f"meta tag {key}"
    from htmldate import find_date  # noqa: PLC0415  # slow to import, and only saved pages need it

    try:
        found = {
            find_date(page, extensive_search=False, original_date=True, url=url)
            for page in (deepcopy(tree), _without_stories(tree))
        }
    except Exception:  # noqa: BLE001 - htmldate and lxml raise many kinds on broken pages
        return None, ""
    day = read_date(found.pop() or "") if len(found) == 1 else None
    return (None if day and _read_either_way(tree, day) else day), "the page's metadata"


def _read_either_way(tree: lxml_html.HtmlElement, day: PartialDate) -> bool:
    """Whether the page writes this day in figures alone, of which one may be the month as well as the other."""
    date = day.first
    if day.precision != "day" or date.day > MONTHS or date.day == date.month:
        return False
    markup = lxml_html.tostring(tree, encoding="unicode")
    month = rf"{date:%b}[a-z]*\.?"
    plain = (
        rf"{date.year}[-/.]?{date:%m}[-/.]?{date:%d}|{month} {date.day}\b|\b0?{date.day}(?:st|nd|rd|th)? {month}"
    )
    return re.search(plain, markup, re.IGNORECASE) is None


def _without_stories(tree: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
    """A copy of the page without its links to other stories, whose dates stand in them."""
    copied = deepcopy(tree)
    for link in [link for link in copied.iter("a") if len(squeeze(link.text_content())) > LONGEST_TIMESTAMP]:
        link.drop_tree()
    return copied


def _authors(tree: lxml_html.HtmlElement, said: Said, outlet: str | None) -> tuple[tuple[str, ...], str]:
    """Names of the byline; the outlet itself is no author."""
    value = _meta(tree, "author") or _meta(tree, "article:author") or _meta(tree, "dc.creator")
    stated = split_authors(value) if value and not is_web_address(value) else ()
    for names, where in ((said.authors, "JSON-LD author"), (stated, "meta tag author")):
        people = tuple(person for name in names if (person := _person(name, outlet)))
        if people:
            return people, where
    return (), ""


def _person(name: str, outlet: str | None) -> str | None:
    """The name without the outlet behind it; None for the outlet itself, an account or an address."""
    if name.casefold() == (outlet or "").casefold() or _ACCOUNT.search(name) or name == name.lower():
        return None
    person, comma, rest = name.partition(", ")
    return person if comma and " " in person and (rest.isupper() or rest == outlet) else name


def _meta(tree: lxml_html.HtmlElement, key: str) -> str | None:
    """Content of the first meta tag of this name, property or itemprop that has any."""
    for tag in tree.iter("meta"):
        if key in ((tag.get(name) or "").lower() for name in ("property", "name", "itemprop")):
            content = squeeze(tag.get("content") or "")
            if content:
                return content
    return None
