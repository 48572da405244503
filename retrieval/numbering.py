"""Numbers for the pieces of text that stand between blanks, by numpy instead of one dictionary look-up for each.

A piece of up to fifteen bytes is two 64-bit words, its length in the last byte, so that equal words mean equal
pieces: nothing rests on a hash being unique. Words are looked up in an open-addressing table, tens of thousands at
once. Longer pieces, one or two in a hundred, go through a dictionary. No string is made but for a new piece, and
hardly any step holds the interpreter's lock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.engine import Array

ENCODING = ("utf-8", "surrogatepass")
_WORD = np.uint64
_SHORT = 15  # bytes
_CHUNK = 1 << 15  # pieces looked up at once: their arrays fit the processor's cache
_ROOM = 4  # slots for each piece: where they are fewer, more pieces meet in one
_PADDING = 32  # bytes behind a text, so that two words can be read at every place
_LOW_BYTES = np.array([(1 << (8 * min(size, 8))) - 1 for size in range(_SHORT + 1)], dtype=_WORD)
_HIGH_BYTES = np.array([(1 << (8 * max(size - 8, 0))) - 1 for size in range(_SHORT + 1)], dtype=_WORD)
# Odd constants that spread bits: of the golden ratio and of the square root of 3, to 64 bits.
_SPREAD, _SPREAD_AGAIN = _WORD(0x9E3779B97F4A7C15), _WORD(0xBB67AE8584CAA73B)

# What `str.split` takes for blank: bytes, and characters of two and three bytes in UTF-8.
_BLANKS = [chr(code) for code in range(0x3001) if chr(code).isspace()]
_ENCODED = [blank.encode() for blank in _BLANKS]
_BLANK_BYTES = np.isin(np.arange(256), [code[0] for code in _ENCODED if len(code) == 1])
_LEADS = np.isin(np.arange(256), [code[0] for code in _ENCODED if len(code) > 1])
_PAIRS, _TRIPLES = (
    np.array([int.from_bytes(code, "big") for code in _ENCODED if len(code) == size]) for size in (2, 3)
)


@dataclass(frozen=True, slots=True)
class JoinedTexts:
    """Texts in one run of UTF-8 bytes, quick to send: each after a line feed, some padding behind all of them."""

    data: bytes
    sizes: Array

    @classmethod
    def of(cls, texts: Sequence[str]) -> JoinedTexts:
        """Join texts."""
        together = "\n".join(["", *texts, "\0" * _PADDING])
        sizes = map(len, texts if together.isascii() else [text.encode(*ENCODING) for text in texts])
        return cls(together.encode(*ENCODING), np.fromiter(sizes, np.int64, len(texts)) + 1)

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self.sizes)

    def texts(self, numbers: Sequence[int]) -> list[str]:
        """Return some of the texts."""
        ends = 1 + np.cumsum(self.sizes)
        return [
            self.data[ends[number] - self.sizes[number] : ends[number] - 1].decode(*ENCODING) for number in numbers
        ]


def pieces(texts: JoinedTexts) -> tuple[Array, Array, Array, Array]:
    """Cut texts at blanks, as `str.split` does.

    Returns the bytes of all texts together, where in them each piece starts and ends, and how many pieces each
    text has.
    """
    data = np.frombuffer(texts.data, np.uint8)
    bounds = np.concatenate(([0], np.cumsum(texts.sizes)))
    blank = _blank(data[: bounds[-1] + 1], all_ascii=texts.data.isascii())
    edges = np.flatnonzero(blank[1:] != blank[:-1]) + 1
    starts, ends = edges[0::2], edges[1::2]
    return data, starts, ends, np.diff(np.searchsorted(starts, bounds))


def _blank(data: Array, *, all_ascii: bool) -> Array:
    blank = _BLANK_BYTES[data]
    if all_ascii:
        return blank
    lead = np.flatnonzero(_LEADS[data[:-2]])
    pair = (data[lead].astype(np.int64) << 8) | data[lead + 1]
    double = lead[np.isin(pair, _PAIRS)]
    triple = lead[np.isin((pair << 8) | data[lead + 2], _TRIPLES)]
    for place, size in ((double, 2), (triple, 3)):
        for offset in range(size):
            blank[place + offset] = True
    return blank


class PieceNumbers:
    """Gives every different piece a number, from 1 in the order in which they come."""

    def __init__(self) -> None:
        """Begin with none."""
        self._bits = 12
        self._slots = np.zeros(1 << self._bits, np.int32)  # number of the piece in a slot, 0 for none
        self._low, self._high = np.zeros(1, _WORD), np.zeros(1, _WORD)  # by number; none is 0, 0
        self._count = 0  # also of those that are not short
        self._long: dict[bytes, int] = {}

    def __len__(self) -> int:
        """Return how many different pieces there were."""
        return self._count

    def number(self, data: Array, starts: Array, ends: Array) -> tuple[Array, list[str]]:
        """Return the number of every piece, and the new pieces in the order of their numbers.

        `data` holds bytes, with some more behind the last piece as `pieces` makes them.
        """
        found = np.empty(len(starts), np.int32)
        new: list[str] = []
        words = data[: len(data) // 8 * 8].view("<u8")
        for begin in range(0, len(starts), _CHUNK):
            run = slice(begin, begin + _CHUNK)
            found[run], first = self._chunk(words, data, starts[run], ends[run])
            bounds = zip(starts[run][first].tolist(), ends[run][first].tolist(), strict=True)
            new += [data[start:end].tobytes().decode(*ENCODING) for start, end in bounds]
        return found, new

    def _chunk(self, words: Array, data: Array, starts: Array, ends: Array) -> tuple[Array, Array]:
        """Return numbers, and the places at which new pieces stand for the first time, in their numbers' order."""
        sizes = ends - starts
        short = np.flatnonzero(sizes <= _SHORT)
        if len(short) == len(sizes):
            return self._find(*_keys(words, starts, sizes))
        found = np.empty(len(starts), np.int32)
        found[short], first = self._find(*_keys(words, starts[short], sizes[short]))
        fresh = short[first].tolist()
        for place in np.flatnonzero(sizes > _SHORT).tolist():
            piece = data[starts[place] : ends[place]].tobytes()
            number = self._long.get(piece)
            if number is None:
                number = self._long[piece] = self._add(np.zeros(1, _WORD), np.zeros(1, _WORD))
                fresh.append(place)
            found[place] = number
        return found, np.array(fresh, dtype=np.int64)

    def _add(self, low: Array, high: Array) -> int:
        """Keep the words of new pieces, and return the first one's number."""
        first, end = self._count + 1, self._count + 1 + len(low)
        if end > len(self._low):
            room = np.zeros(end, _WORD)  # as much again, so that this is rare
            self._low, self._high = np.concatenate([self._low, room]), np.concatenate([self._high, room])
        self._low[first:end], self._high[first:end] = low, high
        self._count = end - 1
        return first

    def _find(self, low: Array, high: Array) -> tuple[Array, Array]:
        slots = self._slot(low, high)
        found = self._slots[slots]
        left = np.flatnonzero((self._low[found] != low) | (self._high[found] != high))
        if self._count + len(left) > len(self._slots) // _ROOM:
            self._grow(self._count + len(left))
            slots = self._slot(low, high)
        firsts = [np.empty(0, np.int64)]
        while len(left):
            here = slots[left]
            firsts.append(self._claim(here, left, low, high))
            held = self._slots[here]
            found[left] = held
            other = (self._low[held] != low[left]) | (self._high[held] != high[left])
            left = left[other]
            slots[left] = (slots[left] + 1) & (len(self._slots) - 1)
        return found, np.concatenate(firsts)

    def _claim(self, slots: Array, places: Array, low: Array, high: Array) -> Array:
        """Give each empty slot to one of those that came to it; return the places of these."""
        empty = np.flatnonzero(self._slots[slots] == 0)
        wanted = slots[empty]
        self._slots[wanted] = empty
        winners = empty[self._slots[wanted] == empty]
        taken: Array = places[winners]
        first = self._add(low[taken], high[taken])
        self._slots[slots[winners]] = np.arange(first, first + len(taken))
        return taken

    def _slot(self, low: Array, high: Array) -> Array:
        mixed = low * _SPREAD
        mixed ^= high * _SPREAD_AGAIN
        mixed ^= mixed >> _WORD(29)
        mixed *= _SPREAD_AGAIN
        mixed >>= _WORD(64 - self._bits)
        return mixed.astype(np.intp)

    def _grow(self, wanted: int) -> None:
        """Make room for this many pieces."""
        while wanted > (1 << self._bits) // _ROOM:
            self._bits += 1
        self._slots = np.zeros(1 << self._bits, np.int32)
        left = 1 + np.flatnonzero(self._high[1 : self._count + 1])  # the short ones: their length is not 0
        slots = self._slot(self._low[left], self._high[left])
        while len(left):
            free = self._slots[slots] == 0
            self._slots[slots[free]] = left[free]
            moved = self._slots[slots] != left
            left, slots = left[moved], (slots[moved] + 1) & (len(self._slots) - 1)


def _keys(words: Array, starts: Array, sizes: Array) -> tuple[Array, Array]:
    """Return the two words that stand for each piece; `words` are the text's bytes by eight."""
    place = starts >> 3
    shift = ((starts & 7) << 3).astype(_WORD)
    back = _WORD(64) - shift  # numpy shifts by 64 to 0
    first, second, third = words[place], words[place + 1], words[place + 2]
    low = (first >> shift) | (second << back)
    high = (second >> shift) | (third << back)
    low &= _LOW_BYTES[sizes]
    high &= _HIGH_BYTES[sizes]
    high |= sizes.astype(_WORD) << _WORD(56)
    return low, high
