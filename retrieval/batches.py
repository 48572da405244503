"""Batches of articles, analysed and packed for the index; processes that do that need nothing but this."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from retrieval.bulk import BulkAnalyser
from retrieval.index import ArticleColumns, FieldName, NumberedDocuments, PackedArticles, pack_numbered
from retrieval.numbering import JoinedTexts
from retrieval.rows import StoredArticle

REMEMBERED = 1 << 19  # different pieces of text that a process keeps in mind: some 100 MB


@dataclass(frozen=True, slots=True)
class TextBatch:
    """Articles on their way to the analysis: their texts are all paragraphs, for each who speaks, all titles."""

    articles: ArticleColumns
    texts: JoinedTexts

    @classmethod
    def of(cls, stored: Sequence[StoredArticle], speaking: Callable[[StoredArticle], Iterable[str]]) -> TextBatch:
        """Take what the index needs of stored articles; those without paragraphs are left out.

        `speaking` tells for each paragraph of an article who speaks there.
        """
        stored = [article for article in stored if article.paragraphs]
        paragraphs = [paragraph for article in stored for paragraph in article.paragraphs]
        texts = [text for _, text, _ in paragraphs]
        texts += [names for article in stored for names in speaking(article)]
        texts += [article.card.facts.title or "" for article in stored]
        columns = ArticleColumns.of(
            map(_head, stored),
            [len(article.paragraphs) for article in stored],
            [identity for identity, _, _ in paragraphs],
        )
        return cls(columns, JoinedTexts.of(texts))


def _head(article: StoredArticle) -> tuple[int, str | None, date | None, date | None]:
    facts = article.card.facts
    return article.version, facts.outlet, *((facts.date.first, facts.date.last) if facts.date else (None, None))


class Packer:
    """Analyses batches and packs them; the writer has to be given a packer's batches in their order."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self._analyser = BulkAnalyser()

    def pack(self, batch: TextBatch) -> PackedArticles:
        """Analyse and pack a batch."""
        if len(self._analyser) > REMEMBERED:
            self._analyser = BulkAnalyser()
        terms, words = self._analyser.analyse(batch.texts)
        count = len(batch.articles.ids[1]) - 1
        fields: dict[FieldName, NumberedDocuments] = {
            "paragraph": terms.part(0, count),
            "speaker": terms.part(count, 2 * count),
            "title": terms.part(2 * count, len(batch.texts)),
        }
        return pack_numbered(
            batch.articles, fields, self._analyser.terms, words.part(0, count), self._analyser.words
        )


def analyse_and_pack(task: tuple[str, TextBatch]) -> PackedArticles:
    """Pack a batch in whatever process and thread this runs; it bears the name of the reindex that it is for."""
    reindex, batch = task
    return _packer(reindex, threading.get_ident()).pack(batch)


def forget_pieces() -> None:
    """Let go of what this process keeps in mind for a reindex, which is of no use after it."""
    _packer.cache_clear()


@lru_cache(maxsize=4)
def _packer(_reindex: str, _thread: int) -> Packer:
    """The packer of one thread for one reindex: what it told of its strings, it told that reindex's writer."""
    return Packer()
