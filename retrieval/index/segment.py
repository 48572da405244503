"""A segment: an unchanging run of articles, inverted, in one file of arrays.

Arrays of a segment file (P passages, A articles, T terms, W words):

    versions, first, last, outlet [A]; starts [A+1]      the articles (`Articles` tells what they mean)
    ids.data, ids.offsets                                 passage ids in order
    article_of [P]                                        each passage's article
    terms.data, terms.offsets [T+1]                       the terms of all fields, sorted
    FIELD.offsets [T+1], FIELD.documents, FIELD.parts     postings with their tf parts
    FIELD.lengths [P or A]                                number of terms
    words.data, words.offsets [W+1], words.counts [W]     folded words, and in how many passages
    words.lists, words.starts [A+1]                       the distinct words of every passage, by article

The tf parts are made for one k1, b and average length (`Shape`), kept beside them; `AVERAGE_DRIFT` in `writing.py`
tells how exact that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.engine import Array
from retrieval.index.arrayfile import ArrayFile, ArrayFileWriter
from retrieval.index.block import Articles, Inverter, Vocabulary
from retrieval.index.bm25 import tf_parts
from retrieval.index.parameters import FieldName, Shape, Shapes
from retrieval.index.terms import Strings, packed
from retrieval.index.yielding import occurrences

_STEP = 1 << 20  # postings written at once
_FIELDS_AT_ONCE = 2  # numpy lets go of the interpreter's lock in nearly all that they need


class SegmentField:
    """One field of a segment; the arrays are views of the file."""

    def __init__(self, file: ArrayFile, name: FieldName) -> None:
        """Open the field `name`."""
        self.offsets = file.array(f"{name}.offsets")
        self.bounds = self.offsets.data  # the same as plain ints, twice as fast to read one by one
        self.documents = file.array(f"{name}.documents")
        self.parts = file.array(f"{name}.parts")
        self.lengths = file.array(f"{name}.lengths")
        self.shape = Shape(**file.meta["shapes"][name])


class Segment:
    """An opened segment."""

    def __init__(self, path: Path) -> None:
        """Map the file; raises CollectionDamaged."""
        self.file = ArrayFile(path)
        array, meta = self.file.array, self.file.meta
        self.articles = Articles(
            versions=array("versions"),
            first=array("first"),
            last=array("last"),
            outlet=array("outlet"),
            outlets=tuple(meta["outlets"]),
            starts=array("starts"),
        )
        self.passage_ids = Strings(array("ids.data"), array("ids.offsets"))
        self.article_of = array("article_of")
        self.terms = Strings(array("terms.data"), array("terms.offsets"))
        self.fields: dict[FieldName, SegmentField] = {
            name: SegmentField(self.file, name) for name in meta["shapes"]
        }
        self.words = Strings(array("words.data"), array("words.offsets"))
        self.word_counts = array("words.counts")
        self.word_lists = array("words.lists")
        self.word_starts = array("words.starts")
        self.find = lru_cache(maxsize=4096)(self.terms.find)

    @property
    def passage_count(self) -> int:
        """Number of passages, those no longer held included."""
        return len(self.article_of)

    @property
    def article_count(self) -> int:
        """Number of articles, those no longer held included."""
        return len(self.articles.versions)


def write_block(path: Path, block: Inverter, shapes: Shapes) -> None:
    """Write what was collected as a segment, with tf parts of these shapes."""
    terms, words, articles = block.terms(), block.words(), block.articles()
    arrays = _small_arrays(block, terms, words, articles)
    sizes = {name: (values.dtype.str, len(values)) for name, values in arrays.items()}
    for name in shapes:
        count = block.postings_of(name)
        sizes |= {f"{name}.offsets": ("<i8", len(terms.strings) + 1), f"{name}.documents": ("<i4", count)}
        sizes |= {f"{name}.parts": ("<f4", count), f"{name}.lengths": ("<i4", len(block.lengths(name)))}
    sizes |= {"words.lists": ("<i4", int(arrays["words.starts"][-1])), "words.counts": ("<i4", len(words.strings))}
    with ArrayFileWriter(path, sizes, segment_meta(articles.outlets, shapes)) as file:
        for array, values in arrays.items():
            file.append(array, values)
        _write_words(file, block, words)
        with ThreadPoolExecutor(_FIELDS_AT_ONCE, thread_name_prefix="field") as threads:
            for written in [
                threads.submit(_write_field, file, name, block, terms, shapes[name]) for name in shapes
            ]:
                written.result()


def _write_words(file: ArrayFileWriter, block: Inverter, words: Vocabulary) -> None:
    counts = np.zeros(len(words.strings), dtype=np.int64)
    for numbers in block.word_lists(words):
        counts += occurrences(numbers, len(counts))
        file.append("words.lists", numbers)
    file.append("words.counts", counts)


def _write_field(file: ArrayFileWriter, name: FieldName, block: Inverter, terms: Vocabulary, shape: Shape) -> None:
    lengths, field = block.lengths(name), block.field(name, terms)
    damping = shape.damping(lengths).astype(np.float32)
    file.append(f"{name}.lengths", lengths)
    file.append(f"{name}.offsets", field.offsets)
    for start in range(0, len(field.documents), _STEP):
        step = slice(start, start + _STEP)
        documents = field.documents[step]
        file.append(f"{name}.documents", documents)
        file.append(f"{name}.parts", tf_parts(field.counts[step], damping[documents], shape.k1))


def segment_meta(outlets: Sequence[str], shapes: Shapes) -> dict[str, Any]:
    """Return what a segment file keeps beside its arrays."""
    return {"outlets": list(outlets), "shapes": {name: asdict(shape) for name, shape in shapes.items()}}


def _small_arrays(block: Inverter, terms: Vocabulary, words: Vocabulary, articles: Articles) -> dict[str, Array]:
    """Return all arrays that are small beside the postings."""
    arrays = articles.arrays()
    arrays["ids.data"], arrays["ids.offsets"] = block.passage_ids()
    arrays["terms.data"], arrays["terms.offsets"] = packed(terms.strings)
    arrays["words.data"], arrays["words.offsets"] = packed(words.strings)
    arrays["words.starts"] = block.word_starts()
    return arrays
