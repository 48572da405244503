"""From a question that was read to what is said to it: candidates, ranking, gate, copies and order, excerpts.

`Search` walks the whole way for one question; everything else here is pure. How the numbers were found:
docs/retrieval.md.
"""

from retrieval.answering.composing import Composed
from retrieval.answering.search import Search

__all__ = ["Composed", "Search"]
