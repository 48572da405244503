"""Bylines, names, roles and notes on authors."""

from __future__ import annotations

import re

from retrieval.cleaning.blocks import Block, remembered
from retrieval.cleaning.vocabulary import NO_OUTLETS, NOT_NAMES, OUTLET_NOUNS, SECTIONS

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)(?:uary|ruary|ch|il|ust|tember|ober|ember)?"
_CAPITAL = (
    rf"(?:(?!(?i:{_MONTH})\b\.? \d)[A-ZÀ-ÞŁŚŠŽ][\w.'-]*|[A-Z]\.|(?:de|van|von|der|den|al|bin|la|del|di|da|ter)\b"
    r"|O'\w+|\"[A-Z][\w ]{1,20}\")"
)
NAME = rf"[A-ZÀ-ÞŁŚŠŽ][\w.'-]*(?: {_CAPITAL}){{1,4}}"
_LIST = rf"{NAME}(?:(?: ?, (?:and )?| and | und | et | y | & | with )(?:in [A-Z]\w+)?\s?{NAME}){{0,5}}"
_BY = re.compile(
    rf"(?i:(?:(?:article|story|words|written|reported|analysis|opinion|review|interview|column|posted"
    rf"|published|submitted|text|report) )?(?:by|von|par|por|di|av|af"
    rf"|door):?\s+(?:the )?|(?-i:[Bb]y)(?-i:(?=[A-Z][a-z])))(?P<names>{_LIST})(?P<rest>.*)"
)
_ROLE = re.compile(
    r"(?i:\b(?:editor|correspondent|reporter|journalist|columnist|writer|contributor|bureau chief"
    r"|producer|presenter|critic|staff|intern"
    r"|analyst|redakteur(?:in)?|korrespondent(?:in)?|redaktion|newsroom|commentator|broadcaster|author"
    r"|freelance\w*|fellow|autor(?:in)?|news desk)\b)"
)
_EMPLOYER = re.compile(r" (?:Bloomberg|Reuters|AFP|AP|PA)$")  # behind "Ann Other"
_SURE_NAME = re.compile(NAME)
_BIO = re.compile(
    rf"(?i:about the author:? )?{NAME},?(?: \([^)]*\))? (?:is|was|has been|covers|writes|reports|works"
    rf"|joined|leads|edits|hosts|teaches|serves)\b.{{0,160}}?"
    r"(?i:\b(?:reporter|editor|correspondent|journalist|columnist|writer|freelance\w*|contributor"
    r"|producer|covers|covering|author of|bureau chief"
    r"|newsletter|podcast|newsroom|fellow at|blogs?|critic)\b|(?:reports|reporting) on\b)"
)
_BEAT = re.compile(
    rf"{NAME} (?:writes (?:about|on|for)|reports on|covers(?! (?:nearly|about|more|some|an? |\d))|reviews) \w"
)
_BIO_TAIL = re.compile(
    r"(?i:(?:follow|e-?mail|contact|reach|tweet|find) (?:him|her|them|me|us) (?:at|on|by|via|here"
    r"|through|online)\b|(?:he|she"
    r"|they) (?:can be (?:reached|contacted|found)|tweets?|(?:previously |also |has )"
    r"?(?:covers|covered|writes|reports on|worked (?:for|at)|joined|studied|holds a|graduated|lives in"
    r"|is based in))|@\w{3,}|\S+@\S+\.\w+"
    r"|got a (?:story|tip|news tip)|do you have (?:a story|information|any information)|have you (?:got"
    r"|been affected)|are you affected|send (?:us )?(?:your )?(?:tips|stories"
    r"|an email)|get in touch (?:with (?:us|me|the author)|by|at|via|on)\b"
    r"|tip(?:s)? (?:us|line)|(?:on |via )?whatsapp:|(?:on|via) whatsapp\b"
    r"|contact (?:the author|our|us))"
)


@remembered
def byline_names(block: Block) -> tuple[str, ...]:
    """Return the names of a byline such as "By Ann Other and Jo Bloggs, Editor"; empty where it is none."""
    if block.length > 160:
        return ()
    found = _BY.fullmatch(block.plain)
    if not found or (block.terminal and len(block.words) > 12) or len(found["rest"].split()) > 14:
        return ()
    return split_names(found["names"])


def split_names(names: str) -> tuple[str, ...]:
    """Return the single names of a list of names."""
    parts = re.split(r" ?,(?: and| und)? | and | und | et | y | & | with ", names)
    return tuple(name for part in parts if is_name(name := _without_employer(_trimmed(part))))


def _trimmed(name: str) -> str:
    """Return a name without the marks around it; the dot of "Jr." is its own."""
    bare = name.strip(" .,")
    return f"{bare}." if bare.endswith((" Jr", " Sr")) and f"{bare}." in name else bare


def _without_employer(name: str) -> str:
    person = _EMPLOYER.sub("", name)
    return person if is_name(person) else name


def is_name(text: str) -> bool:
    """Whether the text looks like a person's name of two to five words."""
    words = text.split()
    if not 2 <= len(words) <= 5 or len(text) > 45 or not _SURE_NAME.fullmatch(text) or _ROLE.search(text):
        return False
    if any(word.endswith("'s") for word in words[:-1]):
        return False  # what is called after somebody
    return (not any(word.lower().strip(".") in NOT_NAMES for word in words) and not text.isupper()) or _shouted(
        text
    )


def _shouted(text: str) -> bool:
    return (
        text.isupper()
        and bool(_SURE_NAME.fullmatch(text.title()))
        and not any(w.lower() in NOT_NAMES for w in text.split())
    )


@remembered
def role(block: Block) -> bool:
    """Whether the block is a line such as "Deputy Editor" or "Jo Bloggs, Chief Reporter in Leeds"."""
    return (
        block.length <= 90
        and len(block.words) <= 11
        and not block.terminal
        and not block.verbs
        and bool(_ROLE.search(block.plain))
    )


@remembered
def note_on_author(block: Block) -> bool:
    """Whether the block tells who the author is, or how to reach one."""
    if block.length > 900:
        return False
    if _BIO.match(block.plain) or _BEAT.match(block.plain):
        return True
    return block.length <= 250 and bool(_BIO_TAIL.search(block.plain)) and not block.quotation


def newspaper_like(name: str) -> bool:
    """Whether a name is of a newspaper's or broadcaster's kind: "Evening Standard", "The Herald"."""
    words = name.lower().removeprefix("the ").split()
    return (
        len(words) >= 2 - name.startswith("The ")
        and any(word in OUTLET_NOUNS for word in words)
        and (words[0] not in NO_OUTLETS or daily_paper(words))
    )


def daily_paper(words: list[str]) -> bool:
    """Whether small words are a paper's name such as "Daily Mercury", and not a section's such as "Daily News"."""
    return words[0] in ("daily", "sunday") and words[1:2] != [] and words[1] in OUTLET_NOUNS - SECTIONS
