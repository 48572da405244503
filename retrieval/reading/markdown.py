"""An article in Markdown with TOML front matter between `+++` lines; a file without it is not an article."""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from retrieval.model import Dropped, Extraction, Facts, Kept
from retrieval.reading.catalogue import KEYS, record_facts
from retrieval.reading.facts import WrongValue
from retrieval.reading.whitespace import clear, squeeze

FENCE = "+++"
WHERE = "the front matter"

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*|\s*[=-]{2,}\s*")
_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]+(?P<text>.*?))?(?:[ \t]+#+)?[ \t]*")
_CODE_FENCE = re.compile(r" {0,3}(?:```|~~~).*")
_QUOTE = re.compile(r"^ {0,3}(?:> ?)+")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d{1,3}[.)])[ \t]+")
_REFERENCE = re.compile(r" {0,3}\[[^\]]+\]:\s*\S+.*")

_INLINE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"!\[[^\]\[]*\]\([^()\s]*(?:\([^()]*\)[^()\s]*)?(?:\s+[\"'(][^\n]*?[\"')])?\)"), ""),  # pictures
    (re.compile(r"\[([^\]\[]+)\]\([^()\s]*(?:\([^()]*\)[^()\s]*)?(?:\s+[\"'(][^\n]*?[\"')])?\)"), r"\1"),
    (re.compile(r"\[\^[\w-]+\]"), ""),  # footnote marks
    (re.compile(r"\[([^\]\[]+)\]\[[^\]\[]*\]"), r"\1"),
    (re.compile(r"<(https?://[^\s<>]+)>"), r"\1"),
    (re.compile(r"</?[A-Za-z][^<>]*>"), ""),
    (re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)"), r"\2"),
    (re.compile(r"(?<![\w*])(\*{1,3})(?=\S)([^*]+?)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"(?<![\w_])(_{1,3})(?=\S)([^_]+?)(?<=\S)\1(?![\w_])"), r"\2"),
    (re.compile(r"~~(?=\S)(.+?)(?<=\S)~~"), r"\1"),
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


class BadFrontMatter(ValueError):
    """The front matter is not closed, is no TOML, or holds a wrong value; the message is a sentence for people."""


@dataclass(slots=True)
class _Block:
    """Lines that make one paragraph; `line` is where it begins in the file, `reason` why it is dropped."""

    line: int
    lines: list[str]
    reason: str | None = None


def has_front_matter(text: str) -> bool:
    """Tell whether a Markdown file means to be an article: its first line is `+++`."""
    return text.removeprefix("\ufeff").split("\n", 1)[0].rstrip() == FENCE


def read_markdown(text: str) -> Extraction:
    """Read an article with front matter. Raises BadFrontMatter where its head is wrong, naming the key."""
    head, body, first = _split(clear(text))
    try:
        table = tomllib.loads("\n" + head)  # errors then name the line of the file
        facts = record_facts(table, WHERE)
    except tomllib.TOMLDecodeError as error:
        raise BadFrontMatter(f"the front matter is not valid TOML: {error}") from error
    except RecursionError as error:
        raise BadFrontMatter("the front matter is not valid TOML: nested too deeply") from error
    except WrongValue as error:
        raise BadFrontMatter(f"in the front matter, {error}") from error
    kept: list[Kept] = []
    dropped: list[Dropped] = []
    for block in _blocks(body, first):
        text = plain("\n".join(block.lines))
        if block.reason:
            dropped.append(Dropped(squeeze(" ".join(block.lines)), block.line, block.reason))
        elif text:
            kept.append(Kept(text, block.line))
    odd = [key for key in sorted(table) if key not in KEYS]
    notes = tuple(f"{WHERE} has the unknown key `{key}`, which is ignored" for key in odd)
    return Extraction(_titled(facts, body), tuple(kept), tuple(dropped), notes)


def plain(text: str) -> str:
    """One paragraph of Markdown as plain text: links and emphasis keep their words, pictures go."""
    held: list[str] = []

    def hold(found: re.Match[str]) -> str:
        held.append(found.group(1))
        return "\ue000" + str(len(held) - 1) + "\ue001"

    text = _ESCAPED.sub(hold, text.replace("\ue000", "").replace("\ue001", ""))
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    text = re.sub("\ue000(\\d+)\ue001", lambda found: held[int(found.group(1))], text)
    return squeeze(html.unescape(text))


def _split(text: str) -> tuple[str, str, int]:
    """Part the front matter from the body; the number is the body's first line, from 1."""
    lines = text.split("\n")
    for at, line in enumerate(lines[1:], 1):
        if line.rstrip() == FENCE:
            return "\n".join(lines[1:at]), "\n".join(lines[at + 1 :]), at + 2
    raise BadFrontMatter("the front matter is not closed; end it with a line of +++")


def _titled(facts: Facts, body: str) -> Facts:
    """Take the first heading as the title where the front matter gives none."""
    heading = re.search(r"^#[ \t]+(.+?)[ \t#]*$", body, re.MULTILINE)
    if facts.title or not heading:
        return facts
    return replace(facts, title=plain(heading.group(1)), evidence={**facts.evidence, "title": "the first heading"})


def _blocks(body: str, first: int) -> Iterator[_Block]:
    """Part the body into paragraphs, one per list item; headings, rules and link references are named as such."""
    block = _Block(first, [])
    blanked = _COMMENT.sub(lambda found: re.sub(r"[^\n]", "", found.group()), body)
    for number, line in enumerate(blanked.split("\n"), first):
        reason = _furniture(line, inside=bool(block.lines))
        bare = _QUOTE.sub("", line)
        if reason or not bare.strip() or _ITEM.match(bare):
            yield from (block,) if block.lines else ()
            block = _Block(number, [])
        if reason:
            yield _Block(number, [line], reason)
        elif bare.strip():
            block.line = block.line if block.lines else number
            block.lines.append(_ITEM.sub("", bare))
    yield from (block,) if block.lines else ()


def _furniture(line: str, *, inside: bool) -> str | None:
    """Say what a line is that belongs to no paragraph; None for a line of text or a blank one."""
    if _HEADING.fullmatch(line):
        return "a heading"
    if _RULE.fullmatch(line) and (inside or len(line.strip()) > 2):
        return "a rule or an underline"
    if _CODE_FENCE.fullmatch(line):
        return "a code fence"
    if _REFERENCE.fullmatch(line):
        return "a link's address"
    return None
