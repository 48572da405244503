"""Telegram's limits on how fast a bot may write, off unless a test switches them on.

The figures are those of the "Bots FAQ": about one message a second in a chat (short bursts are let through), 20
a minute in a group, about 30 a second overall. Edits count as messages. Who calls again before `retry_after`
is over breaks a rule, which is noted.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from telegram.constants import FloodLimit

from tests.botapi.errors import too_many

if TYPE_CHECKING:
    from tests.botapi.chats import Chat


class _Bucket:
    """Tokens that come back at a steady rate, up to `burst`."""

    def __init__(self, rate: float, burst: float) -> None:
        self.rate, self.burst = rate, burst
        self.tokens, self.at = burst, time.monotonic()

    def wait(self) -> float:
        """Seconds until the next token, 0 when there is one."""
        now = time.monotonic()
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate)
        self.at = now
        return max(0.0, (1 - self.tokens) / self.rate)


class Flood:
    """The limits of one bot. `refused` counts the answers 429."""

    def __init__(self, note: Callable[[str], None]) -> None:
        self.enabled = False
        self.chat_burst = 5.0
        self.per_minute = FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP.value
        self.refused = 0
        self._note = note
        self._overall = _Bucket(FloodLimit.MESSAGES_PER_SECOND, FloodLimit.MESSAGES_PER_SECOND)
        self._chats: dict[int, _Bucket] = {}
        self._minutes: defaultdict[int, deque[float]] = defaultdict(deque)
        self._until: dict[int, float] = {}

    def take(self, chat: Chat) -> None:
        """Count one message to a chat; raises ApiError 429 when it is one too many."""
        if not self.enabled:
            return
        now = time.monotonic()
        if now < self._until.get(chat.id, 0.0):
            self._note(f"wrote to chat {chat.id} before retry_after was over")
        wait = max(self._until.get(chat.id, 0.0) - now, self._wait(chat, now))
        if wait > 0:
            self.refused += 1
            seconds = math.ceil(wait)
            self._until[chat.id] = max(now + wait, self._until.get(chat.id, 0.0))
            raise too_many(seconds)
        self._overall.tokens -= 1
        self._bucket(chat).tokens -= 1
        self._minutes[chat.id].append(now)

    def _bucket(self, chat: Chat) -> _Bucket:
        return self._chats.setdefault(chat.id, _Bucket(FloodLimit.MESSAGES_PER_SECOND_PER_CHAT, self.chat_burst))

    def _wait(self, chat: Chat, now: float) -> float:
        waits = [self._overall.wait(), self._bucket(chat).wait()]
        if chat.is_group:
            minute = self._minutes[chat.id]
            while minute and now - minute[0] >= 60:
                minute.popleft()
            if len(minute) >= self.per_minute:
                waits.append(60 - (now - minute[0]))
        return max(waits)
