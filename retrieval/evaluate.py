"""Check questions: how well a collection answers a file of questions whose answers are known.

One JSON object per line:

    {"text": "Who …?", "answerable": true, "relevant": [["https://… or file.txt", "First words of the paragraph"]]}

`relevant` names each paragraph that answers by its article's URL or source and the characters that it begins
with; one of them found is enough. A question that the collection cannot answer has `"answerable": false` and
needs no `relevant`. Further keys are ignored.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from retrieval.errors import Unreadable
from retrieval.model import Answer, Excerpt

LOOKED_AT = 10
"""Excerpts asked for per question."""

_FORM = '{"text": "…", "answerable": true, "relevant": [["URL or source", "First words of the paragraph"]]}'
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})


@dataclass(frozen=True, slots=True)
class CheckQuestion:
    """A question, whether the collection can answer it, and where: URL or source, and first characters."""

    text: str
    answerable: bool
    relevant: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run of check questions came to; shares from 0 to 1, None where there was no such question.

    `hit_1`, `hit_3` and `hit_10`: an excerpt of the first so many lies in a relevant paragraph; `mrr`: the mean of
    1/rank of the first one. `refused_answerable` should be low, `refused_unanswerable` high.
    """

    answerable: int
    unanswerable: int
    hit_1: float | None
    hit_3: float | None
    hit_10: float | None
    mrr: float | None
    refused_answerable: float | None
    refused_unanswerable: float | None


class Asked(Protocol):
    """Whatever answers questions; a Collection does."""

    async def ask(self, question: str, *, limit: int = ...) -> Answer:
        """Answer one question."""


def read_questions(path: Path) -> list[CheckQuestion]:
    """Read a file of check questions; raises Unreadable, naming the line, for anything that is none."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(str(path), f"it cannot be read as UTF-8 text: {error}") from None
    questions = [_question(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not questions:
        raise Unreadable(str(path), "it holds no question; put one JSON object on each line")
    return questions


def _question(path: Path, number: int, line: str) -> CheckQuestion:
    try:
        return _parsed(json.loads(line))
    except (ValueError, TypeError, KeyError):
        raise Unreadable(f"{path}, line {number}", f"it is not of the form {_FORM}") from None


def _parsed(entry: Any) -> CheckQuestion:
    text, answerable = entry["text"], entry["answerable"]
    relevant = tuple((str(where), str(start)) for where, start in entry.get("relevant") or ())
    if not isinstance(text, str) or not isinstance(answerable, bool) or (answerable and not relevant):
        raise ValueError
    return CheckQuestion(text, answerable, relevant)


async def evaluate(
    collection: Asked, questions: Sequence[CheckQuestion], done: Callable[[int], None] | None = None
) -> Figures:
    """Ask every question and work out the figures; `done` is told how many have been asked."""
    answers = []
    for number, question in enumerate(questions, 1):
        answers.append(await collection.ask(question.text, limit=LOOKED_AT))
        if done:
            done(number)
    return figures(questions, answers)


def figures(questions: Sequence[CheckQuestion], answers: Sequence[Answer]) -> Figures:
    """Compare answers with what is known of their questions, in the same order."""
    pairs = list(zip(questions, answers, strict=True))
    can = [(question, answer) for question, answer in pairs if question.answerable]
    cannot = [answer for question, answer in pairs if not question.answerable]
    ranks = [rank_of_first(question, answer.excerpts) for question, answer in can]
    return Figures(
        answerable=len(can),
        unanswerable=len(cannot),
        hit_1=_mean([_within(rank, 1) for rank in ranks]),
        hit_3=_mean([_within(rank, 3) for rank in ranks]),
        hit_10=_mean([_within(rank, 10) for rank in ranks]),
        mrr=_mean([1 / rank if rank else 0.0 for rank in ranks]),
        refused_answerable=_mean([float(not answer.answered) for _, answer in can]),
        refused_unanswerable=_mean([float(not answer.answered) for answer in cannot]),
    )


def rank_of_first(question: CheckQuestion, excerpts: Sequence[Excerpt]) -> int | None:
    """Return the rank, from 1, of the first excerpt that lies in a relevant paragraph; None where none does."""
    for rank, excerpt in enumerate(excerpts, 1):
        card = excerpt.passage.article
        names = {_address(card.facts.url or ""), _address(card.source)} - {""}
        paragraph = _words(excerpt.passage.text)
        if any(_address(where) in names and _words(start) in paragraph for where, start in question.relevant):
            return rank
    return None


def _within(rank: int | None, k: int) -> float:
    return float(rank is not None and rank <= k)


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _address(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/").casefold()


def _words(text: str) -> str:
    """Return a text's words in one line, so that quotes, dashes and white space do not matter."""
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    return " ".join(re.findall(r"\w+", text.casefold()))
