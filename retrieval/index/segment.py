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
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.index.arrayfile import Array, ArrayFile, ArrayFileWriter
from retrieval.index.block import Articles, Block
from retrieval.index.bm25 import tf_parts
from retrieval.index.parameters import FieldName, Shape, Shapes
from retrieval.index.terms import Strings, packed
from retrieval.index.yielding import occurrences


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


def write_block(path: Path, block: Block, shapes: Shapes) -> None:
    """Write a block as a segment, with tf parts of these shapes."""
    arrays = _arrays(block, shapes)
    sizes = {name: (values.dtype.str, len(values)) for name, values in arrays.items()}
    with ArrayFileWriter(path, sizes, segment_meta(block.articles.outlets, shapes)) as file:
        for name, values in arrays.items():
            file.append(name, values)


def segment_meta(outlets: Sequence[str], shapes: Shapes) -> dict[str, Any]:
    """Return what a segment file keeps beside its arrays."""
    return {"outlets": list(outlets), "shapes": {name: asdict(shape) for name, shape in shapes.items()}}


def _arrays(block: Block, shapes: Shapes) -> dict[str, Array]:
    arrays = block.articles.arrays()
    arrays["ids.data"], arrays["ids.offsets"] = packed(block.passage_ids)
    arrays["terms.data"], arrays["terms.offsets"] = packed(block.terms)
    for name, field in block.fields.items():
        damping = shapes[name].damping(field.lengths).astype(np.float32)
        arrays[f"{name}.offsets"] = field.offsets
        arrays[f"{name}.documents"] = field.documents
        arrays[f"{name}.parts"] = tf_parts(field.counts, damping[field.documents], shapes[name].k1)
        arrays[f"{name}.lengths"] = field.lengths
    arrays["words.data"], arrays["words.offsets"] = packed(block.words)
    arrays["words.counts"] = occurrences(block.word_lists, len(block.words)).astype(np.int32)
    arrays["words.lists"] = block.word_lists
    arrays["words.starts"] = block.word_starts
    return arrays
