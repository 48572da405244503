"""What kind of answer a question wants, whether it asks for several, and in what order.

Order is read where the question asks for reports in an order: "latest news on", "the newest report", "most
recent on", "oldest article", "first mention of", "in order of date", "timeline", "newest first", or where it
begins so ("latest Nato statement"). "How has … changed" is told from the oldest on. "The first woman", "the
world's oldest dog", "his latest film" in the middle of a question are part of the matter.

Several excerpts are asked for by list, every, all mentions, compare, "how has … changed", "which outlets",
a choice of two spellings ("Kiev or Kyiv"), timelines, or two dates. Voices are wanted where such a question asks
who is quoted, or how somebody's support, view or policy has changed: that is known from what they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from retrieval.model import Order
from retrieval.query import Want
from retrieval.question.draft import cut
from retrieval.question.words import AUX, REPORT_NOUN, REPORT_VERB, one_of

_LATEST = r"(?:latest|newest|most recent(?:ly)?|freshest)"
_OLDEST = r"(?:oldest|earliest)"
_ASK = (
    r"(?:(?:please )?(?:show|give|tell|find|get|send)(?: me| us)? |what(?:'s| is| are| was| were) "
    r"|any |list |and )*"
    r"(?:(?:all|everything|something) )?(?:the )?(?:very )?"
)
_OF = r"(?: (?:about|on|of|from|regarding|concerning)(?= ))?"
_TAIL = rf"(?: {REPORT_NOUN})?(?: (?:you have|there (?:is|are)))?(?: in(?= )|{_OF})(?: the(?= ))?"
_BY = r"(?:sort(?:ed)? by |order(?:ed)? by |in order of |by |in )?"
_IN_TIME = one_of(
    "order_of_date date_order chronological_order chronologically (?:a_)?time_?lines?(?:_(?:of|for|on))?"
)
_FIRST_REPORT = rf"(?:first|{_OLDEST}) {REPORT_NOUN}{_OF}(?= |$)"
_NEWEST_PATTERNS = (
    rf"\b{_BY}(?:newest|latest|most recent)(?: first| to oldest)\b|\bin reverse (?:chronological )?order\b",
    r"\bmost recently(?=\s*[?.!]*$| (?:about|on|regarding)\b)|\blatest(?=\s*[?.!]*$)",
    rf"^{_ASK}{_LATEST}\b{_TAIL}",
    rf"\b(?:the )?{_LATEST} (?:{REPORT_NOUN}{_OF}|on|about)(?= |$)",
)
_OLDEST_PATTERNS = (
    rf"\b(?:(?:in|by) (?:an? |the )?)?{_IN_TIME}\b|\b(?:sort(?:ed)?|order(?:ed)?) by date\b|\bby date\b",
    rf"\b{_BY}{_OLDEST}(?: first| to newest)\b",
    rf"^{_ASK}{_FIRST_REPORT}|\b(?:the )?{_FIRST_REPORT}",
)
_TIMELINE = re.compile(rf"\b(?:{_IN_TIME}|by date)\b", re.IGNORECASE)
_MADE = one_of(r"reveal\w* publish\w* announc\w* set give\w* propos\w* agree\w*")
_MATTER_TIMELINE = re.compile(rf"\b{_MADE} an? time ?line", re.IGNORECASE)


def _compiled(patterns: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


_ORDERS: tuple[tuple[Order, tuple[re.Pattern[str], ...]], ...] = (
    ("newest", _compiled(_NEWEST_PATTERNS)),
    ("oldest", _compiled(_OLDEST_PATTERNS)),
)
_PLACES = rf"(?:{REPORT_NOUN}|times?|places?)"
_SEVERAL = _compiled(
    (
        r"^(?:please )?(?:(?:can|could) you )?(?:list|name|enumerate)\b(?: (?:me|all|every|the))*(?: of the)?",
        r"^(?:show|give|find|tell)(?: me)?"
        r" (?:a list of|all(?: of)?(?: the)?|every|everything (?:on|about)|each)(?= )",
        rf"\b(?:every|each|all)(?: of the| the)? (?:single )?{_PLACES}"
        r"(?: (?:of|about|on|where|that|in which))?(?= |$)",
        r"^(?:every|each|all)\b(?: of)?(?: the)?",
        r"^(?:please )?(?:compar(?:e|ing)|contrast)\b(?: and contrast)?(?: the)?",
        r"\bcomparison (?:of|between|with)\b(?: the)?",
        r"^how (?:do|does|did|would) (?=.{1,200}? compare\b)",
        r"(?=\b(?:19|20)\d\d (?:and|vs\.?|versus|or) (?:in |the )?(?:19|20)\d\d\b)",
        r"\bdifferences? between\b|\b(?:side by side|in contrast to|as opposed to)\b",
    )
)
_CHANGE = one_of(
    """
    chang(?:ed?|ing) develop(?:ed|ing|s)? evolv(?:ed?|ing) shift(?:ed|ing)? progress(?:ed|ing)? differ(?:ed|s)?
    unfold(?:ed)?
    """
)
_CHANGED = re.compile(
    rf"^how (?:has|have|had|did|does|is|are|was|were)\b(?=.{{1,300}}?\b(?:{_CHANGE}|moved? on|grown?)\b)",
    re.IGNORECASE,
)
_OVER_TIME = r"over (?:time|the (?:years|months|weeks))"
_IN_TURN = re.compile(
    rf"^how (?!.{{1,300}}?\bdiffer)(?:(?:has|have|had)\b|(?=.{{1,300}}?\b{_OVER_TIME}\b))", re.IGNORECASE
)
_CHANGE_WORD = re.compile(rf"\b{_CHANGE}\b(?: {_OVER_TIME})?", re.IGNORECASE)
_OF_OUTLETS = re.compile(
    r"\b(?:how|what|which) (?:(?:do|did|have|of) )?(?:(?:the|these|all|any|different|various|other) )*"
    + one_of("outlets papers newspapers sources publications media")
    + rf"(?: {REPORT_VERB})?(?: (?:about|on))?(?: the)?(?!\w)",
    re.IGNORECASE,
)
_TOLD_OF = one_of("reported quoted mentioned cited")
_REACTED = r"(?:commented|reacted)\b(?: (?:on|to|about)\b)?"
_TOLD = re.compile(
    rf"\b(?:(?:is|are|was|were|been|get) (?:all )?)?{_TOLD_OF}(?: as)?\b"
    rf"|\b(?:(?:who|that) )?(?:(?:has|have|had) )?{_REACTED}",
    re.IGNORECASE,
)
_COLLECTED = re.compile(
    rf"^(?:which|what) (?:[\w'-]+ ){{1,5}}?"
    rf"(?:(?:are|were|have been|get) (?:all )?{_TOLD_OF}\b|(?:have )?{_REACTED})"
    rf"|^who(?: else)? (?:(?:are|is|was|were|has been|have been|gets?) (?:all )?{_TOLD_OF}\b|(?:has )?{_REACTED})"
    r"|^who all\b",
    re.IGNORECASE,
)
_HEARD = one_of(
    "quoted cited speaking spoke spoken said commented reacted responded commenting reacting responding"
)
_STANCE = one_of(
    """
    support positions? stances? views? attitudes? opinions? policy policies approach tone rhetoric thinking
    commitments? promises? demands? criticism warnings? reactions? responses?
    """
)
_SPEAKERS = re.compile(
    r"^(?:(?:(?:please|can you|could you) )*(?:list|name|enumerate|find|show|give|all|every)|who"
    rf"|(?:which|what) (?!{AUX}\b)\w)[^.?!]{{0,80}}?\b{_HEARD}\b"
    rf"|^how {AUX}\b[^.?!]{{1,120}}?\b{_STANCE}\b"
    rf"|^(?=.{{0,200}}?\b{_IN_TIME}\b).{{0,200}}?\b{_STANCE}\b",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"\b([^\W\d_]{3,20}),? (?:or|vs\.?|versus|/) ([^\W\d_]{3,20})\b")

_SIZE = one_of("many much long old big large far often high tall fast deep wide heavy expensive small strong few")
_QUANTITY = one_of(
    "percentage proportion share number amount sum age rate price size cost figure total score fraction"
)
_TIME = one_of("day date month year week weekday time")
_SPOT = one_of(
    """
    city cities country countries town towns place places region state village county location capital venue nation
    building buildings
    """
)
_SOMEBODY = one_of(
    """
    person people man woman leaders? (?:prime_)?ministers? president politicians? mps? spokesman
    spokeswoman official actor actress singer player general
    """
)
_SPOKEN = one_of(
    """
    says? said saying quote[sd]? quotes quotation words? statement remark(?:ed)? comment(?:ed)? tell
    told described? call(?:ed)? promised? warn(?:ed)? tweet(?:ed)?
    """
)
_WHICH = r"\b(?:what|which) (?:\w+ )?"
_WANTS: tuple[tuple[Want, re.Pattern[str]], ...] = (
    ("number", re.compile(rf"\bhow {_SIZE}\b(?! ago)|{_WHICH}{_QUANTITY}\b", re.IGNORECASE)),
    (
        "date",
        re.compile(
            rf"^(?:and |so )?when\b|\bwhen {AUX}\b|\bhow long ago\b|\bsince when\b|\b(?:what|which) {_TIME}\b",
            re.IGNORECASE,
        ),
    ),
    ("place", re.compile(rf"\bwhere\b|{_WHICH}{_SPOT}\b", re.IGNORECASE)),
    ("person", re.compile(rf"\bwho(?:m|se)?\b|{_WHICH}{_SOMEBODY}\b", re.IGNORECASE)),
    ("quote", re.compile(rf"\b{_SPOKEN}\b", re.IGNORECASE)),
    (
        "reason",
        re.compile(
            rf"\bwhy\b|\bhow come\b|{_WHICH}(?:reason|cause)[sd]?\b|\b(?:reason|cause) (?:for|of|given)\b"
            r"|\bwhat led to\b",
            re.IGNORECASE,
        ),
    ),
)
_WITH = r"(?: (?:with|where|that says?|saying|which says?|containing|about|on|of|for))?"
_REQUEST = re.compile(
    rf"^(?:(?:please |can you |could you )*(?:find|show|give|get|quote|search(?: for)?|look up|send)(?: me| us)?"
    rf"(?: (?:the|a|an|any|some|all))*(?: {REPORT_NOUN})?{_WITH}"
    rf"|(?:{REPORT_NOUN}|anything|something|everything)"
    r" (?:about|on|of|regarding|concerning|with|where)(?: the(?= ))?"
    rf"|(?:is there |are there )?(?:any|some) {REPORT_NOUN}(?: (?:about|on|of))?"
    r"|tell me(?: more)?(?: about)?"
    r"|i(?: would|'d)? (?:want|like)(?: to (?:know|read|see))?(?: (?:about|more about))?)(?= |$)",
    re.IGNORECASE,
)
_QUOTE_OF = re.compile(
    rf"(?:^|(?<= )){REPORT_NOUN}(?: (?:about|with|of|saying|containing|that says?))?:? (?=[\ue000-\ue013])",
    re.IGNORECASE,
)
_LEADING_ABOUT = re.compile(r"^(?:about|on|regarding|concerning|of) (?=\S)", re.IGNORECASE)
_LEFT_ALONE = re.compile(
    rf"[^\w\ue000-\ue013]*(?:(?:the|all|any|only) )*{REPORT_NOUN}?[^\w\ue000-\ue013]*", re.IGNORECASE
)
_REPORT_FRAME = re.compile(
    rf"^(?:what|anything) (?:{AUX} )?(?:(?:the|these|your|any|all) )*{REPORT_NOUN}\b"
    rf"(?: {REPORT_VERB}\b)?{_OF}(?: the(?= ))?"
    r"|^what(?:'s| is| was| has been| have been| has| had)? (?:been )?"
    + one_of("reported published written happened happening new in_the_news said")
    + r"(?: (?:about|on|with|in|to|of)(?= ))?(?: the(?= ))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Shape:
    """The order that a question asks for, whether it asks for several excerpts, and the text without either."""

    text: str
    order: Order = "relevance"
    several: bool = False


def read_shape(text: str) -> Shape:
    """Read order and several from a tidy text; the words that ask for them are blanked."""
    order, text, timeline = _order(text)
    several = timeline or _two_spellings(text)
    if _COLLECTED.search(text.strip()):
        several, text = True, _without_told(text)
    for pattern in _SEVERAL:
        if found := pattern.search(text):
            several, text = True, _without_told(cut(text, [found.span()]))
            break
    if found := _CHANGED.search(text):
        if order == "relevance" and _IN_TURN.search(text):
            order = "oldest"
        several, text = True, _without_change(text, found)
    if found := _OF_OUTLETS.search(text):
        several, text = True, cut(text, [found.span()])
    return Shape(text, order, several)


def _without_told(text: str) -> str:
    """Leave out that somebody is quoted or mentioned, which articles do not say of themselves."""
    found = _TOLD.search(text)
    return cut(text, [found.span()]) if found else text


def _order(text: str) -> tuple[Order, str, bool]:
    timeline = bool(_TIMELINE.search(text)) and not _MATTER_TIMELINE.search(text)
    for order, patterns in _ORDERS:
        for pattern in patterns:
            found = pattern.search(text)
            if found and (timeline or not _TIMELINE.search(found[0])):
                return order, cut(text, [found.span()]), timeline
    return "relevance", text, timeline


def _without_change(text: str, found: re.Match[str]) -> str:
    """Leave out "How has … changed": articles do not say it so."""
    verb = _CHANGE_WORD.search(text, found.end())
    return cut(text, [found.span(), *([verb.span()] if verb else [])])


def _two_spellings(text: str) -> bool:
    """Whether the question offers two spellings of one word: "Kiev or Kyiv"."""
    pairs = ((m[1].casefold(), m[2].casefold()) for m in _CHOICE.finditer(text))
    return any(a != b and a[0] == b[0] and fuzz.ratio(a, b) >= 60 for a, b in pairs)


def read_wants(text: str, *, several: bool) -> frozenset[Want]:
    """Read from a question's form what kind of answer it wants; voices, where it asks for several who speak."""
    wants = frozenset(want for want, pattern in _WANTS if pattern.search(text))
    return wants | {"voices"} if several and _SPEAKERS.search(text) else wants


def without_request(text: str) -> str:
    """Blank an opening that says nothing of the matter: "Find the passage with", "news about"."""
    for pattern in (_REQUEST, _REPORT_FRAME):
        lead = len(text) - len(text.lstrip(" ,:;"))
        if (found := pattern.match(text[lead:])) and found.end():
            text = cut(text, [(lead, lead + found.end())])
    return _QUOTE_OF.sub(lambda found: " " * len(found[0]), text)


def without_leftovers(text: str) -> str:
    """Leave out what filters left: an "about" or "on" at the head, "articles" or a question mark alone."""
    return "" if _LEFT_ALONE.fullmatch(text) else _LEADING_ABOUT.sub("", text)
