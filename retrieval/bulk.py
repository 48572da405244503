"""The analysis of thousands of texts at once, without a string for each word; terms are those of `analysis.py`.

What a piece of text between blanks means is found out when it first occurs. After that a text is a row of piece
numbers, and numpy puts the numbers of the terms and of the words in their place. Texts in which a token holds a
blank ("United States", "5 per cent") are analysed one by one.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain

import numpy as np

from retrieval.analysis import analyse_piece, analyse_whole
from retrieval.engine import Array
from retrieval.index import NumberedDocuments, StringNumbers
from retrieval.numbering import JoinedTexts, PieceNumbers, pieces


class BulkAnalyser:
    """Analyses one batch of texts after the other and remembers their pieces: some 200 bytes for each."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self.terms, self.words = StringNumbers(), StringNumbers()
        self._pieces = PieceNumbers()
        self._lists = _Lists(self.terms), _Lists(self.words)
        self._continues = bytearray(1)  # by piece: 1 where only the text before it tells what it is

    def __len__(self) -> int:
        """Return the number of different pieces."""
        return len(self._pieces)

    def analyse(self, texts: JoinedTexts) -> tuple[NumberedDocuments, NumberedDocuments]:
        """Return each text's terms and its folded words, in order and without stop words.

        Their numbers are those of `terms` and of `words`. Some thousand texts at once are best.
        """
        data, starts, ends, counts = pieces(texts)
        found, new = self._pieces.number(data, starts, ends)
        self._learn(new)
        bounds = np.concatenate(([0], np.cumsum(counts)))
        places = np.flatnonzero(np.frombuffer(self._continues, np.uint8)[found])
        odd = np.unique(np.searchsorted(bounds, places, side="right") - 1)
        found[np.repeat(np.isin(np.arange(len(texts)), odd), counts)] = 0
        whole = [analyse_whole(text) for text in texts.texts(odd.tolist())]
        terms, words = zip(*whole, strict=True) if whole else ((), ())
        by_terms, by_words = self._lists
        return by_terms.documents(found, bounds, odd, terms), by_words.documents(found, bounds, odd, words)

    def _learn(self, new: Iterable[str]) -> None:
        found = list(map(analyse_piece, new))
        self._continues.extend(both is None for both in found)
        terms, words = self._lists
        terms.extend([both[0] if both else () for both in found])
        words.extend([both[1] if both else () for both in found])


class _Lists:
    """Lists of strings by piece, as numbers one after the other; `ends` says where each list ends."""

    def __init__(self, numbers: StringNumbers) -> None:
        self._numbers = numbers
        self._flat = array("i")
        self._ends = array("i", [0])  # the empty list, for piece 0 that there is not

    def extend(self, lists: Sequence[Sequence[str]]) -> None:
        self._ends.extend(accumulate(map(len, lists), initial=self._ends.pop()))
        self._flat.extend(map(self._numbers.__getitem__, chain.from_iterable(lists)))

    def documents(
        self, found: Array, bounds: Array, odd: Array, whole: Sequence[Sequence[str]]
    ) -> NumberedDocuments:
        """Join the lists of the pieces of each text; those of the `odd` texts are given as `whole`."""
        numbers, sizes = self._joined(found)
        ends = np.concatenate(([0], np.cumsum(sizes)))[bounds]
        lengths = np.diff(ends)
        if len(odd):
            lengths[odd] = [len(strings) for strings in whole]
            extra = np.array([self._numbers[string] for strings in whole for string in strings], dtype=np.int32)
            numbers = np.insert(numbers, np.repeat(ends[odd], lengths[odd]), extra)
        return NumberedDocuments(numbers, lengths.astype(np.int32))

    def _joined(self, lists: Array) -> tuple[Array, Array]:
        """Return these lists one after the other, and the length of each."""
        if not self._flat:
            return np.empty(0, np.int32), np.zeros(len(lists), np.int32)
        flat, ends = np.frombuffer(self._flat, np.int32), np.frombuffer(self._ends, np.int32)
        starts = ends[np.maximum(lists - 1, 0)]
        sizes = ends[lists] - starts
        if sizes.max(initial=0) <= 1:  # nearly always: a piece is a word
            return flat[starts[sizes > 0]], sizes
        shift = starts - (np.cumsum(sizes) - sizes)
        return flat[np.arange(int(sizes.sum())) + np.repeat(shift, sizes)], sizes
