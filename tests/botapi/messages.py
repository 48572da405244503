"""A message as the server keeps it: the Bot API's JSON, and what a test wants to know of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.botapi.entities import Entity, utf16_slice

if TYPE_CHECKING:
    from tests.botapi.chats import Chat

Json = dict[str, Any]


@dataclass(frozen=True)
class Button:
    """A button of an inline keyboard; `action` names its one field besides the text, `value` is what it holds."""

    text: str
    action: str
    value: Any
    row: int


@dataclass(eq=False)
class Message:
    """A message of a chat. `data` is what the Bot API shows of it; `versions` are the texts it had before."""

    chat: Chat
    data: Json
    by_bot: bool = False
    deleted: bool = False
    versions: list[Json] = field(default_factory=list)
    seen_edits: int = 0
    inline_message_id: str | None = None
    other_markup: Json | None = None

    @property
    def id(self) -> int:
        """Its number within the chat."""
        return int(self.data["message_id"])

    @property
    def text(self) -> str:
        """The text or the caption."""
        return str(self.data.get("text") or self.data.get("caption") or "")

    @property
    def entities(self) -> list[Entity]:
        """The entities of the text or caption."""
        return list(self.data.get("entities") or self.data.get("caption_entities") or [])

    @property
    def thread(self) -> int | None:
        """The topic that the message is in, None for General and outside forums."""
        return self.data.get("message_thread_id") if self.data.get("is_topic_message") else None

    @property
    def reply_to(self) -> int | None:
        """The id of the message that this one answers."""
        replied = self.data.get("reply_to_message")
        return replied["message_id"] if replied else None

    @property
    def markup(self) -> Json | None:
        """The inline keyboard or other reply markup; other kinds are kept besides what the Bot API shows."""
        return self.data.get("reply_markup") or self.other_markup

    @property
    def edits(self) -> int:
        """How often it was edited."""
        return len(self.versions)

    @property
    def buttons(self) -> list[Button]:
        """The buttons of its inline keyboard, row by row."""
        found = []
        for number, row in enumerate((self.data.get("reply_markup") or {}).get("inline_keyboard", [])):
            for button in row:
                action = next(name for name in button if name not in {"text", "style", "icon_custom_emoji_id"})
                found.append(Button(button["text"], action, button[action], number))
        return found

    def button(self, text: str) -> Button:
        """The button whose text is this, else the first that contains it; raises LookupError."""
        for matches in (lambda shown: shown == text, lambda shown: text in shown):
            for button in self.buttons:
                if matches(button.text):
                    return button
        raise LookupError(f"no button {text!r} among {[button.text for button in self.buttons]}")

    def spans(self, kind: str) -> list[str]:
        """The parts of the text that entities of this type cover."""
        return [utf16_slice(self.text, e["offset"], e["length"]) for e in self.entities if e["type"] == kind]

    def links(self) -> list[str]:
        """The addresses behind linked words."""
        return [entity["url"] for entity in self.entities if entity["type"] == "text_link"]

    def replace(self, **fields: Any) -> None:
        """Become a new version; a field that is None goes."""
        self.versions.append(dict(self.data))
        self.data = {name: value for name, value in (self.data | fields).items() if value is not None}

    def embedded(self) -> Json:
        """As another message shows it: without what it replied to itself."""
        return {name: value for name, value in self.data.items() if name != "reply_to_message"}


def shown_sender(data: Json) -> str:
    """A name for journals and transcripts."""
    sender = data.get("sender_chat") or data.get("from") or {}
    return str(sender.get("title") or sender.get("username") or sender.get("first_name") or "?")
