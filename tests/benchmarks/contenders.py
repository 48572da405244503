"""The engines that `make bench` compares, all with the same few methods: build, open, ask.

Each indexes the same term lists, one document per paragraph, without storing texts. Where an engine splits by
itself it is told to split at blanks.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar, Protocol

import bm25s
import tantivy
from rank_bm25 import BM25Okapi

from retrieval.index import FIELDS, EmbeddedEngine, FieldParameters, write_generation
from retrieval.model import Filters
from retrieval.query import Query, QueryTerm
from tests.benchmarks.made_up import Article, sentence

K1, B = 1.2, 0.75
_WRITER_MEMORY = 256_000_000


class Contender(Protocol):
    """An engine in the comparison; `lasting` tells whether it is opened from files."""

    name: str
    lasting: bool

    def prepare(self, articles: Iterable[Article]) -> None:
        """Bring the term lists into the form that the engine takes in, which is not measured."""

    def build(self, folder: Path) -> None:
        """Index them."""

    def open(self, folder: Path) -> None:
        """Get ready to answer from what `build` wrote."""

    def ask(self, words: Sequence[str], k: int) -> int:
        """Find the k best paragraphs; return how many."""


def _paragraphs(articles: Iterable[Article]) -> Iterator[list[str]]:
    return (paragraph for article in articles for paragraph in article.paragraphs)


class Cuttings:
    """Our engine over paragraphs alone."""

    name, lasting = "cuttings", True
    _weights: ClassVar = {"paragraph": 1.0}
    _fields = False

    def _parameters(self) -> dict[Any, FieldParameters]:
        return {name: FieldParameters(K1, B, self._weights.get(name, 0.0)) for name in FIELDS}

    def prepare(self, articles: Iterable[Article]) -> None:
        self._tokens = [article.tokens(fields=self._fields) for article in articles]

    def build(self, folder: Path) -> None:
        write_generation(folder, 1, self._tokens, (), None, parameters=self._parameters())

    def open(self, folder: Path) -> None:
        self._engine = EmbeddedEngine.open(folder, 1, self._parameters())

    def ask(self, words: Sequence[str], k: int) -> int:
        query = Query(" ".join(words), tuple(QueryTerm(word, word) for word in words))
        return len(self._engine.search(query, Filters(), k))


class CuttingsFields(Cuttings):
    """Our engine with every field, and the words for spelling."""

    name = "cuttings, all fields"
    _weights: ClassVar = {"paragraph": 1.0, "article": 0.3, "title": 0.3, "speaker": 0.5}
    _fields = True


class RankBm25:
    """rank-bm25, in memory."""

    name, lasting = "rank-bm25", False

    def prepare(self, articles: Iterable[Article]) -> None:
        self._documents = _paragraphs(articles)

    def build(self, folder: Path) -> None:
        self._index = BM25Okapi(self._documents, k1=K1, b=B)
        self._numbers = range(self._index.corpus_size)

    def open(self, folder: Path) -> None:
        pass

    def ask(self, words: Sequence[str], k: int) -> int:
        return len(self._index.get_top_n(words, self._numbers, k))


class Bm25s:
    """bm25s with its numpy backend, memory-mapped."""

    name, lasting = "bm25s", True

    def prepare(self, articles: Iterable[Article]) -> None:
        self._documents = list(_paragraphs(articles))

    def build(self, folder: Path) -> None:
        index = bm25s.BM25(k1=K1, b=B, backend="numpy")
        index.index(self._documents, show_progress=False)
        index.save(folder, show_progress=False)

    def open(self, folder: Path) -> None:
        self._index = bm25s.BM25.load(folder, mmap=True, show_progress=False)

    def ask(self, words: Sequence[str], k: int) -> int:
        found, _ = self._index.retrieve([list(words)], k=k, show_progress=False)
        return int(found.shape[1])


class Tantivy:
    """tantivy, through its Python package; one writer thread per core."""

    name, lasting = "tantivy", True
    _tokenizer = "whitespace"

    def _schema(self) -> tantivy.Schema:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", tokenizer_name=self._tokenizer, index_option="freq")
        return builder.build()

    def prepare(self, articles: Iterable[Article]) -> None:
        self._texts = [" ".join(paragraph) for paragraph in _paragraphs(articles)]

    def build(self, folder: Path) -> None:
        index = tantivy.Index(self._schema(), path=str(folder))
        writer = index.writer(_WRITER_MEMORY, num_threads=os.cpu_count() or 1)
        for text in self._texts:
            writer.add_document(tantivy.Document(text=text))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        index = tantivy.Index.open(str(folder))
        self._schema_read, self._searcher = index.schema, index.searcher()

    def ask(self, words: Sequence[str], k: int) -> int:
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema_read, "text", word, index_option="freq"))
            for word in words
        ]
        return len(self._searcher.search(tantivy.Query.boolean_query(terms), limit=k, count=False).hits)


class TantivyStemming(Tantivy):
    """tantivy from texts: its own English tokenizer and stemmer."""

    name = "tantivy"
    _tokenizer = "en_stem"

    def prepare(self, articles: Iterable[Article]) -> None:
        self._texts = [sentence(paragraph) for paragraph in _paragraphs(articles)]


class Fts5:
    """SQLite's FTS5, without the texts."""

    name, lasting = "SQLite FTS5", True

    def prepare(self, articles: Iterable[Article]) -> None:
        self._texts = [" ".join(paragraph) for paragraph in _paragraphs(articles)]

    def build(self, folder: Path) -> None:
        database = sqlite3.connect(folder / "fts5.sqlite3")
        database.execute("CREATE VIRTUAL TABLE passages USING fts5 (text, content='', tokenize='ascii')")
        database.executemany("INSERT INTO passages (rowid, text) VALUES (?, ?)", enumerate(self._texts))
        database.execute("INSERT INTO passages (passages) VALUES ('optimize')")
        database.commit()
        database.close()

    def open(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / "fts5.sqlite3")

    def ask(self, words: Sequence[str], k: int) -> int:
        wanted = " OR ".join(f'"{word}"' for word in words)
        sql = "SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ?"
        return len(self._database.execute(sql, (wanted, k)).fetchall())


CONTENDERS: tuple[type[Contender], ...] = (Cuttings, CuttingsFields, RankBm25, Bm25s, Tantivy, Fts5)
