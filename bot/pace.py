"""How fast one group may be written to: Telegram's figures, which the framework's limiter keeps on average only.

The "Bots FAQ" gives 20 messages a minute to a group, and about one a second to any chat with short bursts let
through; edits count as messages. The framework's bucket holds 20 and drips meanwhile, so that a busy group could
get nearly 40 in its first minute.
"""

from __future__ import annotations

import asyncio
from collections import deque

from telegram.constants import FloodLimit

MINUTE = 60.0
BURST = 4  # messages at once; then one a second
_MANY = 1000  # groups; above that, those that were quiet for a minute are forgotten


class GroupPace:
    """Lets calls to a group through no faster than Telegram takes them; others are not its business."""

    def __init__(self, per_minute: int = FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP, second: float = 1.0) -> None:
        self._per_minute = int(per_minute)
        self._second = second
        self._sent: dict[int, deque[float]] = {}

    async def take(self, group: int) -> None:
        """Wait until the group may be written to, and count one message to it."""
        loop = asyncio.get_running_loop()
        pause = self._pause(group, loop.time())
        while pause > 0:
            await asyncio.sleep(pause)
            pause = self._pause(group, loop.time())
        self._sent[group].append(loop.time())

    def _pause(self, group: int, now: float) -> float:
        if len(self._sent) > _MANY:
            self._sent = {key: sent for key, sent in self._sent.items() if sent and now - sent[-1] < self._span}
        sent = self._sent.setdefault(group, deque())
        while sent and now - sent[0] >= self._span:
            sent.popleft()
        if len(sent) >= self._per_minute:
            return sent[0] + self._span - now
        if len(sent) >= BURST:
            # The last few, one a second: the message before the last BURST ones sets when the next may leave.
            return sent[-BURST] + BURST * self._second - now
        return 0.0

    @property
    def _span(self) -> float:
        return MINUTE * self._second
