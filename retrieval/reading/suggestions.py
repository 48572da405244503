"""The questions that a folder's catalogue suggests to newcomers: `questions = ["…", "…"]` above its tables."""

from __future__ import annotations

import tomllib
from pathlib import Path

from retrieval.reading.catalogue import NAME, QUESTIONS
from retrieval.reading.encodings import NotText, decode

LONGEST = 200  # characters; a longer one would not fit a line or a button


def suggested_questions(folder: Path) -> list[str]:
    """The suggested questions, in order; none where there is no catalogue, or none that can be read."""
    path = folder / NAME
    if not path.is_file():
        return []
    try:
        found = tomllib.loads(decode(path.read_bytes())).get(QUESTIONS, [])
    except (OSError, NotText, tomllib.TOMLDecodeError, RecursionError):
        return []  # a broken catalogue is told by the reindex, which reads all of it
    if not isinstance(found, list):
        return []
    return [" ".join(one.split()) for one in found if isinstance(one, str) and 0 < len(one.strip()) <= LONGEST]
