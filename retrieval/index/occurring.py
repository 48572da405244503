"""Which terms of a question occur in which of a few rows: looked up in posting lists, without reading any text."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from retrieval.engine import Array
from retrieval.index.bm25 import Postings
from retrieval.index.parameters import FIELDS, UNITS, FieldName
from retrieval.index.view import View


def terms_found(
    view: View,
    terms: Sequence[str],
    by_field: Mapping[FieldName, Collection[str]],
    rows: Array,
    articles: Array,
) -> Mapping[str, Array]:
    """Tell for each field which terms (first axis) occur in which passage rows (second), given their articles'.

    `by_field` says which of them are looked for in a field at all.
    """
    return {
        name: _in_field(
            view.fields[name].postings,
            terms,
            by_field[name],
            rows if UNITS[name] == "passage" else articles,
        )
        for name in FIELDS
    }


def _in_field(postings: Postings, terms: Sequence[str], wanted: Collection[str], rows: Array) -> Array:
    order = np.argsort(rows)  # searched in their order, neighbours in a list are near each other in memory, too
    ordered = rows[order]
    in_order = np.zeros((len(terms), len(rows)), dtype=bool)
    local: dict[int, Array] = {}  # as a segment numbers them, in its type: else numpy converts whole lists
    for number, term in enumerate(terms):
        for base, documents, _ in postings.lists(term) if term in wanted else ():
            if base not in local:
                local[base] = (ordered - base).astype(documents.dtype)
            places = documents.searchsorted(local[base])
            # Beyond the end is none that equals the last.
            in_order[number] |= documents.take(places, mode="clip") == local[base]
    occurs = np.empty_like(in_order)
    occurs[:, order] = in_order
    return occurs
