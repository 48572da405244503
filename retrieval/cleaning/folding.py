"""One spelling for the many that pages use, for the rules only: what is kept keeps its own characters."""

from __future__ import annotations

_STRAIGHT = {
    **dict.fromkeys(map(ord, "‘’‚‛`´′ʼ"), "'"),
    **dict.fromkeys(map(ord, "“”„‟«»″❝❞"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
    ord("…"): "...",
    ord("’"): "'",
}
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e"
_FOLDS = str.maketrans({**_STRAIGHT, **dict.fromkeys(map(ord, _INVISIBLE))})


def spaced(text: str) -> str:
    """Return `text` with every run of white space, hard spaces too, as one plain space, none at the ends."""
    return " ".join(text.split())


def fold(text: str) -> str:
    """Return `text` with straight quotes, plain hyphens, no invisible characters and single spaces."""
    return spaced(text.translate(_FOLDS))


def unfolded_length(text: str, folded: int) -> int:
    """Return how many characters at the start of a spaced `text` make up `folded` ones of its folded form."""
    seen = 0
    for position, character in enumerate(text):
        if seen >= folded:
            return position
        seen += len(character.translate(_FOLDS))
    return len(text)
