"""What may go wrong in `retrieval`, drawn once.

RetrievalError                 every error below; its text is meant for people
├── SourceError                a source (folder, file, line) cannot be read
│   ├── FolderMissing          a configured folder is not there
│   ├── Unreadable             a file or line is not text, or breaks its format; the others go in
│   └── CatalogueError         `catalogue.toml` is not valid
├── CollectionBusy             another process is reindexing this collection
├── CollectionDamaged          the database or an index generation cannot be read
└── SearchEnded                the process that searches is ended from outside whenever it begins
"""


class RetrievalError(Exception):
    """The base of every error that this package raises on purpose."""


class SourceError(RetrievalError):
    """A source cannot be read; `source` names it, `why` says what is wrong and what to do."""

    def __init__(self, source: str, why: str) -> None:
        super().__init__(f"{source}: {why}")
        self.source = source
        self.why = why

    def __reduce__(self) -> tuple[type["SourceError"], tuple[str, str]]:
        """Errors travel between the processes of a reindex; both arguments have to go along."""
        return type(self), (self.source, self.why)


class FolderMissing(SourceError):
    """A folder that the configuration names does not exist or is no folder."""


class Unreadable(SourceError):
    """A file is not text, or a file or line breaks the rules of its format."""


class CatalogueError(SourceError):
    """`catalogue.toml` is not valid TOML, or an entry has an unknown key or a wrong value."""


class CollectionBusy(RetrievalError):
    """Another process holds the lock of this collection's reindex."""


class CollectionDamaged(RetrievalError):
    """The database or an index generation cannot be read; `cuttings reindex --full` builds it anew."""


class SearchEnded(RetrievalError):
    """The process that searches was ended from outside, and so were those that took its place."""
