"""English words that reading a question turns on, most of them as pieces of regular expressions."""

from __future__ import annotations


def one_of(words: str) -> str:
    """Return a group that matches one of the words, given with white space between; `_` stands for a space."""
    return "(?:" + "|".join(word.replace("_", " ") for word in words.split()) + ")"


REPORT_NOUN = one_of(
    r"""
    news articles? reports? reporting stor(?:y|ies) coverage headlines? pieces? columns? items? cuttings?
    excerpts? passages? paragraphs? quotes? quotations? statements? mentions? editorials? posts? texts?
    updates? developments?
    """
)
REPORT_VERB = one_of(
    r"""
    report(?:s|ed|ing)? writes? wrote written writing says? said saying publish(?:es|ed)? cover(?:s|ed|ing)?
    carry carries carried print(?:s|ed)? runs? ran mention(?:s|ed)? describe[sd]? quote[sd]? claim(?:s|ed)?
    reveal(?:s|ed)? broadcasts? tells? told note[sd]? state[sd]? comment(?:s|ed)? argue[sd]? thinks?
    call(?:s|ed)? spell(?:s|ed)? spelt cite[sd]? explain(?:s|ed)? analyse[sd]? predict(?:s|ed)?
    suggest(?:s|ed)?
    """
)
WH = one_of("what who whom whose which when where why how")
AUX = one_of("did does do has have had is are was were will would can could should might may")
_UNSAID = """
    person persons people individual individuals politician politicians lawmaker lawmakers official officials
    celebrity celebrities expert experts figure figures somebody someone everybody everyone anybody anyone
    company companies firm firms organisation organisations organization organizations body bodies
    country countries nation nations city cities town towns place places
    position positions stance stances view views attitude attitudes opinion opinions approach tone rhetoric policy
    want wants wanted think thinks thought believe believes believed feel feels felt hope hopes hoped
    try tries tried help helps helped manage manages managed happen happens happened occur occurs occurred
    set sets put puts take takes took taken make makes made get gets got give gives gave given
    go goes went gone come comes came keep keeps kept turn turns turned
"""
UNSAID = frozenset(_UNSAID.split())
"""Words by which a question says what kind of answer it wants, or that somebody wants, thinks or does something.
Articles name a person and need no "politician", tell what somebody said, and "set out" in another verb."""
