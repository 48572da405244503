"""The word that a question turns on: "meet" of "Who did Cleverly meet?", "rocket" of "Where is the rocket going?".

Told without a parser, in the last sentence that has a question word: behind "did", "will" and the like it is the
verb, which stands before a function word or the end; behind "is", "was", "has" it is what the question is about.
Where no such word helps, as in "Who won?", there is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.analysis import STOP_WORDS, stems
from retrieval.sentences import sentences

_ASKS = re.compile(r"who|whom|whose|what|when|where|why|how|which", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_ADVERB = re.compile(r"[a-z]+ly")
_VERBS_BEHIND = """
    do does did will would can could shall should may might must
"""
_OTHERS_BEHIND = """
    is are was were be been has have had
"""
_OWNERS = """
    the a an his her its their our my your this that these those
"""
_BEFORE_VERBS, _BEFORE_OTHERS = frozenset(_VERBS_BEHIND.split()), frozenset(_OTHERS_BEHIND.split())
_OWN = frozenset(_OWNERS.split())


def asked_terms(text: str) -> frozenset[str]:
    """Return the terms of the word, empty where there is none."""
    for start, end in reversed(sentences(text)):
        words = _WORD.findall(text[start:end])
        at = next((n for n, word in enumerate(words) if _ASKS.fullmatch(word)), None)
        if at is not None:
            word = _turned_on(words, at)
            return frozenset(stems(word)) if word else frozenset()
    return frozenset()


def _turned_on(words: Sequence[str], at: int) -> str | None:
    helping = _BEFORE_VERBS | _BEFORE_OTHERS
    helper = next((n for n in range(at + 1, len(words)) if words[n] in helping), None)
    if helper is None:
        return None
    verb = words[helper] in _BEFORE_VERBS
    behind = range(helper + 1, len(words))
    return next((words[n] for n in behind if _plain(words[n]) and (not verb or _ends(words, n, helper))), None)


def _plain(word: str) -> bool:
    return word.islower() and word not in STOP_WORDS


def _ends(words: Sequence[str], n: int, helper: int) -> bool:
    """Whether a subject ends before the word, so that it is the verb: a name or a pronoun, or no noun follows."""
    if _ADVERB.fullmatch(words[n]):
        return False
    named = n > helper + 1 and (not words[n - 1].islower() or words[n - 1] in STOP_WORDS - _OWN)
    after = words[n + 1] if n + 1 < len(words) else ""
    return named or not after.islower() or after in STOP_WORDS
