"""Finding the k best passages of a view: sums over posting lists, then a selection that does not sort them all.

A passage's score is what its own fields give plus what its article's fields give to all its passages. The sums
cost about 2 ns per posting read; the selection is exact: k passages that certainly match well (those of the
question's strongest word) give a threshold that the k-th best reaches at least, and only what reaches it is
looked at again. "MaxScore"-like skipping does not pay in numpy.

A synonym counts only in the paragraph itself: somewhere in an article stands one of almost any word.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.engine import Array, Candidates, Ids
from retrieval.index.bm25 import PostingList
from retrieval.index.evidence import Evidence, Word, gathered, words_of
from retrieval.index.filtering import allowed
from retrieval.index.occurring import terms_found
from retrieval.index.parameters import FIELDS, UNITS, FieldName
from retrieval.index.view import Scratch, View
from retrieval.model import Filters
from retrieval.query import Query

_SLACK = np.float32(1 - 1e-6)  # what sums in another order may differ by
_LEAST = np.float32(np.finfo(np.float32).tiny)  # any score above 0


@dataclass(frozen=True, slots=True)
class Sums:
    """Scores in float32: by field, and together for passages' own fields (`passages`) and articles' (`articles`).

    `articles` is minus infinity where filters or removal forbid the article; `highest` is its maximum.
    """

    fields: Mapping[FieldName, Array]
    passages: Array
    articles: Array
    highest: np.float32


def search(view: View, query: Query, filters: Filters, k: int) -> Candidates:
    """Return the k best passages with the parts of their scores, best first; then by version and position."""
    words = words_of(query)
    forms = words if (bare := query.forms) is query else words_of(bare)
    if not words or k <= 0 or not view.parts:
        return Candidates.none(FIELDS)
    asked: Mapping[FieldName, Sequence[Word]] = {name: words if name == "paragraph" else forms for name in FIELDS}
    evidence = {name: gathered(view, name, some) for name, some in asked.items()}
    with view.scratch() as scratch:
        sums = _summed(evidence, allowed(view, filters), scratch)
        if sums.highest == -np.inf:
            return Candidates.none(FIELDS)
        _exclude(view, sums, query.exclude)
        rows = _required(view, query.phrases)
        if rows is None:
            rows = _promising(view, sums, _threshold(view, sums, evidence["paragraph"], k))
        best = _best(view, sums, rows, k)
        return _candidates(view, best, _terms(words), {name: _terms(some) for name, some in asked.items()})


def _summed(evidence: Mapping[FieldName, list[Evidence]], articles: Array, scratch: Scratch) -> Sums:
    fields: dict[FieldName, Array] = {}
    for name, found in evidence.items():
        if found:
            fields[name] = scratch.passages() if UNITS[name] == "passage" else np.zeros_like(articles)
            for one in found:
                for base, documents, parts in one.lists:
                    np.add.at(fields[name][base:], documents, parts)
            if UNITS[name] == "article":
                articles += fields[name]
    own = [fields[name] for name in fields if UNITS[name] == "passage"]
    passages = own[0] if len(own) == 1 else scratch.passages()
    for values in own if len(own) > 1 else ():
        passages += values
    return Sums(fields, passages, articles, articles.max(initial=-np.inf))


def _exclude(view: View, sums: Sums, terms: Sequence[str]) -> None:
    for term in terms:
        for base, documents, _ in view.fields["paragraph"].postings.lists(term):
            sums.passages[base + documents.astype(np.intp)] = -np.inf


def _required(view: View, phrases: Sequence[Sequence[str]]) -> Array | None:
    """Return the rows that have every term of every phrase, None where there is no phrase."""
    rows: Array | None = None
    for term in dict.fromkeys(term for phrase in phrases for term in phrase):
        lists = view.fields["paragraph"].postings.lists(term)
        having = _rows(lists)
        rows = having if rows is None else np.intersect1d(rows, having, assume_unique=True)
    return rows


def _rows(lists: Sequence[PostingList]) -> Array:
    return np.concatenate([np.empty(0, np.intp), *(base + found.astype(np.intp) for base, found, _ in lists)])


def _threshold(view: View, sums: Sums, evidence: Sequence[Evidence], k: int) -> np.float32:
    """Return a score that the k-th best passage reaches: that of the k-th best among the strongest word's.

    It is lowered by far more than the rounding of sums in float32, so that nothing is lost to that.
    """
    enough = [one for one in evidence if one.postings >= k]
    if not enough:
        return _LEAST
    rows = _rows(max(enough, key=lambda one: one.factor).lists)
    scores = _totals(view, sums, rows)
    return max(_LEAST, np.partition(scores, len(scores) - k)[len(scores) - k] * _SLACK)


def _totals(view: View, sums: Sums, rows: Array) -> Array:
    """Return the whole scores of these rows."""
    return np.asarray(sums.passages[rows] + sums.articles[view.article_of(rows)])


def _promising(view: View, sums: Sums, threshold: np.float32) -> Array:
    """Return all rows that reach the threshold, and perhaps others.

    Whatever reaches it has at least half of it from the passage or from the article.
    """
    much = min(sums.highest, threshold / 2)
    short = threshold - much
    matching = np.flatnonzero(sums.passages >= short)
    if much < threshold / 2:
        return matching
    by_article = view.passages_of(np.flatnonzero(sums.articles >= much))
    return np.concatenate([matching, by_article[sums.passages[by_article] < short]])


@dataclass(frozen=True, slots=True)
class _Best:
    """The best rows in order, with their articles' rows, and by field what it gives to each."""

    rows: Array
    articles: Array
    parts: Mapping[str, Array]


def _best(view: View, sums: Sums, rows: Array, k: int) -> _Best:
    totals = _totals(view, sums, rows)
    enough = _LEAST
    if len(rows) > k:
        enough = max(_LEAST, np.partition(totals, len(totals) - k)[len(totals) - k] * _SLACK)
    rows = rows[totals >= enough]
    articles = view.article_of(rows)
    parts: dict[str, Array] = {
        name: values[rows if UNITS[name] == "passage" else articles].astype(np.float64)
        for name, values in sums.fields.items()
    }
    scores = sum(parts.values(), np.zeros(len(rows)))
    order = np.lexsort((rows, view.versions_of(articles), -scores))[:k]
    return _Best(rows[order], articles[order], {name: values[order] for name, values in parts.items()})


def _terms(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term for word in words for term, _ in word.terms))


def _candidates(
    view: View, best: _Best, asked: tuple[str, ...], by_field: Mapping[FieldName, Collection[str]]
) -> Candidates:
    """Tell of rows what may leave the engine."""
    return Candidates(
        ids=Ids(view.passage_id, best.rows.tolist()),
        parts=best.parts,
        articles=view.versions_of(best.articles),
        positions=view.positions(best.rows, best.articles),
        days=view.first_days(best.articles),
        terms=asked,
        found=terms_found(view, asked, by_field, best.rows, best.articles),
    )
