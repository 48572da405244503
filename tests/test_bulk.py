"""Thousands of texts at once: cut, numbered and analysed as each of them would be alone."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.stem.snowball import SnowballStemmer

from retrieval.analysis import places_of, stems, stems_and_words, tokenize
from retrieval.bulk import BulkAnalyser
from retrieval.numbering import JoinedTexts, PieceNumbers, pieces

BLANKS = [chr(code) for code in range(0x3001) if chr(code).isspace()]
letters = st.sampled_from(
    [*"abcXYZ.,'", *BLANKS, "\0", "é", "й", "“", "’", "𝕏", "\ud800", "a" * 14, "b" * 15, " "]
)
anything = st.lists(letters, max_size=60).map("".join)
batches = st.lists(st.lists(anything, max_size=8), min_size=1, max_size=3)

SNIPPETS = (
    "the ferry Ferries, ferry. U.K. U.S.A.'s United States states Union kingdom 5 per cent % percent £50bn 1,200 "
    "$1.3 O'Brien Johnson’s café WHO May harbour-master “quoted” (MPs) won't B52 порт ran children"
)
snippets = st.sampled_from(SNIPPETS.split())
sentences = st.lists(snippets, max_size=12).map(" ".join)

ENDINGS = "e s l y ed ing ti li ci gi ion er ator ism ent ant ic ness ful ational eedly o k us ly"
ascii_words = st.tuples(st.text("abeiouylnrstvg", min_size=1, max_size=8), st.sampled_from(["", *ENDINGS.split()]))


@settings(deadline=None)
@given(batches)
def test_pieces_are_those_of_split_and_each_has_one_number(several: Sequence[Sequence[str]]) -> None:
    numbers, names = PieceNumbers(), [""]
    for texts in several:
        data, starts, ends, counts = pieces(JoinedTexts.of(texts))
        found, new = numbers.number(data, starts, ends)
        names += new
        assert counts.tolist() == [len(text.split()) for text in texts]
        assert [names[number] for number in found.tolist()] == [piece for text in texts for piece in text.split()]
    assert len(set(names)) == len(names) == len(numbers) + 1


def test_a_growing_vocabulary_keeps_its_numbers() -> None:
    numbers = PieceNumbers()
    text = " ".join(f"word{number}" for number in range(40_000))
    first, new = numbers.number(*pieces(JoinedTexts.of([text]))[:3])
    again, none = numbers.number(*pieces(JoinedTexts.of([text]))[:3])
    assert (first == again).all()
    assert (len(new), none) == (40_000, [])


@settings(deadline=None)
@given(st.lists(st.lists(st.one_of(sentences, anything), max_size=6), min_size=1, max_size=3))
def test_texts_together_give_the_terms_and_words_that_each_gives_alone(several: Sequence[Sequence[str]]) -> None:
    analyser = BulkAnalyser()
    for texts in several:
        found = analyser.analyse(JoinedTexts.of(texts))
        named = list(analyser.terms), list(analyser.words)
        for strings, documents, alone in zip(named, found, (0, 1), strict=True):
            for place, text in enumerate(texts):
                numbers = documents.part(place, place + 1).numbers.tolist()
                assert tuple(strings[number] for number in numbers) == stems_and_words(text)[alone]


@settings(deadline=None, max_examples=300)
@given(ascii_words)
def test_words_are_stemmed_as_porter_2_does_also_those_that_it_is_not_asked_about(parts: tuple[str, str]) -> None:
    word = "q" + "".join(parts)  # neither a stop word nor an irregular form
    assert stems(word) == (SnowballStemmer("english").stem(word),)


@settings(deadline=None)
@given(st.one_of(sentences, anything), st.sets(snippets, max_size=4))
def test_the_places_of_terms_are_those_of_the_tokens_that_have_them(text: str, wanted: set[str]) -> None:
    terms = frozenset(stems(" ".join(wanted)))
    found = [(token.start, token.end) for token in tokenize(text) if token.term in terms and not token.stop]
    assert [span for span, _ in places_of(terms, text)] == list(dict.fromkeys(found))
