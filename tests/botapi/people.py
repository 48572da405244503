"""Accounts: people, bots, and the three with which Telegram signs what no person signs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]
PRESENT = {"creator", "administrator", "member", "restricted"}


@dataclass(eq=False)
class User:
    """Somebody who writes; `language_code` is the language of the client."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = "en"
    is_bot: bool = False

    def as_json(self) -> dict[str, Any]:
        """The `User` of the Bot API."""
        fields = {
            "id": self.id,
            "is_bot": self.is_bot,
            "first_name": self.first_name,
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        return {name: value for name, value in fields.items() if value is not None}


@dataclass
class Member:
    """What somebody is in a chat. An anonymous administrator signs with the group's name."""

    user: User
    status: Status = "member"
    anonymous: bool = False
    can_send: bool = True

    @property
    def present(self) -> bool:
        """Whether they are in the chat."""
        return self.status in PRESENT

    @property
    def is_admin(self) -> bool:
        """Whether they run the chat."""
        return self.status in {"creator", "administrator"}

    def as_json(self) -> dict[str, Any]:
        """The `ChatMember` of the Bot API with the fields that its status requires."""
        fields: dict[str, Any] = {"user": self.user.as_json(), "status": self.status}
        if self.status == "creator":
            fields["is_anonymous"] = self.anonymous
        if self.status == "administrator":
            fields |= {"can_be_edited": False, "is_anonymous": self.anonymous} | dict.fromkeys(_RIGHTS, True)
        if self.status == "restricted":
            fields |= {"is_member": True, "until_date": 0} | dict.fromkeys(_PERMISSIONS, self.can_send)
        if self.status == "kicked":
            fields["until_date"] = 0
        return fields


_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
    "can_delete_stories",
)  # fmt: skip
_PERMISSIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics",
    "can_react_to_messages", "can_edit_tag",
)  # fmt: skip

# The documented accounts behind messages of anonymous administrators, of channels, and of a linked channel.
ANONYMOUS_ADMIN = User(1087968824, "Group", username="GroupAnonymousBot", is_bot=True, language_code=None)
CHANNEL_BOT = User(136817688, "Channel", username="Channel_Bot", is_bot=True, language_code=None)
TELEGRAM = User(777000, "Telegram", language_code=None)
