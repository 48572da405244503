"""A made-up article of four paragraphs, for tests that put something into it or around it."""

from __future__ import annotations

from retrieval.cleaning import clean

BEFORE = [
    "The council of Harl has voted to close the old bridge, three years after cracks were found in its piers.",
    "Engineers told councillors on Monday that the bridge could carry neither buses nor lorries any longer.",
]
BEHIND = [
    "A new bridge would cost about £12m, the engineers said, and the council has asked the county to pay half.",
    "The county has not answered, and the mayor said that she would not wait for it beyond the spring.",
]


def kept(*lines: str) -> list[str]:
    """The paragraphs that are kept of a text of these lines."""
    return [paragraph.text for paragraph in clean("\n".join(lines)).paragraphs]
