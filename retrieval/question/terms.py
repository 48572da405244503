"""The query that comes of a reading: its words as terms, and what spelling adds to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from retrieval.analysis import Token, stems, tokenize
from retrieval.engine import Statistics
from retrieval.query import Origin, Query, QueryTerm, Reading
from retrieval.question.foreign import ABBREVIATIONS, STOP_WORDS
from retrieval.question.words import UNSAID
from retrieval.spelling import Found, Speller, Spellers, english_words, is_english
from retrieval.thesaurus import arrange, expanded

_MOST_LOOKED_UP = 40  # words of one question that spelling is asked about
_LONG_FOREIGN = 8  # letters from which on a word with accents may be one that English has too: resolución
_UNREADABLE = (
    0.1  # weight of a word that occurs nowhere and need not: of another language, or one that goes unsaid
)
_TELLING = 2  # words that the collection has, from which on they tell what is asked without what goes unsaid
_STRANGE = 2  # words neither English nor in the collection, from which on a question may be in another language
_SPELLERS = Spellers()


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the question as written; `exact`: a phrase holds it; `name`: it may be a name."""

    token: Token
    text: str
    exact: bool
    name: bool

    @property
    def foreign(self) -> bool:
        """Whether it is of another script than Latin."""
        return not self.token.word.isascii() and self.text.isalpha()


def make_query(
    reading: Reading, statistics: Statistics, speller: Speller | None = None
) -> tuple[Query, str | None]:
    """Return the query of a reading, and the question in the collection's spelling where a word was corrected.

    A word's alternatives (other spellings, transliterations) carry the question's own spelling as their `word`
    and weigh less; of two spellings that a question for several places names itself ("Kiev or Kyiv"), the second
    stands for the first. Words of an exact phrase stay as they are. The speller is made from the statistics when
    first needed, and kept as long as they are.
    """
    speller = speller or _SPELLERS.of(statistics)
    words = list(_words(reading))
    own = [QueryTerm(word.token.term, word.text) for word in _once(words)]
    asked = list(dict.fromkeys(word for word in words if not word.exact))
    found = [_look_up(word, statistics, speller) for word in asked[:_MOST_LOOKED_UP]]
    known = {term.term for term in own}
    added = [other for one in found for other in one.others if one.absent or other.term not in known]
    light = _light(found, len(asked), UNSAID | reading.years)
    twins = _twins(found) if reading.several else {}
    terms = [replace(term, weight=_UNREADABLE) if term.term in light else term for term in (*own, *added)]
    terms = [_spelling_of(twins[term.word], term) if term.word in twins else term for term in terms]
    better = {
        one.word.text: one.others[0].found_as or one.word.text
        for one in found
        if one.absent and one.others and one.others[0].origin == "spelling"
    }
    return expanded(_query(reading, terms), statistics), _suggestion(reading, better)


@dataclass(frozen=True, slots=True)
class _LookedUp:
    """A word of the question, whether the collection lacks it, and the other spellings that it has."""

    word: _Word
    absent: bool
    others: Sequence[QueryTerm]

    @property
    def nothing(self) -> bool:
        """Whether nothing stands for it."""
        return self.absent and not self.others


def _look_up(word: _Word, statistics: Statistics, speller: Speller) -> _LookedUp:
    absent = not statistics.document_frequency(word.token.term)
    return _LookedUp(word, absent, _alternatives(word, speller, absent=absent))


def _twins(found: Sequence[_LookedUp]) -> dict[str, str]:
    """Return words that only spell another word of the question anew, with that one, which comes before them."""
    twins: dict[str, str] = {}
    for one in found:
        if one.word.text not in twins:
            again = {other.term for other in one.others}
            twins |= {other.word.text: one.word.text for other in found if other.word.token.term in again}
    return twins


def _spelling_of(word: str, term: QueryTerm) -> QueryTerm:
    return replace(term, word=word, origin="spelling", found_as=term.found_as or term.word)


def _light(found: Sequence[_LookedUp], asked: int, unsaid: Set[str]) -> set[str]:
    """Return the terms of those that count little, of the words for which nothing stands; names count.

    `unsaid` are words that articles need not say: they count little where others tell enough.
    """
    unread = [
        one.word
        for place, one in enumerate(found)
        if one.nothing and (one.word.foreign or not one.word.text[:1].isupper() or not place)
    ]
    if _in_another_language(unread, asked):
        return {word.token.term for word in unread}
    telling = sum(not one.nothing and one.word.token.word not in unsaid for one in found)
    light = unsaid if telling >= _TELLING else frozenset[str]()
    return {word.token.term for word in unread if word.foreign or word.token.word in light}


def _in_another_language(unread: Sequence[_Word], asked: int) -> bool:
    """Whether a question is in another language of Latin script: several words strange to English, most unread."""
    strange = [word for word in unread if not (word.text.isascii() and is_english(word.token.word))]
    return len(strange) >= _STRANGE and 2 * len(unread) > asked


def prepare(statistics: Statistics) -> None:
    """Arrange vocabulary and thesaurus before the first question needs them; blocking, for a thread."""
    _SPELLERS.of(statistics)
    english_words()
    arrange()


def _words(reading: Reading) -> Iterator[_Word]:
    text = reading.text
    phrased = {term for phrase in reading.filters.phrases for term in stems(phrase)}
    mixed_case = any(c.isupper() for c in text[1:])
    for token in tokenize(text):
        word = text[token.start : token.end]
        if token.stop or word.casefold() in STOP_WORDS:
            continue
        name = word[:1].isupper() or (not mixed_case and not word.isascii())
        yield _Word(token, word, token.term in phrased, name)


def _once(words: Iterable[_Word]) -> Iterable[_Word]:
    """Leave out words whose term has been there before."""
    return {word.token.term: word for word in reversed(list(words))}.values().__reversed__()


def _query(reading: Reading, terms: Iterable[QueryTerm]) -> Query:
    phrases = tuple(run for phrase in reading.filters.phrases if (run := stems(phrase)))
    exclude = tuple(dict.fromkeys(term for word in reading.filters.exclude for term in stems(word)))
    distinct = {(term.word, term.term): term for term in terms}
    return Query(reading.text, tuple(distinct.values()), phrases, exclude, reading.wants, reading.several)


def _alternatives(word: _Word, speller: Speller, *, absent: bool) -> list[QueryTerm]:
    origin: Origin = "transliteration" if word.foreign else "spelling"
    found = _foreign(word, speller) if word.foreign else _spelt(word, speller, absent=absent)
    return [
        QueryTerm(term, word.text, other.weight, origin, other.word)
        for other in found
        for term in stems(other.word)
        if term != word.token.term
    ]


def _spelt(word: _Word, speller: Speller, *, absent: bool) -> Sequence[Found]:
    found = speller.variants(word.token.word)
    if found or not absent or not (word.text.isascii() or len(word.text) >= _LONG_FOREIGN):
        return found
    name = word.name and (word.token.start > 0 or len(word.text) < 7)
    return speller.corrections(word.token.word, name=name)


def _foreign(word: _Word, speller: Speller) -> Sequence[Found]:
    known = ABBREVIATIONS.get(word.text.casefold())
    if known and speller.known(known):
        return [Found(known, 0.0, 0.85)]
    return speller.transliterations(word.text, name=word.name)


def _suggestion(reading: Reading, better: dict[str, str]) -> str | None:
    """Write the question anew with what was corrected; names, and what had a capital, get one."""
    text = reading.question
    for wrong, right in better.items():
        capital = wrong[:1].isupper() or not is_english(right)
        text = re.sub(rf"(?<!\w){re.escape(wrong)}(?!\w)", right.capitalize() if capital else right, text)
    return " ".join(text.split()) if text != reading.question else None
