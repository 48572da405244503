"""Sorted strings in two arrays: all their UTF-8 bytes, and where each begins. Found by halving."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from retrieval.engine import Array
from retrieval.index.yielding import drawn

_ENCODING = ("utf-8", "surrogatepass")


def packed(strings: Sequence[str]) -> tuple[Array, Array]:
    """Return the bytes of all the strings together, and their offsets with the end as last."""
    together = "".join(strings)
    offsets = np.zeros(len(strings) + 1, dtype=np.int64)
    if together.isascii():  # one byte for each character: seven times as quick
        lengths = drawn(map(len, strings), len(strings), np.int64)
    else:
        lengths = np.array([len(text.encode(*_ENCODING)) for text in strings], dtype=np.int64)
    np.cumsum(lengths, out=offsets[1:])
    return np.frombuffer(together.encode(*_ENCODING), dtype=np.uint8), offsets


class Strings:
    """Strings packed by `packed`, read in place."""

    def __init__(self, data: Array, offsets: Array) -> None:
        """Take the two arrays; nothing is copied."""
        self._data = data.data
        self._offsets = offsets.data

    def arrays(self) -> tuple[Array, Array]:
        """Return the two arrays."""
        return np.asarray(self._data), np.asarray(self._offsets)

    def __len__(self) -> int:
        """Return the number of strings."""
        return len(self._offsets) - 1

    def __getitem__(self, number: int) -> str:
        """Return one string; raises IndexError beyond the last."""
        return self._bytes(number).decode(*_ENCODING)

    def __iter__(self) -> Iterator[str]:
        """Go through the strings in their order."""
        offsets = self._offsets.tolist()
        together = self._data.tobytes()
        if together.isascii():
            text = together.decode("ascii")
            return (text[start:end] for start, end in pairwise(offsets))
        return (together[start:end].decode(*_ENCODING) for start, end in pairwise(offsets))

    def _bytes(self, number: int) -> bytes:
        return self._data[self._offsets[number] : self._offsets[number + 1]].tobytes()

    def find(self, text: str) -> int:
        """Return the number of the string in a sorted list, or -1."""
        wanted = text.encode(*_ENCODING)
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._bytes(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) and self._bytes(low) == wanted else -1


def picked(lists: Sequence[tuple[Strings, Array]]) -> tuple[Array, Array]:
    """Pack those strings of several lists, one list after the other, for which a mask says so."""
    runs, sizes = [np.empty(0, np.uint8)], [np.empty(0, np.int64)]
    for strings, wanted in lists:
        data, offsets = strings.arrays()
        lengths = np.diff(offsets)
        runs.append(data[np.repeat(wanted, lengths)])
        sizes.append(lengths[wanted])
    return np.concatenate(runs), np.concatenate([[0], np.cumsum(np.concatenate(sizes))])
