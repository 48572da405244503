"""The numbered steps that bring `collection.sqlite3` to its present shape; none changes once released."""

from __future__ import annotations

MIGRATIONS: tuple[str, ...] = (
    # 1: articles, their immutable versions, paragraphs, and the generations that hold them. A version is held
    # by the generations from `since` up to, and without, `until`; a reindex that was cut short leaves rows of a
    # generation that was never published, which the next one sweeps away.
    """
    CREATE TABLE generations (
        number INTEGER PRIMARY KEY,
        started_at TEXT NOT NULL,
        published_at TEXT,
        articles INTEGER NOT NULL DEFAULT 0,
        paragraphs INTEGER NOT NULL DEFAULT 0,
        built_with TEXT NOT NULL,
        failed TEXT NOT NULL DEFAULT '[]'
    );
    CREATE TABLE versions (
        version INTEGER PRIMARY KEY,
        article TEXT NOT NULL,
        folder TEXT NOT NULL,
        source TEXT NOT NULL,
        digest TEXT NOT NULL,
        outlet TEXT,
        date TEXT,
        first_day TEXT,
        last_day TEXT,
        date_basis TEXT,
        title TEXT,
        authors TEXT NOT NULL,
        url TEXT,
        kind TEXT NOT NULL,
        about TEXT,
        evidence TEXT NOT NULL,
        paragraphs INTEGER NOT NULL,
        sketch BLOB NOT NULL
    );
    CREATE INDEX versions_by_article ON versions (article);
    CREATE TABLE paragraphs (
        version INTEGER NOT NULL REFERENCES versions (version) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        text TEXT NOT NULL,
        speaker TEXT,
        PRIMARY KEY (version, position)
    ) WITHOUT ROWID;
    CREATE INDEX paragraphs_by_id ON paragraphs (id);
    CREATE TABLE holdings (
        version INTEGER NOT NULL REFERENCES versions (version) ON DELETE CASCADE,
        since INTEGER NOT NULL REFERENCES generations (number),
        until INTEGER REFERENCES generations (number),
        PRIMARY KEY (version, since)
    ) WITHOUT ROWID;
    CREATE INDEX holdings_until ON holdings (until);
    CREATE TABLE copies (
        article TEXT NOT NULL,
        other TEXT NOT NULL,
        kind TEXT NOT NULL,
        containment REAL NOT NULL,
        PRIMARY KEY (article, other)
    ) WITHOUT ROWID;
    """,
)
