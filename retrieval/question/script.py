"""Whether a question is written in a script that the collection's English is not."""

from __future__ import annotations

import unicodedata


def other_language(text: str) -> bool:
    """Tell whether most letters of the question are of another script than Latin (Cyrillic, Greek, Arabic, …)."""
    letters = [c for c in text[:2000] if c.isalpha()]
    foreign = sum(not unicodedata.name(c, "LATIN").startswith("LATIN") for c in letters)
    return foreign * 2 > len(letters)
