"""The five originals of the first collection, read by hand; they are no part of the repository.

Set CUTTINGS_ORIGINALS to the folder that holds them; without it these tests are skipped.
"""

from __future__ import annotations

import os
import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.cleaning import clean
from retrieval.model import Extraction

FOLDER = os.environ.get("CUTTINGS_ORIGINALS")
pytestmark = pytest.mark.skipif(not FOLDER, reason="CUTTINGS_ORIGINALS names no folder with the original articles")

# The lines of each file that are the article, standfirsts included, headlines not.
KEPT = {
    "000": [*range(1, 6), *range(7, 10), *range(112, 120)],
    "001": [2, *range(7, 26)],
    "002": [2, *range(4, 24)],
    "003": [*range(14, 31, 2), *range(34, 45, 2)],
    "004": [5, 10, *range(16, 29, 2), *range(34, 45, 2), *range(50, 61, 2), *range(66, 79, 2), 84, 86, 88],
}
GLUED = (
    "001",
    7,
)  # an appeal and a sentence share this line; the sentence begins at the second capital after a stop
OUTLETS = {
    "000": "The Independent",
    "001": "The Independent",
    "002": "Reaction",
    "003": "Evening Standard",
    "004": "LBC",
}
DATES = {"000": None, "001": None, "002": None, "003": None, "004": "2022-01-19"}
TITLES = {
    "000": None,
    "001": "Ukraine can count on UK support, Cleverly tells Zelensky in Kyiv",
    "002": "US votes with Russia on Ukraine at the UN",
    "003": "Starmer urges Ukraine allies to ‘go even further’ in pressure on Russia",
    "004": "UK Foreign Office in 'crisis mode' as Russian invasion of Ukraine could be days away",
}
AUTHORS = {"000": (), "001": (), "002": ("Caitlin Allen",), "003": ("Joe Hadden",), "004": ("Daisy Stephens",)}


def each_line(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: "\n".join(change(line) for line in text.split("\n"))


def wrapped(text: str, width: int, between: str) -> str:
    lines = (textwrap.wrap(line, width) for line in text.split("\n") if line.strip())
    return between.join("\n".join(line) for line in lines)


def curly(text: str) -> str:
    text = re.sub(r'(^|[\s(])"', r"\1“", text, flags=re.MULTILINE).replace('"', "”")
    return re.sub(r"(^|[\s(“])'", r"\1‘", text, flags=re.MULTILINE).replace("'", "’")


VARIATIONS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "no blank lines": lambda text: "\n".join(line for line in text.split("\n") if line.strip()),
    "a blank line after each": lambda text: "\n\n".join(line for line in text.split("\n") if line.strip()),
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "line ends of the old Macintosh": lambda text: text.replace("\n", "\r"),
    "a byte order mark": lambda text: "\ufeff" + text,
    "hard spaces": lambda text: text.replace(" ", "\u00a0"),
    "soft hyphens": lambda text: re.sub(r"([a-z]{4})([a-z]{4})", "\\1\u00ad\\2", text),
    "straight quotes": lambda text: text.translate(str.maketrans("‘’“”", "''\"\"")),
    "curly quotes": curly,
    "indents": each_line(lambda line: "    " + line),
    "spaces at the ends": each_line(lambda line: line + "   "),
    "wrapped at 90, paragraphs parted": lambda text: wrapped(text, 90, "\n\n"),
}


def original(name: str) -> str:
    return next(Path(FOLDER or ".").glob(f"{name}_*.txt")).read_text(encoding="utf-8")


def plain(text: str) -> str:
    """The text with single spaces, without soft hyphens and differences of quotes."""
    return " ".join(text.replace("\u00ad", "").translate(str.maketrans("‘’“”", "''\"\"")).split())


def expected(name: str) -> list[str]:
    lines = original(name).split("\n")
    kept = {number: lines[number - 1] for number in KEPT[name]}
    if name == GLUED[0]:
        kept[GLUED[1]] = re.split(r"(?<=[a-z]\.)(?=[A-Z])", kept[GLUED[1]], maxsplit=1)[1]
    return [plain(line) for line in kept.values()]


def read(name: str, variation: str) -> Extraction:
    return clean(VARIATIONS[variation](original(name)))


@pytest.mark.parametrize("variation", VARIATIONS)
@pytest.mark.parametrize("name", KEPT)
def test_exactly_the_article_is_kept_however_the_file_was_written(name: str, variation: str) -> None:
    assert [plain(paragraph.text) for paragraph in read(name, variation).paragraphs] == expected(name)


@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["no blank lines", "paragraphs parted"])
@pytest.mark.parametrize("width", [56, 60, 66, 72, 80, 97, 104, 120])
@pytest.mark.parametrize("name", KEPT)
def test_the_same_words_are_kept_however_wide_the_text_was_wrapped(name: str, width: int, between: str) -> None:
    kept = clean(wrapped(original(name), width, between)).paragraphs
    assert plain(" ".join(paragraph.text for paragraph in kept)) == " ".join(expected(name))


@pytest.mark.parametrize("variation", VARIATIONS)
@pytest.mark.parametrize("name", KEPT)
def test_the_facts_are_read_off_the_text_or_left_open(name: str, variation: str) -> None:
    facts = read(name, variation).facts
    assert facts.outlet == OUTLETS[name]
    assert (str(facts.date) if facts.date else None) == DATES[name]
    assert plain(facts.title or "") == plain(TITLES[name] or "")
    assert tuple(plain(author) for author in facts.authors) == tuple(plain(author) for author in AUTHORS[name])


@pytest.mark.parametrize("name", KEPT)
def test_each_fact_comes_with_its_evidence(name: str) -> None:
    facts = read(name, "as it is").facts
    known = {key for key in ("outlet", "date", "title", "authors") if getattr(facts, key)}
    assert known == set(facts.evidence)


@pytest.mark.parametrize("name", KEPT)
def test_lines_are_those_of_the_file(name: str) -> None:
    assert [paragraph.line for paragraph in read(name, "as it is").paragraphs] == KEPT[name]
