"""The few slow steps in which Python or numpy would hold the interpreter's lock throughout, cut into short ones.

A reindex runs in a thread of the process that answers questions; whatever holds the lock for long holds up every
answer. Sorting, indexing and arithmetic in numpy let go of it by themselves; `repeat`, `bincount`, `reduceat`,
`fromiter` and Python's own sort of strings do not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import numpy as np

from retrieval.engine import Array

_STEP = 1 << 13  # items: a millisecond, and a few where the machine is busy
_REPEATED = 1 << 20  # items that come out of one step
_BEGINNING = 3  # characters; strings that begin alike are sorted at once


def drawn(values: Iterator[Any], count: int, dtype: Any = np.int32) -> Array:
    """Return the next `count` values as an array; raises ValueError where there are fewer."""
    array = np.empty(count, dtype=dtype)
    for start in range(0, count, _STEP):
        size = min(_STEP, count - start)
        array[start : start + size] = np.fromiter(islice(values, size), dtype, size)
    return array


def sorted_strings(strings: Iterable[str]) -> list[str]:
    """Return the strings sorted by code point, which is the order of their UTF-8 bytes too."""
    by_beginning: defaultdict[str, list[str]] = defaultdict(list)
    for string in strings:
        by_beginning[string[:_BEGINNING]].append(string)
    return [string for beginning in sorted(by_beginning) for string in sorted(by_beginning[beginning])]


def occurrences(numbers: Array, count: int) -> Array:
    """Return how often each number from 0 to `count` - 1 occurs."""
    total = np.zeros(count, dtype=np.int64)
    for start in range(0, len(numbers), 1 << 20):
        total += np.bincount(numbers[start : start + (1 << 20)], minlength=count)
    return total


def run_sums(values: Array, starts: Array) -> Array:
    """Return the sums of the runs that begin at `starts` (from 0, ascending) and end where the next begins."""
    totals = np.zeros(len(values) + 1, dtype=np.int64)
    totals[1:] = values  # converted first: summing and converting in one go would hold the lock
    np.cumsum(totals, out=totals)
    bounds = totals[np.append(starts, len(values))]
    return np.asarray(bounds[1:] - bounds[:-1])


def repeated(values: Array, times: Array) -> Array:
    """Return each value as often as `times` says, one after the other."""
    ends = np.cumsum(times, dtype=np.int64)
    result = np.empty(int(ends[-1]) if len(ends) else 0, dtype=values.dtype)
    begin = 0
    while begin < len(values):
        start = int(ends[begin - 1]) if begin else 0
        end = max(begin + 1, int(np.searchsorted(ends, start + _REPEATED)))
        run = slice(begin, min(end, len(values)))
        result[start : ends[run.stop - 1]] = np.repeat(values[run], times[run])
        begin = run.stop
    return result
