"""Which terms of a question occur in which of a few rows: looked up in posting lists, without reading any text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from retrieval.engine import Array
from retrieval.index.bm25 import PostingList, Postings
from retrieval.index.parameters import FIELDS, UNITS
from retrieval.index.view import View


def terms_found(view: View, terms: Sequence[str], rows: Array, articles: Array) -> Mapping[str, Array]:
    """Tell for each field which terms (first axis) occur in which passage rows (second), given their articles'."""
    return {
        name: _in_field(view.fields[name].postings, terms, rows if UNITS[name] == "passage" else articles)
        for name in FIELDS
    }


def _in_field(postings: Postings, terms: Sequence[str], rows: Array) -> Array:
    order = np.argsort(rows)  # searched in their order, neighbours in a list are near each other in memory, too
    ordered = rows[order]
    occurs = np.zeros((len(terms), len(rows)), dtype=bool)
    for number, term in enumerate(terms):
        for listed in postings.lists(term):
            occurs[number, order] |= _among(listed, ordered)
    return occurs


def _among(listed: PostingList, rows: Array) -> Array:
    """Tell of each row whether the list has it."""
    base, documents, _ = listed
    local = (rows - base).astype(documents.dtype)  # else numpy would convert the whole list
    places = documents.searchsorted(local)
    places[places == len(documents)] = 0
    return np.asarray(documents[places] == local)
