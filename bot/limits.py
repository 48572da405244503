"""Token buckets: how many questions a person, and a group, may ask a minute. Counted in memory, never stored."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from aiolimiter import AsyncLimiter

_MANY = 1000  # buckets; above that, those that are full again are forgotten


@dataclass(frozen=True, slots=True)
class Refusal:
    """A question is one too many: `seconds` until the next may be asked, and whether that was said already.

    It was said while those seconds are not over: who waited for them, and is refused again, is told again.
    """

    seconds: int
    said: bool


class _Buckets:
    """One bucket per key; `burst` questions at once, then `per_minute` in the long run. 0 means no limit."""

    def __init__(self, per_minute: float, burst: float) -> None:
        self._burst = max(1.0, burst or per_minute)
        self._period = 60.0 * self._burst / per_minute if per_minute else 0.0
        self._buckets: dict[int, AsyncLimiter] = {}

    def has_room(self, key: int) -> bool:
        return not self._period or self._bucket(key).has_capacity()

    async def take(self, key: int) -> None:
        if self._period:
            await self._bucket(key).acquire()

    @property
    def seconds(self) -> int:
        """How long one question takes to drain: the longest that somebody has to wait for the next."""
        return max(1, math.ceil(self._period / self._burst))

    def _bucket(self, key: int) -> AsyncLimiter:
        if len(self._buckets) > _MANY:
            self._buckets = {k: b for k, b in self._buckets.items() if not b.has_capacity(b.max_rate)}
        if key not in self._buckets:
            self._buckets[key] = AsyncLimiter(self._burst, self._period)
        return self._buckets[key]


class QuestionLimits:
    """Both limits together; a question that one of them refuses uses up neither."""

    def __init__(
        self, per_person: float, burst: float, per_group: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock = clock
        self._people = _Buckets(per_person, burst)
        self._groups = _Buckets(per_group, per_group)
        self._said: dict[tuple[int, int], float] = {}  # until when

    async def admit(self, person: int, group: int | None) -> Refusal | None:
        """Count a question and return None, or return when to try again without counting it."""
        place = (person, group or 0)
        if not self._people.has_room(person):
            return self._refuse(place, self._people.seconds)
        if group is not None and not self._groups.has_room(group):
            return self._refuse(place, self._groups.seconds)
        await self._people.take(person)
        if group is not None:
            await self._groups.take(group)
        self._said.pop(place, None)
        return None

    def _refuse(self, place: tuple[int, int], seconds: int) -> Refusal:
        now = self._clock()
        said = now < self._said.get(place, now)
        if not said:
            if len(self._said) > _MANY:
                self._said = {place: until for place, until in self._said.items() if now < until}
            self._said[place] = now + seconds
        return Refusal(seconds, said)
