"""Where sentences begin and end: nltk's Punkt with parameters of our own, so that nothing is downloaded."""

from __future__ import annotations

import re
from functools import lru_cache

from nltk.tokenize.punkt import PunktLanguageVars, PunktParameters, PunktSentenceTokenizer

# Words after which a full stop ends no sentence: titles, ranks, months, addresses, firms, measures, references.
_ABBREVIATIONS = """
    mr mrs ms mx dr prof rev fr hon st ste sr jr messrs mme mlle sen rep gov pres lt col gen maj capt cmdr cpl
    sgt adm brig supt det insp amb atty jan feb mar apr jun jul aug sept sep oct nov dec ave blvd rd mt ft no nos
    vol vols pp p fig figs ch sec art inc ltd corp co bros plc cf al approx est dept univ min max vs v ca
    u.s u.k u.n e.u u.s.a d.c e.g i.e a.m p.m ph.d m.d b.a m.a
"""
# Initials end a sentence now and then ("in the U.S. It was"); before these words they most often do.
_STARTERS = """
    the he she it they we i you but and in on at a an this that these those his her their its there when while
    after before as if however meanwhile yet so
"""

# Words, and no mark that may end a sentence before the last of them.
_ONE = re.compile(r"[^.?!…]*\w[^.?!…]*[.?!…]?[\"'”’»)\]}\s]*")


class _NewsLanguage(PunktLanguageVars):  # type: ignore[misc]  # nltk ships no types
    """Punkt's English with typographic quotes, which close after the full stop in news."""

    sent_end_chars = (".", "?", "!", "…")
    re_boundary_realignment = re.compile(r"[\"'”’»)\]}]+?(?:\s+|(?=--)|$)", re.MULTILINE)


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences of a paragraph in order, as half-open ranges of code points.

    Together they hold everything but white space between them; a text without words gives what Punkt finds.
    """
    if _ONE.fullmatch(text):  # as most questions are, and Punkt takes 0.1 ms to find that out
        return [(0, len(text.rstrip()))]
    return _joined(text, [(start, end) for start, end in _tokenizer().span_tokenize(text)])


def _joined(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join what was split off although it does not open like a sentence: "…?” he asked" is one sentence."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and _continues(text[start:end]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _continues(sentence: str) -> bool:
    opening = sentence.lstrip("\"'“‘«([—–- ")
    return not opening or opening[0].islower()


@lru_cache(maxsize=1)
def _tokenizer() -> PunktSentenceTokenizer:
    parameters = PunktParameters()
    parameters.abbrev_types = set(_ABBREVIATIONS.split())
    parameters.sent_starters = set(_STARTERS.split())
    return PunktSentenceTokenizer(parameters, lang_vars=_NewsLanguage())
