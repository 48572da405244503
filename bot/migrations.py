"""The numbered steps that bring `bot.sqlite3` to its present shape; none changes once released."""

from __future__ import annotations

MIGRATIONS: tuple[str, ...] = (
    # 1: what Telegram delivered and what we sent for it, the answers behind buttons, what is known of chats.
    # `sends` keeps the results of sends until their row is settled.
    """
    CREATE TABLE inbox (
        update_id INTEGER PRIMARY KEY,
        lane TEXT NOT NULL,
        asker INTEGER,
        payload TEXT NOT NULL,
        received REAL NOT NULL,
        state TEXT NOT NULL DEFAULT 'waiting'
            CHECK (state IN ('waiting', 'working', 'apart', 'done', 'failed', 'aside')),
        attempts INTEGER NOT NULL DEFAULT 0,
        outcome TEXT,
        settled REAL
    );
    CREATE INDEX inbox_in_order ON inbox (state, update_id, lane);
    CREATE INDEX inbox_by_lane ON inbox (lane, state, update_id);
    CREATE INDEX inbox_by_asker ON inbox (asker);
    CREATE TABLE sends (
        update_id INTEGER NOT NULL REFERENCES inbox (update_id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        tries INTEGER NOT NULL,
        result TEXT,
        PRIMARY KEY (update_id, number)
    ) WITHOUT ROWID;
    CREATE TABLE answers (
        token TEXT PRIMARY KEY,
        chat INTEGER NOT NULL,
        message INTEGER,
        asked_in INTEGER,
        asker INTEGER,
        content TEXT NOT NULL,
        created REAL NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX answers_by_message ON answers (chat, message);
    CREATE INDEX answers_by_question ON answers (chat, asked_in);
    CREATE INDEX answers_by_asker ON answers (asker);
    CREATE INDEX answers_by_age ON answers (created);
    CREATE TABLE chats (
        chat INTEGER PRIMARY KEY,
        settings TEXT NOT NULL DEFAULT '{}',
        standing TEXT,
        greeted INTEGER NOT NULL DEFAULT 0
    );
    CREATE TABLE facts (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) WITHOUT ROWID;
    """,
)
