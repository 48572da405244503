"""Quality of the answers over folders that the environment names: `python -m tests.benchmarks.quality`.

CUTTINGS_QUALITY holds pairs FOLDER=QUESTIONS, parted by the separator of PATH. A folder is copied to a temporary
one, where `.jsonl.gz` is unpacked and the file of questions left out. QUESTIONS is a file of check questions (see
`retrieval/evaluate.py`), or one JSON object whose `questions` name the lines of text files that answer them.
Without the variable the made-up news of `tests/quality/news` is measured.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from retrieval.collection import Collection
from retrieval.evaluate import CheckQuestion, Figures, evaluate, read_questions

MADE_UP = Path(__file__).parents[1] / "quality" / "news"
START = 80  # characters of a line that tell its paragraph


def pairs(named: str) -> Iterator[tuple[Path, Path]]:
    """Read FOLDER=QUESTIONS pairs."""
    for entry in filter(None, named.split(os.pathsep)):
        folder, _, questions = entry.partition("=")
        yield Path(folder), Path(questions)


def questions_of(path: Path, folder: Path) -> list[CheckQuestion]:
    """Read either kind of file; of questions by line those that have an answer or none, not commands and talk."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError:
        return read_questions(path)
    return [
        CheckQuestion(entry["text"], entry["expect"] == "answer", tuple(_by_line(entry, folder)))
        for entry in data["questions"]
        if entry["expect"] in ("answer", "no_answer")
    ]


def _by_line(entry: dict[str, Any], folder: Path) -> Iterator[tuple[str, str]]:
    for answer in entry.get("answers") or ():
        lines = (folder / answer["file"]).read_text(encoding="utf-8").split("\n")
        for number in answer["lines"]:
            yield answer["file"], lines[number - 1].strip()[:START]


def copied(folder: Path, questions: Path, target: Path) -> None:
    """Copy a folder without its questions, unpacking what is packed."""
    target.mkdir()
    for path in sorted(folder.iterdir()):
        if path.is_dir() or path == questions:
            continue
        if path.name.endswith(".jsonl.gz"):
            with gzip.open(path) as packed, (target / path.stem).open("wb") as plain:
                shutil.copyfileobj(packed, plain)
        else:
            shutil.copy(path, target)


async def measure(folder: Path, questions: Path) -> None:
    """Index a folder in a temporary place and print its figures, without the gate and with it."""
    asked = questions_of(questions, folder)
    with tempfile.TemporaryDirectory() as place:
        articles, data = Path(place, "articles"), Path(place, "data")
        copied(folder, questions, articles)
        for refuse in (False, True):
            async with Collection.open([articles], data, refuse=refuse) as collection:
                await collection.ensure_built()
                began = time.perf_counter()
                found = await evaluate(collection, asked)
                each = (time.perf_counter() - began) / len(asked)
            _say(f"{folder.name}, {'gate on' if refuse else 'no gate'}: {told(found)}  {1000 * each:.0f} ms each")


def told(found: Figures) -> str:
    """Put figures in one line."""
    shares = {
        "hit@1": found.hit_1,
        "hit@3": found.hit_3,
        "hit@10": found.hit_10,
        "MRR": found.mrr,
        "refused answerable": found.refused_answerable,
        "refused unanswerable": found.refused_unanswerable,
    }
    figures = "  ".join(f"{name} {'-' if share is None else f'{share:.3f}'}" for name, share in shares.items())
    return f"{found.answerable}+{found.unanswerable} questions  {figures}"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Measure what the environment names, else our made-up news."""
    named = list(pairs(os.environ.get("CUTTINGS_QUALITY", "")))
    for folder, questions in named or [(MADE_UP, MADE_UP / "questions.jsonl")]:
        asyncio.run(measure(folder, questions))


if __name__ == "__main__":
    main()
