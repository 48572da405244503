"""Several segments become one, without their dead articles, with tf parts made anew for the current averages.

The postings pass through memory in chunks, so that it is bounded whatever the sizes of the segments. How often a
term occurs is read back from its tf part: tf = part·damping / (k1 + 1 - part), exact after rounding for up to some
hundred occurrences in a document; beyond that the part is the same to six digits anyway.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np

from retrieval.engine import Array
from retrieval.index.arrayfile import ArrayFileWriter
from retrieval.index.block import NO_OUTLET, Articles, starts_of
from retrieval.index.bm25 import tf_parts
from retrieval.index.generation import Part
from retrieval.index.parameters import FIELDS, UNITS, FieldName, Shapes, Unit
from retrieval.index.segment import segment_meta
from retrieval.index.terms import Strings, packed, picked
from retrieval.index.yielding import drawn

_BYTES_PER_POSTING = 64  # of all the arrays that a chunk needs at once
_MOST = 1 << 20  # postings of a chunk: no more, so that numpy never holds the interpreter's lock for long


@dataclass(frozen=True, slots=True)
class _Source:
    """A segment on its way into another: which of its rows stay, and what number they get there."""

    part: Part
    alive: Mapping[Unit, Array]
    rows: Mapping[Unit, Array]


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """Strings of several sources together, sorted; `places` gives each source's own numbers their place here."""

    strings: Sequence[str]
    places: Sequence[Array]


def merge(path: Path, parts: Sequence[Part], shapes: Shapes, memory: int) -> None:
    """Write one segment of what is alive in these; `memory` is a bound in bytes for the postings in work."""
    sources = _sources(parts)
    terms, frequencies = _terms(sources)
    words, word_counts = _words(sources)
    small = _small_arrays(sources, terms, words, word_counts, frequencies)
    lengths = {name: _lengths(sources, name) for name in FIELDS}
    sizes: dict[str, tuple[str, int]] = {name: (values.dtype.str, len(values)) for name, values in small.items()}
    for name in FIELDS:
        count = int(frequencies[name].sum())
        sizes |= {f"{name}.documents": ("<i4", count), f"{name}.parts": ("<f4", count)}
        sizes[f"{name}.lengths"] = ("<i4", len(lengths[name]))
    sizes["words.lists"] = ("<i4", int(word_counts.sum()))
    with ArrayFileWriter(path, sizes, segment_meta(_outlets(parts), shapes)) as file:
        for array, values in small.items():
            file.append(array, values)
        for source, places in zip(sources, words.places, strict=True):
            file.append("words.lists", places[source.part.segment.word_lists[_alive_words(source)]])
        for name in FIELDS:
            file.append(f"{name}.lengths", lengths[name])
            damping = shapes[name].damping(lengths[name]).astype(np.float32)
            chunks = _chunks(sources, name, terms, frequencies[name], memory)
            for documents, counts in chunks:
                file.append(f"{name}.documents", documents)
                file.append(f"{name}.parts", tf_parts(counts, damping[documents], shapes[name].k1))


def _sources(parts: Sequence[Part]) -> list[_Source]:
    sources = []
    bases: dict[Unit, int] = {"article": 0, "passage": 0}
    for part in parts:
        articles = np.ones(part.segment.article_count, dtype=bool)
        articles[part.dead.articles] = False
        alive: dict[Unit, Array] = {"article": articles, "passage": articles[part.segment.article_of]}
        rows: dict[Unit, Array] = {
            unit: (np.cumsum(alive[unit], dtype=np.int64) + (bases[unit] - 1)).astype(np.int32) for unit in bases
        }
        bases = {unit: bases[unit] + int(np.count_nonzero(alive[unit])) for unit in bases}
        sources.append(_Source(part, alive, rows))
    return sources


def _union(lists: Sequence[Strings]) -> _Vocabulary:
    read = [list(strings) for strings in lists]
    together = [text for text, _ in groupby(heapq.merge(*read))]
    numbers = {text: number for number, text in enumerate(together)}
    return _Vocabulary(together, [drawn(map(numbers.__getitem__, texts), len(texts)) for texts in read])


def _without(vocabulary: _Vocabulary, used: Array) -> _Vocabulary:
    """Leave out strings that nothing uses any more; their places then mean nothing, and are not asked for."""
    strings = [text for text, wanted in zip(vocabulary.strings, used.tolist(), strict=True) if wanted]
    moved = np.cumsum(used, dtype=np.int64).astype(np.int32) - 1
    return _Vocabulary(strings, [np.maximum(moved[places], 0) for places in vocabulary.places])


def _terms(sources: Sequence[_Source]) -> tuple[_Vocabulary, dict[FieldName, Array]]:
    """Return the terms in use, and in how many live documents of each field they occur."""
    vocabulary = _union([source.part.segment.terms for source in sources])
    frequencies = {name: np.zeros(len(vocabulary.strings), dtype=np.int64) for name in FIELDS}
    for source, places in zip(sources, vocabulary.places, strict=True):
        for name, total in frequencies.items():
            live = np.diff(source.part.segment.fields[name].offsets)
            dead = source.part.dead.fields[name]
            live[dead.numbers] -= dead.counts
            total[places] += live
    used = np.logical_or.reduce([total > 0 for total in frequencies.values()])
    return _without(vocabulary, used), {name: total[used] for name, total in frequencies.items()}


def _words(sources: Sequence[_Source]) -> tuple[_Vocabulary, Array]:
    vocabulary = _union([source.part.segment.words for source in sources])
    counts = np.zeros(len(vocabulary.strings), dtype=np.int32)
    for source, places in zip(sources, vocabulary.places, strict=True):
        live = source.part.segment.word_counts.copy()
        live[source.part.dead.words.numbers] -= source.part.dead.words.counts
        counts[places] += live
    return _without(vocabulary, counts > 0), counts[counts > 0]


def _alive_words(source: _Source) -> Array:
    return np.repeat(source.alive["article"], np.diff(source.part.segment.word_starts))


def _lengths(sources: Sequence[_Source], name: FieldName) -> Array:
    return np.concatenate(
        [source.part.segment.fields[name].lengths[source.alive[UNITS[name]]] for source in sources]
    )


def _outlets(parts: Sequence[Part]) -> tuple[str, ...]:
    return tuple(sorted({outlet for part in parts for outlet in part.segment.articles.outlets}))


def _articles(sources: Sequence[_Source]) -> Articles:
    outlets = _outlets([source.part for source in sources])
    numbers = {outlet: number for number, outlet in enumerate(outlets)}
    columns: dict[str, list[Array]] = {"versions": [], "first": [], "last": [], "outlet": [], "sizes": []}
    for source in sources:
        held, alive = source.part.segment.articles, source.alive["article"]
        renumbered = np.array([*(numbers[outlet] for outlet in held.outlets), NO_OUTLET], dtype=np.int32)
        columns["versions"].append(held.versions[alive])
        columns["first"].append(held.first[alive])
        columns["last"].append(held.last[alive])
        columns["outlet"].append(renumbered[held.outlet[alive]])
        columns["sizes"].append(np.diff(held.starts)[alive])
    joined = {name: np.concatenate(values) for name, values in columns.items()}
    return Articles(
        versions=joined["versions"],
        first=joined["first"],
        last=joined["last"],
        outlet=joined["outlet"],
        outlets=outlets,
        starts=starts_of(joined["sizes"]).astype(np.int32),
    )


def _small_arrays(
    sources: Sequence[_Source],
    terms: _Vocabulary,
    words: _Vocabulary,
    word_counts: Array,
    frequencies: Mapping[FieldName, Array],
) -> dict[str, Array]:
    """Return all arrays that are small beside the postings."""
    arrays = _articles(sources).arrays()
    arrays["words.counts"] = word_counts
    arrays["words.starts"] = starts_of(
        np.concatenate([np.diff(source.part.segment.word_starts)[source.alive["article"]] for source in sources])
    )
    arrays["ids.data"], arrays["ids.offsets"] = picked(
        [(source.part.segment.passage_ids, source.alive["passage"]) for source in sources]
    )
    arrays["terms.data"], arrays["terms.offsets"] = packed(terms.strings)
    arrays["words.data"], arrays["words.offsets"] = packed(words.strings)
    return arrays | {f"{name}.offsets": starts_of(frequencies[name]) for name in FIELDS}


def _chunks(
    sources: Sequence[_Source],
    name: FieldName,
    terms: _Vocabulary,
    frequencies: Array,
    memory: int,
) -> Iterator[tuple[Array, Array]]:
    """Go through the terms in runs whose postings fit the memory; return their documents and counts."""
    starts = starts_of(frequencies)
    size = max(1, min(memory // _BYTES_PER_POSTING, _MOST))
    first = 0
    while first < len(frequencies):
        last = max(first + 1, int(np.searchsorted(starts, starts[first] + size, side="right")) - 1)
        yield _chunk(sources, name, terms, starts[first : last + 1] - starts[first], first)
        first = last


def _chunk(
    sources: Sequence[_Source],
    name: FieldName,
    terms: _Vocabulary,
    starts: Array,
    first: int,
) -> tuple[Array, Array]:
    """Join the postings of the terms from `first` on; `starts` says where each one's begin in the result."""
    documents = np.empty(int(starts[-1]), dtype=np.int32)
    counts = np.empty(int(starts[-1]), dtype=np.int32)
    filled = starts[:-1].copy()
    for source, places in zip(sources, terms.places, strict=True):
        here = slice(*np.searchsorted(places, (first, first + len(starts) - 1)))
        numbers, rows, tf = _live(source, name, here)
        live = np.bincount(places[here][numbers] - first, minlength=len(filled))
        runs = np.cumsum(live) - live
        target = np.arange(len(rows)) + np.repeat(filled - runs, live)
        documents[target], counts[target] = rows, tf
        filled += live
    return documents, counts


def _live(source: _Source, name: FieldName, terms: slice) -> tuple[Array, Array, Array]:
    """Return the live postings of a run of a source's terms: term (from the run's first), new row, count."""
    field = source.part.segment.fields[name]
    bounds = field.offsets[terms.start : terms.stop + 1]
    place = slice(int(bounds[0]), int(bounds[-1]))
    old, parts = field.documents[place], field.parts[place]
    numbers = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
    if source.part.dead:
        alive = source.alive[UNITS[name]][old]
        numbers, old, parts = numbers[alive], old[alive], parts[alive]
    damping = field.shape.damping(field.lengths[old])
    tf = np.rint(parts * damping / (field.shape.k1 + 1 - parts.astype(np.float64)))
    return numbers, source.rows[UNITS[name]][old], np.maximum(tf, 1)
