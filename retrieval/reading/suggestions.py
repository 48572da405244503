"""The questions that a folder's catalogue suggests to newcomers: `questions = ["…", "…"]` above its tables."""

from __future__ import annotations

import tomllib
from pathlib import Path

from retrieval.reading.catalogue import NAME, QUESTIONS
from retrieval.reading.encodings import NotText, read_text

LONGEST = 200  # characters; a longer one would not fit a line or a button


def suggested_questions(folder: Path) -> list[str]:
    """The suggested questions, in order; none where there is no catalogue, or none that can be read."""
    try:
        found = tomllib.loads(read_text(folder / NAME)).get(QUESTIONS, [])
    except (OSError, NotText, tomllib.TOMLDecodeError, RecursionError):
        return []  # a broken catalogue is told by the reindex, which reads all of it
    if not isinstance(found, list):
        return []
    return [" ".join(one.split()) for one in found if isinstance(one, str) and 0 < len(one.strip()) <= LONGEST]
