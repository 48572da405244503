"""Writing a generation: new articles become a segment, removed ones are masked, the other segments are shared.

So that there never are many segments, small ones are merged with the new ones: after every reindex each segment
holds at least `_GROWTH` times as many passages as all smaller ones together. A passage is therefore written anew
about as often as the collection grows by that factor.
"""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

import numpy as np

from retrieval.index.block import Inverter, StringSources
from retrieval.index.dead import Dead, bury
from retrieval.index.generation import (
    FieldTotals,
    Manifest,
    Part,
    open_parts,
    partial_folder,
    publish,
    read_manifest,
    share,
    write_manifest,
)
from retrieval.index.merging import merge
from retrieval.index.packing import PackedArticles, TokenPacker
from retrieval.index.parameters import DEFAULT_PARAMETERS, FIELDS, UNITS, FieldName, Parameters, Shape, Shapes
from retrieval.index.segment import Segment, write_block
from retrieval.index.tokens import ArticleTokens

MEMORY = 768 << 20
AVERAGE_DRIFT = 1e-3
"""How far a segment's tf parts may rest on another average length than the current one. A part changes by less
than its average does, relatively (its logarithm's derivative is k1·b·length/average / (tf + damping) < 1), so
scores are right to a thousandth; a segment that is off by more is written anew."""

_BATCH = 1000  # articles packed at once
_PACKERS = 2
_BYTES_PER_POSTING = 16  # at the peak, measured: what joining needs at once, vocabulary included
_GROWTH = 3
_SMALL = 2000  # passages; segments below are always merged: it takes milliseconds
_MOST_DEAD = 0.25  # of a segment's articles; beyond, it is written anew


def write_generation(
    root: Path,
    number: int,
    added: Iterable[ArticleTokens | PackedArticles],
    removed: Collection[int],
    base: int | None,
    *,
    parameters: Parameters = DEFAULT_PARAMETERS,
    memory: int = MEMORY,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Write generation `number`: what `base` holds, without the removed article versions, with the added ones.

    Without a base, the added articles are all. A version that is held already and added again is replaced.
    `memory` bounds, in bytes, what is held of the postings at once (not the vocabulary); `progress` is told how
    many of the added are taken in. Takes CPU and disk: to be called in a thread, by one writer at a time.
    A base that was made for another k1 or b is made over. Raises CollectionDamaged where the base cannot be
    read, and ValueError where its number is not lower.
    """
    if base is not None and base >= number:
        raise ValueError(f"generation {number} has to have a higher number than its base, {base}")
    folder = partial_folder(root, number)
    try:
        new = _Spills(folder, number, parameters, memory)
        versions: set[int] = set()
        for batch in _packed(added):
            new.add(batch)
            versions.update(batch.articles.versions.tolist())
            if progress:
                progress(len(versions))
        old = _base(root, base, {*removed, *versions})
        manifest = _assemble(folder, number, old, new.finish(), parameters, memory)
        write_manifest(folder, manifest)
        publish(folder, root, number)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _packed(added: Iterable[ArticleTokens | PackedArticles]) -> Iterator[PackedArticles]:
    """Pack what is not packed yet, in threads: most of the work lets go of the interpreter's lock."""
    packers: SimpleQueue[TokenPacker] = SimpleQueue()
    for _ in range(_PACKERS):
        packers.put(TokenPacker())

    def pack(batch: Sequence[ArticleTokens]) -> PackedArticles:
        packer = packers.get()
        try:
            return packer.pack(batch)
        finally:
            packers.put(packer)

    ahead: deque[Future[PackedArticles] | PackedArticles] = deque()
    with ThreadPoolExecutor(_PACKERS) as threads:
        for batch in _batches(added):
            ahead.append(batch if isinstance(batch, PackedArticles) else threads.submit(pack, batch))
            if len(ahead) > _PACKERS:
                yield _result(ahead.popleft())
        while ahead:
            yield _result(ahead.popleft())


def _batches(added: Iterable[ArticleTokens | PackedArticles]) -> Iterator[list[ArticleTokens] | PackedArticles]:
    waiting: list[ArticleTokens] = []
    for articles in added:
        if isinstance(articles, PackedArticles):
            yield articles
        else:
            waiting.append(articles)
            if len(waiting) == _BATCH:
                yield waiting
                waiting = []
    if waiting:
        yield waiting


def _result(batch: Future[PackedArticles] | PackedArticles) -> PackedArticles:
    return batch if isinstance(batch, PackedArticles) else batch.result()


def _base(root: Path, base: int | None, removed: Collection[int]) -> list[Part]:
    if base is None:
        return []
    parts = open_parts(root, read_manifest(root, base))
    return [Part(part.segment, bury(part.segment, part.dead, removed)) for part in parts]


class _Spills:
    """The added articles, inverted and written as segments whenever they fill the memory."""

    def __init__(self, folder: Path, number: int, parameters: Parameters, memory: int) -> None:
        self._folder, self._number, self._parameters = folder, number, parameters
        self._most = memory // _BYTES_PER_POSTING
        self._sources = StringSources()
        self._inverter = Inverter(self._sources)
        self._written: list[Path] = []

    def add(self, batch: PackedArticles) -> None:
        if len(self._inverter) and self._inverter.postings + batch.postings > self._most:
            self._spill()
        self._inverter.add(batch)

    def finish(self) -> list[Part]:
        if len(self._inverter):
            self._spill()
        return [Part(Segment(path), Dead.none()) for path in self._written]

    def _spill(self) -> None:
        """Write with this segment's own averages; if the collection's differ, it will be written anew."""
        block, self._inverter = self._inverter, Inverter(self._sources)
        totals = {name: FieldTotals.of(block.lengths(name)) for name in FIELDS}
        path = self._folder / f"segment-{self._number:06}-{len(self._written)}.idx"
        write_block(path, block, {name: self._parameters[name].shape(totals[name].average) for name in FIELDS})
        self._written.append(path)


@dataclass(frozen=True, slots=True, eq=False)
class _Sized:
    """A part with what is alive in it."""

    part: Part
    articles: int
    passages: int
    totals: Mapping[FieldName, FieldTotals]

    @classmethod
    def of(cls, part: Part) -> _Sized:
        segment = part.segment
        alive = np.ones(segment.article_count, dtype=bool)
        alive[part.dead.articles] = False
        masks = {"article": alive, "passage": alive[segment.article_of]}
        totals = {name: FieldTotals.of(segment.fields[name].lengths[masks[UNITS[name]]]) for name in FIELDS}
        return cls(part, int(np.count_nonzero(alive)), int(np.count_nonzero(masks["passage"])), totals)

    def stale(self, shapes: Shapes) -> bool:
        """Whether it has to be written anew for its dead articles or the shape of its tf parts."""
        if len(self.part.dead.articles) > _MOST_DEAD * self.part.segment.article_count:
            return True
        return any(_differs(self.part.segment.fields[name].shape, shape) for name, shape in shapes.items())


def _differs(made: Shape, wanted: Shape) -> bool:
    drift = abs(made.average - wanted.average)
    return (made.k1, made.b) != (wanted.k1, wanted.b) or drift > AVERAGE_DRIFT * wanted.average


def _assemble(
    folder: Path, number: int, old: Sequence[Part], new: Sequence[Part], parameters: Parameters, memory: int
) -> Manifest:
    """Put the segments of the generation into its folder, merged where needed, and describe it."""
    sized = [one for one in map(_Sized.of, (*old, *new)) if one.passages]
    totals = {name: FieldTotals.sum(one.totals[name] for one in sized) for name in FIELDS}
    shapes: Shapes = {name: parameters[name].shape(totals[name].average) for name in FIELDS}
    together = _to_merge(sized, {id(part) for part in new}, shapes)
    apart = [one for one in sized if one not in together]
    segments, dead = [], []
    for place, one in enumerate(apart):
        segments.append(share(one.part.segment.file.path, folder))
        dead.append(f"dead-{place}.idx" if one.part.dead else None)
        if one.part.dead:
            one.part.dead.write(folder / f"dead-{place}.idx")
    if together:
        segments.append(f"segment-{number:06}-merged.idx")
        dead.append(None)
        merge(folder / segments[-1], [one.part for one in together], shapes, memory)
    for part in new:
        if part.segment.file.path.name not in segments:
            part.segment.file.path.unlink()
    articles, passages = sum(one.articles for one in sized), sum(one.passages for one in sized)
    return Manifest(number, articles, passages, totals, tuple(segments), tuple(dead))


def _to_merge(sized: Sequence[_Sized], new: Collection[int], shapes: Shapes) -> list[_Sized]:
    """Choose what becomes one segment: the stale and the small ones, and what is not much larger than these."""
    chosen = [one for one in sized if one.passages < _SMALL or one.stale(shapes) or id(one.part) in new]
    total = sum(one.passages for one in chosen)
    for one in sorted((one for one in sized if one not in chosen), key=lambda one: one.passages):
        if one.passages < _GROWTH * total:
            chosen.append(one)
            total += one.passages
    if len(chosen) == 1 and not chosen[0].stale(shapes):
        return []
    return sorted(chosen, key=sized.index)
