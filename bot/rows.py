"""What goes into the bot's database and comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Incoming:
    """An update as it arrived: `lane` names what it has to keep its order with, `asker` who sent it."""

    update_id: int
    lane: str
    asker: int | None
    payload: str


@dataclass(frozen=True, slots=True)
class InboxRow:
    """An update in work; `attempts` counts how often work on it had begun before.

    `journalled` tells whether the journal has a message of it from then.
    """

    update_id: int
    lane: str
    payload: str
    received: float
    attempts: int
    journalled: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """Rows that were taken up, and whether others are left waiting."""

    rows: list[InboxRow]
    left: bool


@dataclass(frozen=True, slots=True)
class Send:
    """A message that an update led to: how often it was tried, and Telegram's answer once it gave one."""

    tries: int
    result: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What the buttons of one reply need; `content` is whatever the conversation put there."""

    token: str
    chat: int
    message: int | None
    asked_in: int | None
    asker: int | None
    content: dict[str, Any]
    created: float
