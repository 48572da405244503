"""Saved pages: trafilatura finds the article, the metadata its facts; what was left out is told with a reason.

Where trafilatura has found the article, the rules for text dumps look at it once more: a link to another story
or a picture's credit between two paragraphs reads the same on a page as in a dump.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree
from lxml import html as lxml_html

from retrieval.cleaning import clean
from retrieval.cleaning.blocks import AFTER, BEFORE, Block
from retrieval.model import Dropped, Extraction, Facts, Kept
from retrieval.reading.facts import without_outlet
from retrieval.reading.jsonld import read_jsonld
from retrieval.reading.metadata import TITLE_ELEMENT, read_metadata
from retrieval.reading.whitespace import clear, split_paragraphs, squeeze

SENTENCE = 8
"""Words (or characters that stand for one); a page on which nothing is as long has no article, only links."""

LONGEST_CELL = 160
"""Characters; a table's cell that holds more holds paragraphs."""

FITS = 0.4
"""Share of the article that the rules for text dumps have to find, too, for their word on its ends to count."""

HARDLY_TEXT = 0.3
"""Share of sentences below which the lines outside are a list of names or links."""

FEWEST_CARDS, CARDS = 3, 0.4
"""Headings, and their share, from which on the lines outside are cards of other stories, each with a sentence."""

LIKE_LINKS = 100
"""Characters that such lines have on average at most."""

NOT_ASKED = frozenset({"stands before the article", "stands after the article", "headline", "repeats the article"})
"""Reasons of the rules for text dumps that a page settles better itself."""

ENDS = frozenset(
    {"heading of other stories", "comments", "legal notice", "appeal or sign-up", "sharing and following"}
)
"""Reasons of theirs behind which nothing of the article comes, or above which nothing does."""

MOST_LOST = 0.4
"""Share of the characters that the second look may drop: beyond it, the rules do not fit this page."""

_BREAKS = {"p", "head", "item", "quote", "row", "lb", "list", "table", "div", "code", "graphic"}
"""Elements of trafilatura's result that end a paragraph."""

_INLINE = {
    "a",
    "abbr",
    "b",
    "bdi",
    "cite",
    "code",
    "del",
    "em",
    "font",
    "i",
    "ins",
    "kbd",
    "mark",
    "q",
    "s",
    "small",
    "span",
}
_INLINE |= {"strike", "strong", "sub", "sup", "tt", "u", "var", "wbr"}
"""Elements of a page within which a line of text goes on; all others begin a new one."""

_SILENT = {"script", "style", "noscript", "template", "svg", "head", "iframe", "option", "textarea"}
_PLACES = {
    "nav": "navigation",
    "header": "the page's header",
    "footer": "the page's footer",
    "aside": "beside the article",
    "form": "a form",
    "figcaption": "a caption",
    "button": "a button",
}
_SIGNED_POST = re.compile(r"[—–-]+ ?[^()]{2,60}\(@\w+\)")
_NOT_ARTICLE = "not part of the article's text"


class NoArticle(ValueError):
    """No article was found on the page, or the page is broken beyond reading."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph as trafilatura gives it, with the element that it comes from."""

    text: str
    tag: str


def read_page(text: str) -> Extraction:
    """Read a saved page. Raises NoArticle where there is none."""
    import trafilatura  # noqa: PLC0415  # a tenth of a second that answering never needs

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs pages without an article as errors
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    source = re.sub(r"^\s*<\?xml[^>]*>", "", clear(text), count=1)  # decoded already; lxml would refuse to read it
    tree = trafilatura.load_html(source)
    if tree is None:
        raise NoArticle("this is no HTML page")
    said = read_jsonld(tree)
    facts = read_metadata(tree, said)
    pieces = _parted(_article(source), said.body)
    if not pieces:
        raise NoArticle("no article was found on the page; save it again when it shows all of its text")
    blocks = list(_blocks(tree))
    printed = clean("\n".join(text for text, _ in blocks))
    ends = _ends(pieces, printed)
    reasons = _second_look([piece for n, piece in enumerate(pieces) if n not in ends])
    titles = {piece.text: "the title" for piece in pieces if _is_title(piece.text, facts.title)}
    why = [titles.get(p.text) or ends.get(n) or reasons.get(p.text) for n, p in enumerate(pieces)]
    kept = tuple(Kept(piece.text) for piece, reason in zip(pieces, why, strict=True) if not reason)
    dropped = [Dropped(piece.text, None, reason) for piece, reason in zip(pieces, why, strict=True) if reason]
    dropped += _left_out(blocks, pieces, facts.title)
    return Extraction(_completed(facts, printed.facts), kept, tuple(dropped))


def read_fragment(text: str, title: str | None) -> tuple[tuple[Kept, ...], tuple[Dropped, ...]]:
    """Read the HTML of an article's body alone, as feeds carry it. Raises NoArticle where it holds no text.

    Nothing around it has to be left out, so that every line stays but captions, buttons and the like, and what the
    rules for text dumps know for the site's own words.
    """
    try:
        tree = lxml_html.fromstring(f"<div>{re.sub(r'<[?][^<>]*>', '', clear(text))}</div>")
    except (etree.LxmlError, ValueError) as error:
        raise NoArticle("there is no text") from error
    blocks = [(line, "the title" if _is_title(line, title) else place) for line, place in _blocks(tree)]
    reasons = _second_look([_Piece(line, "p") for line, place in blocks if not place])
    why = [(line, place or reasons.get(line)) for line, place in blocks]
    kept = tuple(Kept(line) for line, reason in why if not reason)
    if not kept:
        raise NoArticle("there is no text")
    return kept, tuple(Dropped(line, None, reason) for line, reason in why if reason)


def _article(source: str) -> list[_Piece]:
    """Paragraphs of the article as trafilatura finds it; none where nothing on the page is a sentence.

    Never with `deduplicate=True`: that remembers texts from page to page and returns nothing on repeated ones.
    """
    import trafilatura  # noqa: PLC0415  # as above

    for favor_recall in (False, True):
        try:
            found = trafilatura.bare_extraction(
                source, include_comments=False, include_images=False, favor_recall=favor_recall, deduplicate=False
            )
        except Exception as error:  # trafilatura and lxml raise many kinds on broken pages
            raise NoArticle(f"the page is broken beyond reading ({type(error).__name__})") from error
        if found is not None and not isinstance(found, dict) and found.body is not None:
            pieces = _signed_posts(list(_pieces(found.body)))
            if any(len(Block(0, piece.text).words) >= SENTENCE for piece in pieces if piece.tag != "head"):
                return pieces
    return []


def _parted(pieces: list[_Piece], body: str | None) -> list[_Piece]:
    """Part an article that trafilatura took from JSON-LD in one piece, where its text shows paragraphs."""
    if len(pieces) == 1 and body and squeeze(body) == pieces[0].text:
        return [_Piece(text, "p") for text in split_paragraphs(body)]
    return pieces


def _pieces(body: etree._Element) -> Iterator[_Piece]:
    """Text between breaks, cells of a row on one line, with the innermost element that broke."""
    words: list[str] = []
    inside = ["p"]
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag in _BREAKS or (element.tag == "cell" and _is_layout(element)):
            text = squeeze("".join(words))
            if text:
                yield _Piece(text, inside[-1])
            words = []
            if event == "start":
                inside.append(element.tag)
            else:
                inside.pop()
        elif element.tag == "cell":
            words.append(" ")
        words.append((element.text if event == "start" else element.tail) or "")
    text = squeeze("".join(words))
    if text:
        yield _Piece(text, "p")


def _signed_posts(pieces: list[_Piece]) -> list[_Piece]:
    """Join the posts of other sites that an article quotes with the lines that name who wrote them.

    Apart the words would stand as the article's own.
    """
    joined: list[_Piece] = []
    for piece in pieces:
        if joined and _SIGNED_POST.match(piece.text):
            joined[-1] = _Piece(f"{joined[-1].text} {piece.text}", "quote")
        else:
            joined.append(piece)
    return joined


def _is_layout(cell: etree._Element) -> bool:
    """Tell a table that only places things on the page: one cell of the row holds running text."""
    return any(len("".join(other.itertext())) > LONGEST_CELL for row in cell.iterancestors("row") for other in row)


def _ends(pieces: list[_Piece], printed: Extraction) -> dict[int, str]:
    """What stands before and after the article in trafilatura's result, by position, with the reason.

    Trafilatura knows a page's elements but takes lists of other stories and sign-up blocks along where they stand
    in the article's own; the rules for text dumps (`printed`) see where the running text ends. They are believed
    where both found the same article.
    """
    text = " ".join(squeeze(paragraph.text) for paragraph in printed.paragraphs)
    reasons = {squeeze(piece.text): piece.reason for piece in printed.dropped}
    found = [n for n, piece in enumerate(pieces) if piece.tag != "head" and piece.text in text]
    size = sum(len(piece.text) for piece in pieces if reasons.get(piece.text, AFTER.reason) in NOT_ASKED)
    if not found or sum(len(pieces[n].text) for n in found) < FITS * size:
        return {}
    before = _beyond([*reversed(range(found[0]))], pieces, reasons)
    behind = _beyond([*range(found[-1] + 1, len(pieces))], pieces, reasons)
    return {n: reasons.get(pieces[n].text, BEFORE.reason) for n in before} | {
        n: reasons.get(pieces[n].text, AFTER.reason) for n in behind
    }


def _beyond(outside: list[int], pieces: list[_Piece], reasons: dict[str, str]) -> list[int]:
    """From the article outwards: all from the first piece on that is surely the site's own, or all if hardly text.

    A last paragraph behind a list stands outside for the rules for dumps, which do not see that it is a list.
    """
    for at, n in enumerate(outside):
        if reasons.get(pieces[n].text) in ENDS:
            return outside[at:]
    heads = sum(pieces[n].tag == "head" for n in outside)
    if heads >= FEWEST_CARDS and heads >= CARDS * len(outside):
        return outside
    prose = {n for n in outside if Block(0, pieces[n].text).prose}
    short = sum(len(pieces[n].text) for n in outside) < LIKE_LINKS * len(outside)
    return [n for n in outside if n not in prose] if short and len(prose) < HARDLY_TEXT * len(outside) else []


def _second_look(pieces: list[_Piece]) -> dict[str, str]:
    """What the rules for text dumps drop of the article, with their reasons.

    Where the article begins and ends is not asked again, headings and list items are what they are, and rules
    that would take much of the page do not fit it.
    """
    again = clean("\n\n".join(piece.text for piece in pieces))
    said = {squeeze(piece.text): piece.reason for piece in again.dropped if piece.reason not in NOT_ASKED}
    doubted = {piece.text: said[piece.text] for piece in pieces if piece.text in said and piece.tag in ("p", "lb")}
    lost = sum(len(piece.text) for piece in pieces if piece.text in doubted)
    return doubted if lost <= MOST_LOST * sum(len(piece.text) for piece in pieces) else {}


def _completed(facts: Facts, printed: Facts) -> Facts:
    """Add the outlet, date and authors that the page prints and its metadata lack, by the rules for dumps."""
    values: dict[str, object] = {
        name: getattr(printed, name)
        for name in ("outlet", "date", "authors")
        if getattr(printed, name) and not getattr(facts, name)
    }
    evidence = {name: _unnumbered(printed.evidence.get(name, "")) for name in values}
    if "date" in values:
        values["date_basis"] = printed.date_basis
    values["title"] = without_outlet(facts.title, printed.outlet)
    if printed.title and facts.evidence.get("title") == TITLE_ELEMENT:
        values["title"] = printed.title
        evidence["title"] = "printed on the page above the article"
    return replace(facts, evidence={**facts.evidence, **evidence}, **values)  # type: ignore[arg-type]


def _unnumbered(evidence: str) -> str:
    """Evidence without its line: a page has none that its reader could count."""
    return "printed on the page: " + re.sub(r"^line \d+: ", "", evidence)


def _blocks(tree: lxml_html.HtmlElement) -> Iterator[tuple[str, str | None]]:
    """The page's lines of text, each with what its place makes of it."""
    words: list[str] = []
    places: list[str | None] = [None]
    silent = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if element.tag not in _INLINE:
            text = squeeze("".join(words))
            if text:
                yield text, places[-1]
            words = []
            places = [*places, _PLACES.get(element.tag, places[-1])] if event == "start" else places[:-1]
        silent += (1 if event == "start" else -1) * (element.tag in _SILENT)
        part = (element.text if event == "start" else element.tail) or ""
        words.append("" if silent else part)


def _left_out(blocks: list[tuple[str, str | None]], pieces: list[_Piece], title: str | None) -> Iterator[Dropped]:
    """Blocks of the page that trafilatura did not take, each once."""
    whole = " ".join(piece.text for piece in pieces)
    for text, place in dict(blocks).items():
        if text not in whole:
            yield Dropped(text, None, "the title" if _is_title(text, title) else place or _NOT_ARTICLE)


def _is_title(text: str, title: str | None) -> bool:
    return title is not None and text.casefold() == title.casefold()
