"""Whether a question is written in a script that the collection's English is not."""

from __future__ import annotations

import unicodedata

from retrieval.model import Script

_LOOKED_AT = 2000  # characters


def script_of(text: str) -> Script:
    """Tell which script most letters of a question are of; Greek, Arabic and all others are "other"."""
    names = [unicodedata.name(c, "LATIN") for c in text[:_LOOKED_AT] if c.isalpha()]
    if 2 * sum(name.startswith("CYRILLIC") for name in names) > len(names):
        return "cyrillic"
    return "other" if 2 * sum(not name.startswith("LATIN") for name in names) > len(names) else "latin"
