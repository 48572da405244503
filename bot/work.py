"""What is known of the update that is being worked on: how it stands, and what it still owes.

The row travels in a context variable, so that whatever sends a message, however deep in the framework, knows
for which update it does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from bot.rows import InboxRow, StoredAnswer


@dataclass(slots=True)
class Work:
    """An update in work. `outcome` says how it ended in a few words, `failure` why it did not end well.

    `sends` counts the messages that it led to, so that each has the same number when the update is worked on
    again; `tries` is how often one of them is sent in all where the response was lost. `to_keep` is the answer
    that the next of them shows, kept together with the note that it is sent, so that its buttons work wherever it
    arrives. `kept_for_later` leaves it for the next start, where this one cannot do it; `again` has it done once
    more, soon. `beside` is work that goes on after the update's lane is free.
    """

    row: InboxRow
    outcome: str | None = None
    failure: str | None = None
    sends: int = 0
    tries: int = 2
    to_keep: StoredAnswer | None = None
    callback_answered: bool = False
    kept_for_later: bool = False
    again: bool = False
    beside: asyncio.Task[None] | None = None

    def close(self, outcome: str) -> None:
        """Say how the update ended; the first word counts, for what follows is only clearing up."""
        self.outcome = self.outcome or outcome

    def fail(self, why: str) -> None:
        """Say that the update did not end well, and why."""
        self.failure = self.failure or why

    def go_on_beside(self, work: Coroutine[Any, Any, None]) -> None:
        """Let long work go on without holding up what else is asked in its chat."""
        self.beside = asyncio.create_task(work, name=f"beside update {self.row.update_id}")


_current: ContextVar[Work | None] = ContextVar("work", default=None)


def current_work() -> Work | None:
    """Return the update that the running code works for, or None outside of any."""
    return _current.get()


def begin_work(row: InboxRow) -> Work:
    """Make a row the current work of the running task and of the tasks that it starts."""
    work = Work(row)
    _current.set(work)
    return work
