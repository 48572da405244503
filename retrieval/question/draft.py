"""The text of a question while it is read: pieces are cut out of it, positions stay."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02", '"'))
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u201b\u02bc\u2032", "'"))
_SPACE_BEFORE_MARK = re.compile(r" ([,;:.?!)])")
_DOUBLED_MARK = re.compile(r"(?:[,;:] ?)+([,;:.?!])")
_EMPTY_BRACKETS = re.compile(r"\( *\)|\[ *\]")
_DANGLING = " ,;:-–—"


def tidy(text: str) -> str:
    """Return the text in one line, without control, bidi and other invisible characters; quotes made straight."""
    text = unicodedata.normalize("NFC", text)
    text = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(text.translate(_QUOTES).translate(_APOSTROPHES).split())


def cut(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return the text with the spans blanked; every other character keeps its place."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


@lru_cache(maxsize=16)  # each reader of a question gets it closed up, and hardly any of them cuts
def close_up(text: str) -> str:
    """Return what is left after cutting as one tidy line."""
    text = _EMPTY_BRACKETS.sub("", text)
    text = _SPACE_BEFORE_MARK.sub(r"\1", " ".join(text.split()))
    return _DOUBLED_MARK.sub(r"\1", text).strip(_DANGLING)
