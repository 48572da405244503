"""What is chosen in a chat with /settings, and what holds where nothing was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

MOST_EXCERPTS = 5


@dataclass(frozen=True, slots=True)
class Preferences:
    """Choices of one chat. None leaves it to the configuration, or to the language of whoever asks.

    `everyone_pages`: not only the asker turns the pages of an answer; `quiet`: no reply where nothing was
    found; `topics`: the forum topics in which the bot answers, empty for all.
    """

    excerpts: int | None = None
    language: str | None = None
    plain: bool = False
    everyone_pages: bool = False
    quiet: bool = False
    topics: tuple[int, ...] = ()

    @classmethod
    def from_stored(cls, stored: Mapping[str, Any]) -> Preferences:
        """Read what was stored; a key of another version is left out."""
        known = {key: value for key, value in stored.items() if key in cls.__dataclass_fields__}
        return cls(**{**known, "topics": tuple(known.get("topics", ()))})

    def to_store(self) -> dict[str, Any]:
        """Return only what was chosen."""
        return {key: value for key, value in asdict(self).items() if value not in (None, False, (), [])}

    def with_topic(self, topic: int) -> Preferences:
        """Put a topic on the list of those in which the bot answers, or take it off."""
        left = tuple(other for other in self.topics if other != topic)
        return replace(self, topics=left if topic in self.topics else (*self.topics, topic))
