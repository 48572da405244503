"""What a question says to the one who is asked, and how it asks: nothing of it stands in articles.

"Can you tell me what Cleverly said?" is searched as "what Cleverly said", "What was the name of the storm?" as
"What was the storm?". Each frame has to stand where it is one: openings at the start, "true or false" before a
statement.
"""

from __future__ import annotations

import re

from retrieval.question.draft import cut
from retrieval.question.words import AUX, REPORT_NOUN

_GREETED = r"(?:(?:hey|hi|hello|ok|okay)(?: there| bot| cuttings)?[,!. ]+)?"
_ASKED = (
    r"(?:please )?(?:can|could|would|will) you (?:please )?(?:tell|show|remind|explain)(?: to)?(?: me| us)?"
    r"(?: about)?"
    r"|do (?:you|we|they) (?:happen to )?know(?: anything about)?|does any(?:one|body) know"
    rf"|(?:is|are) there (?:anything|something|any {REPORT_NOUN})"
    r"(?: in (?:the|your) (?:collection|archive|articles|database|files))?(?: (?:about|on|of|regarding))?"
    r"|what (?:is|do we|do you) know(?:n)? (?:about|of)|what (?:information|details) (?:is|are) there (?:about|on)"
    r"|(?:(?:i am|i'm|we are|we're) )?(?:looking|searching) for(?: (?:anything|something|any))?"
    rf"(?: {REPORT_NOUN})?(?: (?:about|on|regarding))?"
    r"|(?:any |some |more )?(?:information|info|details|facts|background) (?:about|on|of|regarding)"
    r"|(?:i wonder|i was wondering|just wondering)(?: if you know)?|remind me"
)
_OPENING = re.compile(rf"^{_GREETED}(?:(?:{_ASKED})(?: the(?= ))?)?(?= |$)", re.IGNORECASE)
_FRAMES = tuple(
    re.compile(frame, re.IGNORECASE)
    for frame in (
        rf"(?<=\bwhat) (?:{AUX} )?(?:the )?(?:full |real |official )?names? of(?= )",
        r"(?<=\bwhat's) the names? of(?= )",
        r"(?<=\bwhat) (?:percentage|percent|per cent|proportion|number|amount) of(?= )",
        r"^(?:is it )?true or false\W*|\bof (?:these|the following)(?= )",
        r"(?<=\bwhich) of the following(?= )|\b(?:approximately|roughly)(?= (?:how|what|when|where|\d))",
    )
)


def without_frames(text: str) -> str:
    """Blank what a tidy text says to the one who is asked, and how it asks."""
    found = _OPENING.match(text)
    if found and found.end() and text[found.end() :].strip(" ?!."):
        text = cut(text, [found.span()])
    for frame in _FRAMES:
        text = cut(text, [found.span() for found in frame.finditer(text)])
    return text
