"""Where sentences end in news."""

from __future__ import annotations

import pytest

from retrieval.sentences import sentences


@pytest.mark.parametrize(
    "parts",
    [
        ("Mr. Holm met Gen. Brandt of the U.S. Army.", "They dined at No. 10."),
        ("“We meant it.”", "Then she left."),
        ('"Is that so?" he asked.', "Nobody replied."),
        ("It cost $1.4 million vs. 2 million in Jan. 2031.", "Nobody paid."),
        ("She works in the U.S.", "The ferry does not."),
        ("One sentence without an end",),
        ("Was it late?", "It was!", "So they walked."),
    ],
)
def test_a_paragraph_falls_into_its_sentences(parts: tuple[str, ...]) -> None:
    text = " ".join(parts)
    assert tuple(text[start:end] for start, end in sentences(text)) == parts


@pytest.mark.parametrize("text", ["", "…", "  spaces before and after  ", "a\nb. C", "“"])
def test_nothing_but_white_space_stands_between_sentences(text: str) -> None:
    left = text
    for start, end in sentences(text):
        left = left.replace(text[start:end], "", 1)
    assert not left.strip()
