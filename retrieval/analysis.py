"""The analysis: how text becomes terms, the same for paragraphs, titles and questions.

A *word* is what stands in the text, folded: case, accents, dots of initials and possessives are gone.
A *term* is what is indexed: the word's Snowball stem (Porter 2, by nltk). A number with its currency or
percent sign gives several terms, so that "$1,200" is found by 1200, by $1,200 and by "dollars".
Changing anything here changes what is indexed: raise ANALYSIS_VERSION with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import lru_cache
from itertools import accumulate, chain
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from nltk.stem.snowball import SnowballStemmer

ANALYSIS_VERSION = 3

# A letter, with the combining marks that follow it in decomposed text.
_LETTER = r"[^\W\d_][\u0300-\u036f]*"
_TOKEN = re.compile(
    r"(?i:united\s(?:nations|states(?:\sof\samerica)?|kingdom)|european\sunion)(?:['’]s)?(?!\w)"
    # Plain words come before the rest for speed alone; possessive, so that they are never cut short.
    r"|[A-Za-z]{2,}+(?![\w'’\u0300-\u036f]|\.\w)"
    rf"|(?<!\w)(?:{_LETTER}\.){{2,}}(?:{_LETTER}(?!\w))?(?:['’]s(?!\w))?"  # U.K. U.S.A U.N.'s
    rf"|(?<!\w){_LETTER}\.{_LETTER}(?![\w.])"  # U.K
    r"|[$£€¥₹]?(?<!\w)(?:\d{1,3}(?:,\d{3}){1,9}+(?:\.\d+)?|\d++(?:\.\d++){0,9}+)"  # 1,200  $1.3
    r"(?:(?:bn|tn|mn|m)(?!\w)|(?![^\W¼-¾]))(?:\s?(?:%|per\s?cent(?!\w)))?"  # £50bn  5 per cent
    r"|(?:[^\W_][\u0300-\u036f]*)+(?:['’](?:[^\W_][\u0300-\u036f]*)+)*"  # words, B52, O'Brien, Johnson's
)
# How what stands after a blank begins where it may belong to the token before: United | States, 5 | per | cent.
_CONTINUES = re.compile(r"(?i:nations|states|kingdom|union)|%|per(?:cent|$)")
# By far the most pieces between blanks: one plain word, perhaps with marks around it.
_PLAIN_PIECE = re.compile(r"[“‘\"(\[]*([A-Za-z]{2,})[.,;:!?…”\")\]]*")
_NUMBER = re.compile(r"([$£€¥₹]?)(\d[\d,]*(?:\.\d+)*)(bn|tn|mn|m)?(.*)", re.DOTALL)
_CURRENCY = {"$": "dollar", "£": "pound", "€": "euro", "¥": "yen", "₹": "rupee"}
_MAGNITUDE = {"m": "million", "mn": "million", "bn": "billion", "tn": "trillion"}
# Written either way in any paper; the abbreviation is the term.
_ALIKE = {
    "bn": "billion",
    "tn": "trillion",
    "usa": "us",
    "united states": "us",
    "united states of america": "us",
    "united kingdom": "uk",
    "united nations": "un",
    "european union": "eu",
}
# Forms that no stemmer leads back, of words that news and questions about it are made of: "When did the crane
# fall?" – "A crane fell". Left out where a form is better known as another word (ground, saw, lay, bore).
_IRREGULAR = """
    became become / began begun begin / blew blown blow / bought buy / broke broken break / brought bring
    built build / caught catch / chose chosen choose / came come / dealt deal / drew drawn draw
    drove driven drive / ate eaten eat / fell fallen fall / felt feel / fled flee / flew flown fly
    forgot forgotten forget / fought fight / found find / froze frozen freeze / gave given give / grew grown grow
    heard hear / held hold / hid hidden hide / kept keep / knew known know / laid lay / led lead / left leave
    lent lend / lost lose / made make / meant mean / met meet / paid pay / ran run / rang ring / rose risen rise
    said say / sang sung sing / sank sunk sink / sat sit / seen see / sent send / shook shaken shake / shot shoot
    sold sell / sought seek / spent spend / spoke spoken speak / stole stolen steal / stood stand / struck strike
    swore sworn swear / taught teach / thought think / threw thrown throw / told tell / took taken take
    tore torn tear / understood understand / went gone go / withdrew withdrawn withdraw / woke woken wake
    won win / wore worn wear / wrote written write
    children child / feet foot / knives knife / men man / mice mouse / teeth tooth / thieves thief
    wives wife / wolves wolf / women woman
"""
# No step of Porter 2 changes a word that ends otherwise, as many names do: nltk takes 7 µs to find that out.
_STEMMED = (*"esly", *("ed", "ing", "ti", "li", "ci", "gi", "ion", "er", "ator", "ism", "ent", "ant", "ic"))
_REMEMBERED = 1 << 17  # tokens, and twice as many pieces of text: some 50 MB when full
Both = tuple[tuple[str, ...], tuple[str, ...]]  # terms, and folded words
# Letters without a decomposition that Latin alphabets share.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})

_FUNCTION_WORDS = """
    a about above after again against all also am among an and any are aren't as at be because been before being
    below between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down during
    each either else ever every few for from further get got had hadn't has hasn't have haven't having he he'd
    he'll he's her here here's hers herself him himself his how how's however i i'd i'll i'm i've if in into is
    isn't it it'd it'll it's its itself let let's may me might more most much must mustn't my myself neither no
    nor not of off on once only onto or other others ought our ours ourselves out over own per please rather same
    shall shan't she she'd she'll she's should shouldn't since so some such tell than that that's the their theirs
    them themselves then there there's these they they'd they'll they're they've this those though through thus to
    too under until up upon very was wasn't we we'd we'll we're we've were weren't what what's when when's
    where where's whether which while who who's whom whose why why's will with within without won't would wouldn't
    yes yet you you'd you'll you're you've your yours yourself yourselves many
    cant couldnt didnt doesnt dont hasnt havent im isnt ive wasnt whats whos wont
"""
STOP_WORDS = frozenset(_FUNCTION_WORDS.split())
# As they stand here these are names: the World Health Organization, the month and the prime minister.
_NAMES = frozenset({"WHO", "May"})


class Token(NamedTuple):
    """One term of a text; `start` and `end` are code points, `stop` tells a stop word.

    Several tokens may share a place: a number with its sign stands for the number and for both together.
    """

    term: str
    word: str
    start: int
    end: int
    stop: bool


def stems(text: str) -> tuple[str, ...]:
    """Return the terms of a text in order, without stop words."""
    return stems_and_words(text)[0]


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text in order, before stemming and without stop words."""
    return stems_and_words(text)[1]


def stems_and_words(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what `stems` and `words` return, in one pass; `bulk.py` does the same for thousands of texts.

    Hardly any token holds a blank, so a text is mostly what its pieces between blanks are, and these recur.
    """
    try:
        return _joined(list(map(_pieces().__getitem__, text.split())))
    except KeyError:
        return analyse_whole(text)


def places_of(terms: Set[str], text: str) -> Iterator[tuple[tuple[int, int], tuple[str, ...]]]:
    """Go through the words of a text that have one of these terms, none a stop word's.

    Gives for each the half-open range of its code points, and all terms that it has.
    """
    for start, end in _stretches(terms, text):
        for found in _TOKEN.finditer(text, start, end):
            own, _, stop = _analyse(found[0])
            if not stop and not terms.isdisjoint(own):
                yield found.span(), own


def _stretches(terms: Set[str], text: str) -> Sequence[tuple[int, int]]:
    """Return ranges of a text outside of which no word has any of these terms: a few pieces between blanks."""
    split = text.split(" ")
    try:
        known = list(map(_pieces().__getitem__, split))
    except KeyError:
        return [(0, len(text))]
    starts = accumulate(map(len, split), lambda start, length: start + length + 1, initial=0)
    return [
        (start, start + len(piece))
        for start, piece, (own, _) in zip(starts, split, known, strict=False)
        if not terms.isdisjoint(own)
    ]


def tokenize(text: str) -> list[Token]:
    """Return all terms of a text with their places, stop words among them."""
    tokens = []
    for found in _TOKEN.finditer(text):
        terms, word, stop = _analyse(found[0])
        start, end = found.span()
        tokens += [Token(term, word, start, end, stop) for term in terms]
    return tokens


def fold(word: str) -> str:
    """Return a word in lower case, without accents on Latin letters, apostrophes and dots.

    Marks of other scripts stay: they tell letters apart there (й and и).
    """
    word = _casefolded(word)
    for ending in ("'s", "s'"):
        if word.endswith(ending) and len(word) > len(ending):
            word = word[: -1 if ending == "s'" else -2]
            break
    word = word.replace("'", "").replace(".", "")
    return word if word.isascii() else _without_accents(word)


def _without_accents(word: str) -> str:
    plain: list[str] = []
    for character in unicodedata.normalize("NFKD", word.translate(_PLAIN)):
        if not (unicodedata.combining(character) and plain and plain[-1].isascii()):
            plain.append(character)
    return unicodedata.normalize("NFC", "".join(plain))


class _Pieces(dict[str, Both]):
    """Terms and words of pieces of text that hold no blank, found out when first asked for.

    When it is full it begins anew, but keeps the last fill aside for a while, so that common pieces stay.
    """

    def __init__(self) -> None:
        super().__init__()
        self._before: dict[str, Both] = {}

    def __missing__(self, piece: str) -> Both:
        """Analyse a piece; raises KeyError for one that may be a part of the token before it."""
        both = self._before.get(piece) or _both(piece)
        if len(self) >= _REMEMBERED:
            self._before = dict(self)
            self.clear()
        self[piece] = both
        return both


def _both(piece: str) -> Both:
    both = analyse_piece(piece)
    if both is None:
        raise KeyError(piece)
    return both


def analyse_piece(piece: str) -> Both | None:
    """Return terms and words of a piece of text without blanks, None where it may go on what stands before it."""
    if _CONTINUES.match(piece):
        return None
    if plain := _PLAIN_PIECE.fullmatch(piece):
        return _without_stop_word(plain[1])
    return analyse_whole(piece)


def analyse_whole(text: str) -> Both:
    """Return terms and words of a text, whatever stands in it."""
    return _joined([_without_stop_word(raw) for raw in _TOKEN.findall(text)])


@lru_cache(maxsize=1)
def _pieces() -> _Pieces:
    return _Pieces()


def _joined(found: Sequence[Both]) -> Both:
    if not found:
        return (), ()
    terms, folded = zip(*found, strict=True)
    return tuple(chain.from_iterable(terms)), tuple(chain.from_iterable(folded))


def _without_stop_word(raw: str) -> Both:
    if raw.isascii() and raw.isalpha() and raw not in _NAMES:
        raw = raw.lower()  # case tells nothing but names apart
    terms, word, stop = _analyse(raw)
    if stop:
        return (), ()
    return terms, (word,) if word.isalnum() else tuple(word.split())


@lru_cache(maxsize=_REMEMBERED)
def _analyse(raw: str) -> tuple[tuple[str, ...], str, bool]:
    """Return the terms of one token, its folded word, and whether it is a stop word."""
    plain = raw.isascii() and raw.isalpha()  # most are, and these are no numbers and fold to lower case
    number = None if plain else _NUMBER.fullmatch(raw)
    if number and _is_number(number):
        terms = _number_terms(number)
        return terms, terms[0], False
    word = raw.lower() if plain else " ".join(fold(raw).split())
    if word in _ALIKE:
        return (_stem(_ALIKE[word]),), word, False
    if raw not in _NAMES and (word in STOP_WORDS or (not plain and _casefolded(raw) in STOP_WORDS)):
        return (word,), word, True
    return (_stem(_irregular().get(word, word)),), word, False


def _casefolded(raw: str) -> str:
    return raw.replace("’", "'").casefold()


def _is_number(number: re.Match[str]) -> bool:
    """Whether nothing but a percent sign follows the digits: "5%" is a number, "5th" a word with a digit."""
    rest = number[4].strip()
    return rest in ("", "%") or rest.startswith("per")


def _number_terms(number: re.Match[str]) -> tuple[str, ...]:
    sign, digits, magnitude, rest = number.groups()
    digits = digits.replace(",", "")
    terms = [digits]
    if sign:
        terms += [sign + digits, _stem(_CURRENCY[sign])]
    if magnitude:
        terms.append(_stem(_MAGNITUDE[magnitude]))
    if rest.strip():
        terms += [digits + "%", "percent"]
    return tuple(terms)


@lru_cache(maxsize=1)
def _irregular() -> Mapping[str, str]:
    """For each irregular form the one that a dictionary lists."""
    entries = (entry.split() for entry in _IRREGULAR.replace("\n", "/").split("/") if entry.strip())
    return {form: listed for *forms, listed in entries for form in forms}


# nltk takes a fifth of a second to import, and what only lists articles or shows help analyses nothing.


@lru_cache(maxsize=1)
def _stemmer() -> SnowballStemmer:
    from nltk.stem.snowball import SnowballStemmer  # noqa: PLC0415  # see above

    return SnowballStemmer("english")


def _stem(word: str) -> str:
    if word.isascii() and not word.endswith(_STEMMED):
        return word
    return str(_stemmer().stem(word))
