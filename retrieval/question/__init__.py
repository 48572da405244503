"""Reading a question: its filters, what is left to search for, and the query that comes of it.

Everything is decided by construction (the words around an outlet or a date), never by what the collection
would answer, so that the same question is read the same way every time. The rules stand in the docstrings
of `dates`, `periods`, `outlets`, `operators`, `shape` and `talk`.
"""

from retrieval.question.reading import read_question
from retrieval.question.script import script_of
from retrieval.question.terms import make_query, prepare

__all__ = ["make_query", "prepare", "read_question", "script_of"]
