"""Who speaks: the earlier sentence that names the speaker of a paragraph which does not.

News quotes run over several paragraphs: each opens with a quotation mark, and only one of them, often the
first, says who speaks. Likewise a paragraph may open with "He added". Rules, in order:

- a paragraph that names who speaks, outside its quotation marks, needs nothing;
- one that opens with a quotation mark (or stands inside a quotation that an earlier one left open) and names
  nobody gets the latest earlier sentence in which somebody named speaks; paragraphs of the same quotation are
  passed over, as are at most two others (captions, links) while the quotation is open;
- where speech is given to a pronoun ("he told reporters", "He wrote:"), or the paragraph opens with He, She or
  They, it gets the latest earlier sentence whose subject is a person or a body, or in which one speaks.

A sentence is taken whole and verbatim. Where none fits within a few paragraphs, nobody is named: a wrong
speaker is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from retrieval.sentences import sentences

_REACH = 12  # paragraphs looked back
_INTERRUPTIONS = 2  # captions and links within an open quotation
_NARRATIVE = 4  # words outside the quotation marks that make an opening quotation a mere title

_OPENING = '“"„«'
_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|«[^»]*(?:»|$)")
_VERBS_OF_SPEECH = """
    said says told tells added adds wrote writes tweeted posted stated states announced announces insisted
    insists warned warns explained explains claimed claims argued argues declared declares remarked replied
    responded asked asks continued continues concluded stressed stresses noted notes commented admitted
    confirmed suggested urged vowed pledged recalled observed joked tweets posts saying speaking adding writing
    telling quoted promised emphasised emphasized acknowledged revealed reiterated maintained pleaded predicted
    denied accused thanked
"""
_SPEECH_VERBS = frozenset(_VERBS_OF_SPEECH.split())
_SPEECH = rf"(?:{'|'.join(sorted(_SPEECH_VERBS))})"
_SKIPPED = (
    r"(?:also|later|then|has|had|have|was|were|is|are|been|being|heard|seen|just|previously|earlier|already|last|week|month|year|night"
    r"|on|monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|today|reportedly|again|further|simply|publicly|repeatedly"
    r"|\w+ly|this|afterwards|who|as|quoted)"
)
_SKIP = re.compile(_SKIPPED, re.IGNORECASE)
_RUN = re.compile(r"\w+")
_PRONOUN = re.compile(r"(?:he|she|they|it|i|we|you|one|this|that)", re.IGNORECASE)
_VAGUE = re.compile(
    r"(?:statement|it|report|letter|post|message|which|what|article|caption|reports|there|and|but)", re.IGNORECASE
)
_OPENS_WITH_PERSON = re.compile(r"(?:He|She|They)\b")
_IT_SPEAKS = re.compile(rf"(?:It|He|She|They)(?: \w+ly| also| has| had| then| later)* {_SPEECH}\b")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*|[,;:()–—§]")
_NAME = re.compile(r"\b[A-Z][\w'’-]+ (?:(?:de|von|van|der|al|bin) )*[A-Z][\w'’-]+")
_CLAUSE_END = re.compile("[,;:.§]")
_BREAK = frozenset(",;:()–—§")
_HONOURS = """
    Mr Mrs Ms Miss Dr Sir Dame Lord Lady President Prime_Minister Chancellor Secretary King Queen Prince
    Princess Pope Professor
"""
_OFFICES = """
    president minister secretary chancellor leader spokesman spokeswoman spokesperson mayor king queen
    chief official ambassador governor general director chairman chairwoman chair head MP senator judge
    professor author actor coach captain founder owner ministry department
"""
_PERSON = "|".join((_HONOURS + _OFFICES).split()).replace("_", " ")
_TITLE = re.compile(
    r"^(?:(?:[A-Z“\"][^,]{0,80}), )?(?:[A-Z][\w-]+'?s? )?(?:the |The |a |A |an |An )?(?:[\w-]+ ){0,4}?"
    rf"(?:{_PERSON})\b"
)
_FULL_NAME = re.compile(
    r"^(?:[A-Z][^,]{0,60}, )?[A-Z][\w'’-]+(?: (?:[A-Z][\w'’-]+|de|von|van|der|al|bin))+ (?:[a-z]|has|is)"
)


@dataclass(frozen=True)
class _Paragraph:
    """What of a paragraph matters for finding speakers; what takes long is found out only if asked for."""

    text: str
    opens_quoted: bool
    inside: bool
    left_open: bool

    @cached_property
    def spoken(self) -> Sequence[tuple[str, str | None]]:
        """Each sentence, and whether somebody named speaks in it, or a pronoun, or nobody."""
        found = (self.text[start:end] for start, end in sentences(self.text))
        return [(sentence.strip(), _attribution(_outside(sentence, inside=False))) for sentence in found]

    @cached_property
    def _silent(self) -> bool:
        """Whether nobody speaks outside the quotation that the paragraph stands in."""
        return self.inside and not _attribution(_outside(self.text, inside=not self.opens_quoted))

    @property
    def named(self) -> str | None:
        """The last sentence in which somebody named speaks."""
        named = (sentence for sentence, kind in reversed(self.spoken) if kind == "named")
        return None if self._silent else next(named, None)

    @property
    def pronoun(self) -> bool:
        """Whether a pronoun speaks in one of the sentences."""
        return not self._silent and any(kind == "pronoun" for _, kind in self.spoken)

    @cached_property
    def narrative(self) -> int:
        """How many words stand outside the quotation marks."""
        outside = _outside(self.text, inside=self.inside and not self.opens_quoted)
        return sum(word not in _BREAK for word in _WORD.findall(outside))

    @cached_property
    def subject(self) -> str | None:
        """The latest sentence whose subject is a person or a body; later paragraphs ask for it again and again."""
        for sentence, kind in reversed(self.spoken):
            if _OPENS_WITH_PERSON.match(sentence) or _IT_SPEAKS.match(sentence):
                continue
            if kind == "named":
                return sentence
            if sentence[:1] not in _OPENING and (_TITLE.match(sentence) or _FULL_NAME.match(sentence)):
                return sentence
        return None


def speakers(paragraphs: Sequence[str]) -> list[str | None]:
    """Return for each paragraph of an article the earlier sentence that names who speaks, verbatim, or None."""
    seen: list[_Paragraph] = []
    found: list[str | None] = []
    for text in paragraphs:
        paragraph = _look_at(text, open_before=_still_open(seen))
        found.append(_speaker(paragraph, seen))
        seen.append(paragraph)
    return found


def quotes(text: str) -> bool:
    """Whether a paragraph has words in quotation marks."""
    return bool(_QUOTED.search(text))


def names_who_speaks(text: str) -> bool:
    """Whether somebody speaks in a paragraph whom it names outside quotation marks; "a spokesman" is no name."""
    outside = (_outside(text[start:end], inside=False) for start, end in sentences(text))
    return any(_names_who_speaks(told, verb) for told in outside for verb in _verbs_of_speech(told))


def _names_who_speaks(outside: str, verb: re.Match[str]) -> bool:
    """Whether the subject of a verb of speech is a name, or the clause before its commas has one."""
    if _subject_kind(outside, verb) != "named":
        return False
    words, before = _words_before(outside, verb), outside[: verb.start()]
    if words and words[-1] not in _BREAK:
        return words[-1][0].isupper() or (before.rstrip().endswith(",") and bool(_NAME.search(before)))
    after = _CLAUSE_END.split(outside[verb.end() :], maxsplit=1)[0].strip()
    return after[:1].isupper() or bool(_NAME.search(after))


def _still_open(seen: list[_Paragraph]) -> bool:
    """Whether a quotation runs on, interruptions passed over."""
    for n, paragraph in enumerate(reversed(seen[-_REACH:])):
        if paragraph.opens_quoted or paragraph.inside or paragraph.left_open:
            return paragraph.left_open
        if n >= _INTERRUPTIONS:
            return False
    return False


def _look_at(text: str, *, open_before: bool) -> _Paragraph:
    text = text.strip()
    opens_quoted = text[:1] in _OPENING and bool(text)
    first_mark = re.search("[“”]", text)
    inside = open_before and (opens_quoted or bool(first_mark and first_mark[0] == "”"))
    return _Paragraph(text, opens_quoted, inside, _left_open(text))


def _left_open(text: str) -> bool:
    if "“" in text or "”" in text:
        return text.count("“") > text.count("”")  # also where a short quotation stands within the long one
    return text.count('"') % 2 == 1


def _outside(text: str, *, inside: bool) -> str:
    """Return the text with a mark in the place of each quotation."""
    if inside and "”" in text:
        text = text[text.index("”") + 1 :]
    return _QUOTED.sub(" § ", text)


def _attribution(outside: str) -> str | None:
    """Tell whether somebody named speaks in the text outside quotations, or a pronoun, or nobody."""
    folded = outside.casefold()
    if "according to" in folded:
        return "named"
    if _SPEECH_VERBS.isdisjoint(_RUN.findall(folded)):  # a look at all words at once, for nobody speaks in most
        return None
    kinds = [_subject_kind(outside, verb) for verb in _verbs_of_speech(outside)]
    if "named" in kinds:
        return "named"
    return "pronoun" if "pronoun" in kinds else None


def _verbs_of_speech(outside: str) -> Iterator[re.Match[str]]:
    return (found for found in _RUN.finditer(outside) if found[0].casefold() in _SPEECH_VERBS)


def _words_before(outside: str, verb: re.Match[str]) -> list[str]:
    """Return the words up to the subject of a verb that follows it: "Ms Berg, the mayor, also" → …, mayor."""
    before = _WORD.findall(outside[max(0, verb.start() - 120) : verb.start()])
    while before and _SKIP.fullmatch(before[-1]):
        before.pop()
    while before and before[-1] == ",":
        before.pop()
    return before


def _subject_kind(outside: str, verb: re.Match[str]) -> str | None:
    before = _words_before(outside, verb)
    subject = before[-1] if before else ""
    if subject in ("", *_BREAK):
        after = _WORD.findall(outside[verb.end() : verb.end() + 60])[:3]
        subject = (
            next((w for w in after if w.lower() not in ("the", "a", "an")), "")
            if subject == "§" or not before
            else ""
        )
    return _kind(subject)


def _kind(subject: str) -> str | None:
    if not subject or subject in _BREAK or _VAGUE.fullmatch(subject):
        return "pronoun" if subject.lower() == "it" else None
    return "pronoun" if _PRONOUN.fullmatch(subject) else "named"


def _speaker(paragraph: _Paragraph, seen: list[_Paragraph]) -> str | None:
    if paragraph.inside and not paragraph.named:
        return _subject(seen) if paragraph.pronoun else _voice(seen, running=True)
    if _OPENS_WITH_PERSON.match(paragraph.text) or _IT_SPEAKS.match(paragraph.text):
        return _subject(seen)
    if not paragraph.opens_quoted or paragraph.named:
        return None
    if paragraph.pronoun:
        return _subject(seen)
    return _voice(seen, running=False) if paragraph.narrative < _NARRATIVE else None


def _voice(seen: list[_Paragraph], *, running: bool) -> str | None:
    """Find who speaks in a quotation that names nobody: back over its own paragraphs to whoever was given it."""
    passed = 0
    for n in range(len(seen) - 1, max(-1, len(seen) - 1 - _REACH), -1):
        paragraph = seen[n]
        if paragraph.named:
            return paragraph.named
        if paragraph.pronoun or _OPENS_WITH_PERSON.match(paragraph.text):
            return _subject(seen[:n])
        if paragraph.opens_quoted or paragraph.inside:
            continue
        if not running:
            return paragraph.subject
        passed += 1
        if passed > _INTERRUPTIONS:
            return None
    return None


def _subject(seen: list[_Paragraph]) -> str | None:
    """Find the latest sentence whose subject a pronoun may stand for."""
    for paragraph in reversed(seen[-_REACH:]):
        if paragraph.opens_quoted and not paragraph.named:
            continue
        if paragraph.subject:
            return paragraph.subject
    return None
