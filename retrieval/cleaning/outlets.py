"""Which outlet a page belongs to, from what the page says of itself; never from what its article cites."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace

from retrieval.cleaning.blocks import BEFORE, BYLINE, Block, Page, remembered
from retrieval.cleaning.captions import credit_only
from retrieval.cleaning.headline import HEADLINE
from retrieval.cleaning.pagetitle import title_tail
from retrieval.cleaning.people import byline_names, daily_paper, is_name, newspaper_like
from retrieval.cleaning.vocabulary import (
    AGENCIES,
    AGGREGATORS,
    FUNCTION_WORDS,
    GENERIC_NOUNS,
    NO_OUTLETS,
    NO_OUTLETS_ENDS,
    NOT_NAMES,
    OUTLET_NOUNS,
    SECTIONS,
)

_CAP = r"(?:[A-ZÀ-Þ][\w&.'-]*[\w&]|[A-Z])"
NAME = rf"(?:The )?{_CAP}(?: (?:of|and|&|for|on|in|de|du|del|di|der) (?={_CAP})| ?{_CAP}){{0,5}}"

_COMPANY = re.compile(
    r"\b(?:ltd|limited|llc|inc|plc|gmbh|corp|corporation|company|group|holdings|ag|co|s\.a|b\.v|a/s"
    r"|partners|publishing|publishers|media)\b\.?",
    re.IGNORECASE,
)

_GROUP = re.compile(r"(?:media|group|holdings|partners|publishing|publishers)\.?", re.IGNORECASE)

_ON_TODAY = re.compile(rf"(?i:^\W*(?:today )?(?:also )?(?:on|in)) (?P<name>{NAME}) (?i:today|this week|now)\W*$")
_BEHIND = (
    r"is (?:raising money|trusted by|on the ground|reader[- ]supported"
    r"|reader[- ]funded|funded by|paid for by|a (?:nonprofit|non-profit|registered charity)|free to read|"
    r"committed to|supported by|brought to you|published by|independent of|the (?:home|voice) of"
    r"|regulated by|a member of)",
    r"(?i:home ?page|logo|on (?:facebook|twitter|instagram|youtube))\b",
    r"(?:newsletters?|subscribers?|subscription|app|membership|members|Premium|Plus"
    r"|Podcasts?|staff|Staff|readers|journalism|e-?paper|archive)\b",
)
"""What stands behind a name by which a page calls itself."""
_AROUND = (
    rf"(?i:sign) (?:up (?:to|for) )?(?P<name>{NAME})'s? (?:petition|newsletter|daily|free|weekly"
    rf"|morning)",
    rf"(?i:support|back|join|subscribe to|subscribing to|reading|donate to|member of|subscriber to"
    rf"|download|welcome to|follow|signing up to|sign up to|sign up for) "
    rf"(?P<name>{NAME})(?='s|,| on | today| now| for | app| from | newsletter| here|\.|!|$)",
    rf"(?i:why you can trust|a message from|from the (?:editor|newsroom|team) (?:of|at)|the team at"
    rf"|editor of|newsroom at|first (?:appeared|published) (?:in|on|by)|originally (?:appeared|"
    rf"published) (?:in|on|by)|story by|article by|provided by|published (?:in|by)"
    rf"|from our partners? at) (?P<name>{NAME})",
    rf"(?i:back to|log ?in to|sign ?in to) (?P<name>{NAME})\W*$",
    rf"^\W*(?i:about|contact|advertise (?:with|in|on)|more from|latest from|best of|read more from"
    rf"|work (?:at|for)|jobs at|help|subscribe to) (?P<name>{NAME})\W*$",
)
_OWN_WORDS = (
    (re.compile(""), _ON_TODAY),
    *((re.compile(rf" {words}"), re.compile(rf"(?P<name>{NAME}) {words}")) for words in _BEHIND),
    *((re.compile(""), re.compile(form)) for form in _AROUND),
)
"""Forms of such sentences, each with what is quickly looked for first."""
_BUTTONS = ("navigation", "sharing and following", "comments", "heading of other stories")
_MASTHEADS = 120  # a page's name stands among so many blocks above the article
_OF_A_COLUMN = re.compile(r"\W*(?:about|more from|latest from|best of|read more from)\b", re.IGNORECASE)
_RIGHTS = re.compile(
    rf"(?:©|\(c\)|[Cc]opyright)\W*(?:[Cc]opyright\W*)?(?:(?:19|20)\d\d(?:\s?-\s?(?:(?:19|20)\d\d"
    rf"|present))?\W*)?(?P<name>{NAME})"
)
_TOLD = re.compile(
    r"\b(?:told|tells|telling|tell|speaking to|spoke to|speaks to|talking to|exclusive(?:ly)? (?:to"
    r"|on))\s+(?P<name>(?:the )?[A-Z]{2,5}\b(?: News)?)"
)


_ADDRESS = re.compile(r"(?:@|://|www\.)([\w.-]{4,60})")
_SKIPS = ("skip", "jump to", "zum inhalt", "aller au", "saltar", "ir al", "przejdź", "перейти")
_ARTICLES = ("the", "le", "la", "les", "el", "il", "der", "die", "das")
_NO_FIRST_NAMES = NO_OUTLETS.union(_ARTICLES)
_SECTION_WORDS = NO_OUTLETS | SECTIONS | {"&", "and"}
_GLUED = re.compile(r"[a-z]The [A-Z]")
_FIRST = 3  # a page begins with its name, or with a line or two for those who jump to the text
_PARTED = re.compile(r" (?:-|::) ")
_NUMBERED = re.compile(rf"{NAME}(?: \d{{1,3}})?")  # "Channel 9"
_SECTIONS_BEHIND = SECTIONS - OUTLET_NOUNS - {"news"}  # what a name may be followed by and is no part of it
_CALLED = 2  # lines of its own in which a page calls itself by its name
_HAS_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PAGE_TITLE = 9  # worth of a name in the title of the page, more than any other
_SURE = 3  # worth from which a sign needs no other beside it
_PAPER = 6  # worth of a newspaper's name in a copyright line: sections and sister papers have lines of their own
_TOGETHER = 5  # worth of two signs that bear each other out
_RIGHTS_HELD, _OF_ITS_KIND, _BARE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Evidence:
    """A name, how much it is worth, and the words that it stood in.

    Below `_SURE` the worth is only the kind of a sign that counts for nothing by itself: pages name sections and
    other papers on lines of their own, and companies that nobody knows an outlet by in their copyright lines.
    """

    name: str
    worth: int
    where: str


def find_outlet(page: Page) -> tuple[str, str] | None:
    """Return the outlet and the evidence for it; None where nothing says it, or two names are as likely."""
    held = _rights_of_a_year(page)
    found = _borne_out([piece for piece in _evidence(page) if _may_be_outlet(piece, held)], page)
    best = max((piece.worth for piece in found), default=0)
    names = _groups(piece for piece in found if piece.worth == best)
    if not names:
        return None
    (first, count), *others = Counter(names).most_common()
    if others and others[0][1] == count:
        return None
    piece = next(piece for piece in found if piece.worth == best and _key(piece.name) == first)
    return _written(piece.name), piece.where


def _is_owner(piece: Evidence, page: Page) -> bool:
    """Whether a company's name stands below the article only: whose the outlet is, not what it is called."""
    if piece.worth >= _SURE or not _COMPANY.fullmatch(piece.name.split()[-1]):
        return False
    above = page.blocks[: page.open[0]] if page.open else ()
    return not any(_key(name) == _key(piece.name) for block in above if (name := _bare_name(block)))


def _borne_out(pieces: list[Evidence], page: Page) -> list[Evidence]:
    """Return what is sure by itself, and each name that the holder of the rights or an address bears out."""
    kinds: dict[str, set[int]] = {}
    for piece in pieces:
        kinds.setdefault(_key(piece.name), set()).add(piece.worth)
    sites = {"".join(_letters(site)) for block in page.blocks for site in _sites(block)} if pieces else set()
    together = [
        replace(piece, worth=_TOGETHER)
        for piece in pieces
        if piece.worth < _SURE
        and not _is_owner(piece, page)
        and (
            (kinds[_key(piece.name)] - {_RIGHTS_HELD} and _RIGHTS_HELD in kinds[_key(piece.name)])
            or not sites.isdisjoint((_letters(_key(piece.name)), _letters(piece.name)))
        )
    ]
    return [piece for piece in pieces if piece.worth >= _SURE] + together


def _sites(block: Block) -> Iterator[str]:
    """The names in addresses of the web and of mail: "harlgazette" of "desk@harlgazette.example"."""
    if "@" in block.plain or "www." in block.plain or "://" in block.plain:
        for found in _ADDRESS.finditer(block.plain):
            yield from (part for part in found[1].lower().split(".") if len(part) > 4)


def _letters(name: str) -> str:
    return "".join(character for character in name.lower() if character.isalnum())


def _evidence(page: Page) -> Iterator[Evidence]:
    first, last = (page.open[0], page.open[-1]) if page.open else (0, 0)
    body = " ".join(page.blocks[n].low for n in page.open)
    yield from _from_headline(page)
    headline = page.verdicts.index(HEADLINE) if HEADLINE in page.verdicts else 0
    yield from _from_masthead(page, max(first, headline))
    yield from _from_first_line(page, max(first, headline))
    yield from _from_own_words(page, body)
    yield from _from_told(page)
    yield from _from_rights(page, last)


def _from_headline(page: Page) -> Iterator[Evidence]:
    """Names behind the headline; the title of the page, its very first line, is no list of stories and sure."""
    for n, (block, verdict) in enumerate(zip(page.blocks, page.verdicts, strict=True)):
        tail = _PARTED.split(title_tail(block) or "")[-1] if verdict is HEADLINE else ""
        if _NUMBERED.fullmatch(tail):
            yield Evidence(
                _without_section(tail, page), _PAGE_TITLE if n == 0 else 8, f"in the headline's line: {tail}"
            )


def _without_section(name: str, page: Page) -> str:
    """Return "Harl News" of "Harl News Politics" where the page calls itself so besides."""
    whole, _, last = name.rpartition(" ")
    if last.lower() not in _SECTIONS_BEHIND:
        return name
    itself = re.compile(rf"(?<![\w-]){re.escape(whole)}(?![\w-])")
    times = sum(itself.search(block.plain[:300]) is not None for block in _outside(page)) if whole else 0
    return whole if times >= _CALLED else name


def _from_masthead(page: Page, first: int) -> Iterator[Evidence]:
    """Names on lines of their own; a newspaper's above the article is sure, "Akron News" is a section."""
    for n, block in enumerate(page.blocks):
        name = _bare_name(block) if page.verdicts[n] not in (None, HEADLINE) else None
        if not name or credit_only(block) or is_name(name):
            continue
        where = f"line {block.line}: {block.plain}"
        if n < min(first, _MASTHEADS) and newspaper_like(name):
            yield Evidence(name, 5 + (n == 0) if n == 0 or _distinctive(name) else _OF_ITS_KIND, where)
        else:
            yield Evidence(name, _BARE, where)


def _from_first_line(page: Page, first: int) -> Iterator[Evidence]:
    """The name with which a page begins, where its navigation follows: "Rust and Rigging", whatever its kind."""
    at = next((n for n in range(first) if not page.blocks[n].low.startswith(_SKIPS)), first)
    verdict = page.verdicts[at] if at < min(first, _FIRST) else None
    name = _bare_name(page.blocks[at]) if verdict else None
    if name is None or verdict not in (BEFORE, BYLINE):
        return
    article, *words = name.lower().split()
    words = words if article in _ARTICLES else [article, *words]
    navigated = any(below is not None and below.reason == "navigation" for below in page.verdicts[at + 1 : at + 7])
    if " " in name and words[0] not in FUNCTION_WORDS and not NOT_NAMES.issuperset(words) and navigated:
        yield Evidence(name, _SURE, f"line {page.blocks[at].line}: {page.blocks[at].plain}")


def _distinctive(name: str) -> bool:
    """Whether no section is called so: "The Harl Gazette", "Osmore Evening Star", not "Osmore News"."""
    words = name.lower().split()
    dated = len(words) > 2 and not {"evening", "morning", "sunday"}.isdisjoint(words)
    return newspaper_like(name) and (dated or not GENERIC_NOUNS.issuperset(OUTLET_NOUNS.intersection(words)))


def _bare_name(block: Block) -> str | None:
    """Return a short line that is a name, without the page's usual ornaments; what is shouted in usual letters."""
    name = block.plain.strip(" |:>-")
    if not 2 < len(name) <= 40 or len(block.words) > 5:
        return None
    name = name.title() if name.isupper() and len(name) > 5 else name
    return name if re.fullmatch(NAME, name) else None


def _from_own_words(page: Page, body: str) -> Iterator[Evidence]:
    """Names in what the page says of itself. One of no newspaper's kind has to stand at the top or below, too."""
    owners = {_key(name) for block in _outside(page) if (name := _owner(block))}
    places = {
        _key(name): n
        for n, block in reversed(list(enumerate(page.blocks)))
        if _named(page, n) and (name := _bare_name(block))
    }
    bare, above = places.keys(), {name for name, n in places.items() if page.open and n < page.open[0]}
    for block in _outside(page):
        for hint, form in _OWN_WORDS if block.length <= 900 else ():
            for found in form.finditer(block.plain) if hint.search(block.plain) else ():
                name = found["name"]
                apart = _key(name) in owners or _key(name) in (above if _OF_A_COLUMN.match(found[0]) else bare)
                sure = _distinctive(name) or apart or form is _ON_TODAY
                if sure and (newspaper_like(name) or not _occurs(name, body)):
                    yield Evidence(name, 4, f"line {block.line}: {found[0].strip()}")


def _named(page: Page, n: int) -> bool:
    """Whether a line may be the page's name: it is no word of a menu, and none that comments are opened by."""
    verdict = page.verdicts[n]
    return verdict not in (None, HEADLINE) and verdict.reason not in _BUTTONS


def _outside(page: Page) -> list[Block]:
    return [
        block for block, verdict in zip(page.blocks, page.verdicts, strict=True) if verdict not in (None, HEADLINE)
    ]


@remembered
def _owner(block: Block) -> str | None:
    found = _RIGHTS.search(block.plain[:300])
    return found["name"] if found else None


def _occurs(name: str, body: str) -> bool:
    return re.search(rf"\b{re.escape(name.lower())}\b", body) is not None


def _from_told(page: Page) -> Iterator[Evidence]:
    """Broadcasters whose own headlines say whom people told: three times, and not in the article alone."""
    inside: Counter[str] = Counter()
    outside: dict[str, list[str]] = {}
    for block, verdict in zip(page.blocks, page.verdicts, strict=True):
        for found in _TOLD.finditer(block.plain[:600]):
            if verdict is None:
                inside[_key(found["name"])] += 1
            else:
                outside.setdefault(_key(found["name"]), []).append(f"line {block.line}: {found[0]}")
    for name, places in outside.items():
        if len(places) >= 2 and len(places) + inside[name] >= 3:
            yield Evidence(name.upper(), 3, places[0])


def _from_rights(page: Page, last: int) -> Iterator[Evidence]:
    for n, block in enumerate(page.blocks):
        found = _RIGHTS.search(block.plain[:300]) if page.verdicts[n] and n > last else None
        if found:
            where = f"line {block.line}: {found[0].strip()}"
            company = _COMPANY.search(block.plain[found.start() : found.end() + 15])
            names = {found["name"]}
            if not (company and _GROUP.fullmatch(company[0])) or _begins_with(
                page, _COMPANY.sub("", found["name"])
            ):
                names.add(_COMPANY.sub("", found["name"]).strip(" &"))
            for name in names - {""}:
                yield Evidence(name, _PAPER if _distinctive(name) and not company else _RIGHTS_HELD, where)


def _begins_with(page: Page, name: str) -> bool:
    """Whether the page's first line is this name: of a group's outlets one may be called as the group is."""
    first = _bare_name(page.blocks[0]) if page.blocks else None
    return first is not None and _key(first) == _key(name.strip(" &"))


def _rights_of_a_year(page: Page) -> frozenset[str]:
    """Who holds the rights of some year below the article, and signs nothing: so no photographer and no author."""
    below = page.blocks[page.open[-1] + 1 :] if page.open else ()
    signed = {_key(name) for block in page.blocks for name in byline_names(block)}
    held = {_key(owner) for block in below if _HAS_YEAR.search(block.plain) and (owner := _owner(block))}
    return frozenset(held - signed)


def _may_be_outlet(piece: Evidence, held: Set[str]) -> bool:
    """Whether an outlet may be called so; `held` may be called like a person or a section ("Rolling Stone").

    In the title of a page stands no section in front ("National Review") and no agency but where it is its own.
    """
    name, own = piece.name, piece.worth == _PAGE_TITLE
    words = re.findall(r"[\w.&']+", name.lower().removeprefix("the "))
    if not words or len(name) > 45 or len(words) > 5 or name.isdigit():
        return False
    if re.split(r"\s", name.lower())[-1] in NO_OUTLETS_ENDS or words[0] in ("a", "an"):
        return False
    if own and name.lower() in AGENCIES:
        return True
    if _SECTION_WORDS.issuperset(words) or _GLUED.search(name):
        return False  # "News & Politics"; "Jo BloggsThe Gazette"
    person = is_name(name) and not newspaper_like(name) and words[0] not in _NO_FIRST_NAMES
    section = words[0] in NO_OUTLETS and not daily_paper(words) and not own
    known = len(words) > 1 and _key(name) in held
    return words[0] not in AGGREGATORS and (known or not (section or person))


def _groups(pieces: Iterable[Evidence]) -> list[str]:
    return [_key(piece.name) for piece in pieces]


def _key(name: str) -> str:
    return name.lower().removeprefix("the ").removesuffix("'s").strip(" .")


def _written(name: str) -> str:
    """Return the name as one writes it: no possessive, and what was shouted in a heading in usual letters."""
    name = name.strip(" .").removesuffix("'s")
    return name.title() if name.isupper() and len(name) > 5 else name
