"""A floor under the cleaning of plain-text dumps: made-up pages, every line labelled (see dumps/README.md).

A line counts for its characters without white space: kept and labelled `k` is right, kept and labelled `d` is
too much, labelled `k` and dropped is too little; lines that may go either way count for nothing. The figures are
means over the pages, so that no long page outweighs the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import pytest

from retrieval.cleaning import clean
from retrieval.model import Extraction

DUMPS = Path(__file__).parent / "dumps"
PAGES = sorted(path.stem for path in DUMPS.glob("*.labels"))

PRECISION_FLOOR = 0.97  # lower these on purpose only, and say in the commit why
RECALL_FLOOR = 0.975
F1_FLOOR = 0.97
NOISE = 0.005  # what a page more or a label corrected may move the mean


@dataclass(frozen=True)
class Score:
    """Characters kept rightly, kept wrongly and missed on one page."""

    page: str
    right: int
    extra: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.extra) if self.right + self.extra else float(not self.missed)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def bare(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def labelled(page: str) -> tuple[str, str, list[int]]:
    """Return the page's characters without white space, a label for each, and where each line begins in them."""
    lines = (DUMPS / f"{page}.txt").read_bytes().decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    letters = (DUMPS / f"{page}.labels").read_text(encoding="utf-8").split()
    mixed_file = DUMPS / f"{page}.mixed"
    stays = iter(mixed_file.read_text(encoding="utf-8").splitlines() if mixed_file.exists() else [])
    text, labels, starts = "", "", []
    for line, letter in zip(lines, letters, strict=False):
        piece = bare(line)
        starts.append(len(text))
        text += piece
        labels += mixed(piece, bare(next(stays))) if letter == "m" else letter * len(piece)
    return text, labels, starts


def mixed(line: str, stays: str) -> str:
    """Label a line of which one part has to stay."""
    before = line.index(stays)
    return "d" * before + "k" * len(stays) + "d" * (len(line) - before - len(stays))


def score(page: str, extraction: Extraction) -> Score:
    """Compare the kept characters, found again from the line that they say they begin in, with the labels."""
    text, labels, starts = labelled(page)
    kept: set[int] = set()
    for paragraph in extraction.paragraphs:
        at = starts[(paragraph.line or 1) - 1]
        for character in bare(paragraph.text):  # a sentence may have been mended over something dropped
            at = text.index(character, at) + 1
            kept.add(at - 1)
    right = sum(labels[at] == "k" for at in kept)
    extra = sum(labels[at] == "d" for at in kept)
    return Score(page, right, extra, labels.count("k") - right)


@pytest.fixture(scope="module")
def scores() -> list[Score]:
    """The scores of all pages."""
    return [score(page, clean((DUMPS / f"{page}.txt").read_bytes().decode("utf-8-sig"))) for page in PAGES]


def test_there_are_enough_kinds_of_pages_and_every_line_has_its_label() -> None:
    assert len(PAGES) >= 24
    for page in PAGES:
        lines = (
            (DUMPS / f"{page}.txt").read_bytes().decode("utf-8-sig").replace("\r\n", "\n").rstrip("\n").split("\n")
        )
        letters = (DUMPS / f"{page}.labels").read_text(encoding="utf-8").split()
        assert len(letters) in (len(lines), len(lines) + 1), page
        assert set(letters) <= set("kdtmb"), page


@pytest.mark.parametrize(
    ("figure", "floor"), [("precision", PRECISION_FLOOR), ("recall", RECALL_FLOOR), ("f1", F1_FLOOR)]
)
def test_the_cleaner_stays_above_its_floor(scores: list[Score], figure: str, floor: float) -> None:
    reached = mean(getattr(page, figure) for page in scores)
    worst = sorted(scores, key=lambda page: float(getattr(page, figure)))[:5]
    told = ", ".join(f"{page.page} {getattr(page, figure):.3f}" for page in worst)
    assert reached >= floor - NOISE, f"{figure} fell to {reached:.3f}; the lowest: {told}"
