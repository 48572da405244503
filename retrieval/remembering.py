"""What was found out of late, kept at hand; for lookups that one question, or many, repeat."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Remembered(Generic[K, V]):
    """Values by key, so many at most: when it is full it begins anew.

    No cache around a method: that would hold the object that it belongs to, beyond its generation.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: dict[K, V] = {}

    def get(self, key: K, find: Callable[[], V]) -> V:
        """Return the value of a key; `find` finds it out where it is not known, and never returns None."""
        value = self._values.get(key)
        if value is None:
            value = find()
            if len(self._values) >= self._most:
                self._values.clear()
            self._values[key] = value
        return value
