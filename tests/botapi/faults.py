"""Things that go wrong between a bot and Telegram, on demand.

A fault strikes before the action is done (`too_many`, `status`, `garbage`, `drop`, `hang`) or after it (`lost`,
`late`): with the latter the message was sent, and the bot never hears of it.
"""

from __future__ import annotations

import random
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Literal

Kind = Literal["too_many", "status", "garbage", "drop", "hang", "lost", "late"]


@dataclass(frozen=True)
class Fault:
    """What happens to one call. `number` is a status code or seconds, as the kind asks."""

    kind: Kind
    number: float = 0

    @property
    def after(self) -> bool:
        """Whether the action is done before the fault strikes."""
        return self.kind in {"lost", "late"}


def too_many(retry_after: int = 1) -> Fault:
    """Answered 429 with `retry_after`."""
    return Fault("too_many", retry_after)


def status(code: int = 502) -> Fault:
    """Answered with a 5xx and the HTML page of a gateway."""
    return Fault("status", code)


def garbage() -> Fault:
    """Answered 200 with half a JSON object."""
    return Fault("garbage")


def drop() -> Fault:
    """The connection closes before anything is done."""
    return Fault("drop")


def hang(seconds: float = 60) -> Fault:
    """Nothing is done and nothing answered for so long, then the connection closes."""
    return Fault("hang", seconds)


def lost() -> Fault:
    """The action is done, then the connection closes without an answer."""
    return Fault("lost")


def late(seconds: float = 60) -> Fault:
    """The action is done and the answer comes so late that the caller has given up."""
    return Fault("late", seconds)


class Faults:
    """What is planned: the next calls of a method, or a share of all calls (a storm)."""

    def __init__(self) -> None:
        self._next: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._storms: dict[str, tuple[float, list[Fault]]] = {}
        self._dice = random.Random(7)  # noqa: S311 - the same storm in every run
        self.struck = 0

    def next(self, method: str, fault: Fault, times: int = 1) -> None:
        """Strike the next calls of a method."""
        self._next[method].extend([fault] * times)

    def storm(self, method: str, share: float, *faults: Fault) -> None:
        """Strike this share of the calls of a method until `calm`."""
        self._storms[method] = (share, list(faults))

    def calm(self) -> None:
        """Nothing goes wrong any more."""
        self._storms.clear()
        self._next.clear()

    def draw(self, method: str) -> Fault | None:
        """The fault that strikes this call, if any."""
        if self._next[method]:
            self.struck += 1
            return self._next[method].popleft()
        share, faults = self._storms.get(method, (0.0, []))
        if faults and self._dice.random() < share:
            self.struck += 1
            return self._dice.choice(faults)
        return None
