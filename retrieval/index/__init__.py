"""The embedded engine: BM25 over postings in numpy arrays, in generations on disk.

    write_generation(root, 12, added, removed, base=11)
    engine = EmbeddedEngine.open(root, 12)
    candidates = await engine.search(query, filters, k=50)

The format on disk is told in `generation.py` (folders) and `arrayfile.py` (files). Only this package imports
rank_bm25.
"""

from retrieval.index.bm25 import PostingsBM25
from retrieval.index.engine import EmbeddedEngine
from retrieval.index.generation import remove_generations, verify_generation
from retrieval.index.packing import PackedArticles, TokenPacker, pack_numbered
from retrieval.index.parameters import DEFAULT_PARAMETERS, FIELDS, FieldName, FieldParameters, Parameters
from retrieval.index.tokens import ArticleColumns, ArticleTokens, NumberedDocuments, PassageTokens, StringNumbers
from retrieval.index.writing import write_generation

__all__ = [
    "DEFAULT_PARAMETERS",
    "FIELDS",
    "ArticleColumns",
    "ArticleTokens",
    "EmbeddedEngine",
    "FieldName",
    "FieldParameters",
    "NumberedDocuments",
    "PackedArticles",
    "Parameters",
    "PassageTokens",
    "PostingsBM25",
    "StringNumbers",
    "TokenPacker",
    "pack_numbered",
    "remove_generations",
    "verify_generation",
    "write_generation",
]
