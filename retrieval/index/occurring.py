"""Which terms of a question occur in which of a few rows: looked up in posting lists, without reading any text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import compress

import numpy as np

from retrieval.index.arrayfile import Array
from retrieval.index.bm25 import PostingList, Postings
from retrieval.index.parameters import FIELDS, UNITS
from retrieval.index.view import View

Found = Mapping[str, frozenset[str]]


def terms_found(view: View, terms: Iterable[str], rows: Array, articles: Array) -> list[Found]:
    """Return for each passage row, whose article rows are given too, the terms that occur in each field."""
    asked = tuple(dict.fromkeys(terms))
    by_field = {
        name: _in_field(view.fields[name].postings, asked, rows if UNITS[name] == "passage" else articles)
        for name in FIELDS
    }
    return [{name: found[place] for name, found in by_field.items()} for place in range(len(rows))]


def _in_field(postings: Postings, terms: Sequence[str], wanted: Array) -> list[frozenset[str]]:
    rows, places = np.unique(wanted, return_inverse=True)
    occurs = np.zeros((len(terms), len(rows)), dtype=bool)
    for number, term in enumerate(terms):
        for listed in postings.lists(term):
            occurs[number] |= _among(listed, rows)
    known: dict[bytes, frozenset[str]] = {}  # few combinations recur, and an equal set is hashed but once
    sets = []
    for column in np.ascontiguousarray(occurs.T):
        key = column.tobytes()
        if key not in known:
            known[key] = frozenset(compress(terms, column.tolist()))
        sets.append(known[key])
    return [sets[place] for place in places.tolist()]


def _among(listed: PostingList, rows: Array) -> Array:
    """Tell of each row, ascending, whether the list has it."""
    base, documents, _ = listed
    local = (rows - base).astype(documents.dtype)  # else numpy would convert the whole list
    places = np.minimum(np.searchsorted(documents, local), len(documents) - 1)
    return np.asarray(documents[places] == local)
