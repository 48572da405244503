"""White space and characters that no reader sees: the only changes made to an article's own characters."""

from __future__ import annotations

import re

_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BREAK = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def clear(text: str) -> str:
    """Drop control characters, make every line end a newline, and mend halves of characters.

    A lone surrogate (JSON can carry one) becomes U+FFFD: it has no place in UTF-8, so nothing could store it.
    """
    return _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", _BREAK.sub("\n", text)))


def squeeze(text: str) -> str:
    """One line: every run of white space, hard spaces included, becomes a single space."""
    return " ".join(clear(text).split())


def split_paragraphs(text: str) -> list[str]:
    """Paragraphs parted by empty lines, or by single newlines where there are no empty lines."""
    text = clear(text).strip()
    blocks = re.split(r"\n[^\S\n]*\n", text)
    pieces = blocks if len(blocks) > 1 else text.split("\n")
    return [piece for piece in map(squeeze, pieces) if piece]
