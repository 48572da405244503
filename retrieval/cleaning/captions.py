"""Photo captions and picture credits, and the galleries that they come in."""

from __future__ import annotations

import re

from retrieval.cleaning.blocks import Block, remembered
from retrieval.cleaning.dates import names_day
from retrieval.cleaning.vocabulary import CAPTION_VERBS, PAST, POSES, REPORTING

_AGENCY = (
    r"(?i:getty(?: images)?(?: europe)?|reuters|epa(?:-efe)?|afp|ap(?: photo)?|pa(?: media| wire"
    r"| images| archive| photo)?|shutterstock|alamy"
    r"(?: stock photo| live news)?|istock(?:photo)?|bloomberg|rex(?: features)?|splash(?: news)?"
    r"|wireimage|filmmagic|zuma(?: press)?"
    r"|imago(?: images)?|dpa|picture[ -]alliance|usa today(?: sports| network)?|associated press"
    r"|press association|agence france-presse"
    r"|anadolu(?: agency)?|unsplash|pexels|adobe stock|depositphotos|xinhua|sipa(?: usa)?|nurphoto"
    r"|lightrocket|handout|supplied|file(?: photo| pic)?"
    r"|backgrid|swns|keystone|ritzau(?: scanpix)?|ntb|ansa|efe|nasa(?:/jpl\S*)?|noaa"
    r"|maxar(?: technologies)?|afp via getty images|screengrab|pool)\b"
)
_LABEL = (
    r"(?i:photo(?:graph|graphy|s|graphs| illustration)?|images?|pictures?|pics?|credits?|bild(?:er)?"
    r"|fotos?|фото|світлина|crédits?|illustrations?|courtesy|copyright|photographed"
    r"|captions?|bildquelle|picture credit|image source|image credit|photo credit|bbc/)"
)
_WORD = r"(?:(?!\d+\b)[A-ZÀ-Þ0-9@][\w.'&-]*|de|van|von|der|al|bin|la|del|di|the|of|and|for|[A-Z]\.)"
_NAME = rf"{_WORD}(?:,? {_WORD}){{0,6}}"

_FIGURES = re.compile(r"\d")
_AGENCY_CAPTION = re.compile(
    r"\W{0,2}(?:FILE ?[-:]|[Ii]n (?:this|an?) (?:[\w.]+,? ){0,8}(?:file )?(?:photo|picture|image|photograph)\b)"
)
_FOR_SALE = re.compile(r", [$£€]\d[\d,.]*, available (?:at|from|on) ")  # what is worn in a picture, and its price
_CAPTION = 400  # characters that a caption has at most
_SENTENCE = re.compile(r"(?<=[a-z\d)'\"][.!?])\s+(?=['\"]?[A-Z])")
_EARLY = 14  # among so many words a caption says what is done in the picture
_CREDIT_ONLY = re.compile(
    rf"[\W_]*(?:{_AGENCY}(?:[\W_]+(?:via |for )?(?:{_AGENCY}|{_NAME}))?"
    rf"|{_NAME} ?(?:/|, | via | - |\|) ?{_AGENCY}(?:[\W_]+(?:via |for )?(?:{_AGENCY}|{_NAME}))*"
    rf"|{_LABEL} ?(?::|©|\bby\b|\bof\b|/|\|)+ ?[^.!?]{{2,80}}|{_NAME} ?/ ?{_NAME}|©[^.]{{2,60}})\W*"
)
_CREDIT_LABELLED = re.compile(rf"[\W_]*{_LABEL} ?(?:(?::|©|\b(?i:by|courtesy of)\b).*|\b(?i:from)\b[^.!?]*)")
_CREDIT_TAIL = re.compile(
    rf"(?:\((?i:videos?|photos?|pictures?|images?|footage) (?:sent|by|from|shared|taken|provided|posted)\b"
    r"[^()]{2,80}\)"
    rf"|[(\[|©][^()\[\]]{{0,90}}(?:\b{_AGENCY}|\b(?:{_LABEL} ?(?::|by\b|/)|(?i:courtesy) of\b)[^()]{{0,60}}"
    rf"|(?<![A-Z])[A-Za-z] ?/ ?(?:[A-Z][^()\d]{{1,40}}|[\w.-]+@[\w.-]+)|\b(?i:photo|image|picture))\W{{0,3}}"
    rf"|\b{_LABEL}(?i: credit| by| courtesy| source)? ?(?::| by |©|: ©|/)[^.!?]{{2,80}}"
    rf"|[.'\"!?\s]\s?(?:{_NAME} ?/ ?)+(?:{_AGENCY}|{_NAME})(?i: via getty images)?"
    rf"|\s-\s\(?{_AGENCY}[^.]{{0,30}}|\b{_AGENCY} ?/ ?{_NAME}|\b(?i:via (?:getty images|ap|reuters|afp"
    rf"|shutterstock))"
    rf"|[.!?]['\"]? (?:{_NAME},? )?{_AGENCY})\W*\Z"
)
_CREDIT_HEAD = re.compile(rf"[A-ZÀ-Þ][\w'-]+(?: [A-ZÀ-Þ][\w.'-]+){{1,2}} ?/ ?(?:{_NAME}/)?{_AGENCY}")
_AGENCY_TAIL = re.compile(r"[(\[][A-Z][\w.&/ -]{1,35}[)\]]\W*\Z")
_CAPTION_LABEL = re.compile(
    r"(?:(?:image|photo|picture|media|video|figure) ?(?:caption)?|caption|bild|foto)[,:.]*"
)
_CREDIT_LABEL = re.compile(
    r"(?:(?:image|photo|picture) (?:source|credit|copyright)|credits?|bildquelle|copyright)[,:.]*"
)
_GALLERY = re.compile(
    r"^\W*(?:\d{1,3} ?(?:/|of) ?\d{1,3}(?!\d|/)|(?:image|photo|picture|slide|figure|fig\.) \d+\b)", re.IGNORECASE
)
_CAPTION_WORDS = re.compile(
    r"\b(?:file (?:photo|image|picture|pic)|pictured|\(?(?:left|right|centre|center|above|below|top"
    r"|bottom|l-r|from left|far left|far right|second"
    r" (?:left|right))\)|, (?:left|right|centre|center|pictured),|^.{0,30}\bin pictures\b|is (?:seen"
    r"|pictured|shown)|are (?:seen|pictured|shown)|image caption|poses? for|in this"
    r" (?:photo|picture|image|file|undated)|undated (?:photo|picture|handout)|screengrab|seen here|shown here)",
    re.IGNORECASE,
)


@remembered
def credit_only(block: Block) -> bool:
    """Whether the block is nothing but a picture credit, such as "PA" or "Photograph: Jo Bloggs/Getty Images"."""
    text = block.plain
    if len(text) > 110 or (block.terminal and len(block.words) > 9):
        return False
    return bool(_CREDIT_ONLY.fullmatch(text))


def ends_in_credit(block: Block) -> bool:
    """Whether a picture credit ends the block."""
    return bool(_CREDIT_TAIL.search(block.plain[-110:]))


@remembered
def captioned(block: Block) -> bool:
    """Whether the block ends in a picture credit, or opens with the label of one or as agencies' captions do."""
    if block.length > 700:
        return False
    if _AGENCY_CAPTION.match(block.plain) and _FIGURES.search(block.plain[:80]):
        return True  # "In this Monday, Oct. 3, 2011 photo, ...": agencies begin captions so, and nothing else
    if _FOR_SALE.search(block.plain) or (_CREDIT_LABELLED.fullmatch(block.plain) and block.length <= 250):
        return True
    if _CREDIT_HEAD.match(block.plain) and block.length <= _CAPTION:
        return True
    if (
        not block.terminal
        and len(block.words) >= 6
        and block.grammar >= 0.15
        and _AGENCY_TAIL.search(block.plain[-45:])
    ):
        return True
    return ends_in_credit(block) or bool(_GALLERY.match(block.plain))


@remembered
def caption_worded(block: Block) -> bool:
    """Whether the block uses the words that place people in a picture: "left", "pictured", "is seen"."""
    return block.length <= 400 and bool(_CAPTION_WORDS.search(block.plain))


@remembered
def acted_caption(block: Block) -> bool:
    """Whether the block says what somebody does, in the present tense, and reports nothing."""
    words = block.words
    early = words[1:_EARLY]
    return 7 <= len(words) <= 60 and not CAPTION_VERBS.isdisjoint(early) and PAST.isdisjoint(words)


@remembered
def pictured(block: Block) -> bool:
    """Whether the block may be a caption in full sentences: the first has a day or a deed, and reports nothing."""
    if block.length > _CAPTION or block.quotation:
        return False
    first = _first_sentence(block)
    acted = not CAPTION_VERBS.isdisjoint(first.words[1:_EARLY])
    return REPORTING.isdisjoint(first.words) and (acted or _on_a_day(first) or _posed(first))


@remembered
def dated(block: Block) -> bool:
    """Whether the first sentence has a day, not in front, where chronicles have it."""
    return _on_a_day(_first_sentence(block))


@remembered
def posed(block: Block) -> bool:
    """Whether the first sentence tells early on what people do in pictures and hardly elsewhere, as it happens."""
    return _posed(_first_sentence(block))


def _on_a_day(first: Block) -> bool:
    return names_day(first) and not names_day(Block(0, " ".join(first.plain.split()[:3])))


def _posed(first: Block) -> bool:
    return not POSES.isdisjoint(first.words[1:_EARLY])


@remembered
def _first_sentence(block: Block) -> Block:
    return Block(block.line, _SENTENCE.split(block.plain, 1)[0])


def label(block: Block) -> str | None:
    """Return what a label such as "Image caption," or "Credit..." announces: a caption or a credit."""
    if _CAPTION_LABEL.fullmatch(block.low):
        return "caption"
    return "credit" if _CREDIT_LABEL.fullmatch(block.low) else None
