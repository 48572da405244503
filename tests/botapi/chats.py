"""Chats of every kind, and what people do in them: say, edit, add the bot, remove it, migrate.

Each of these makes the update that the real server would make, if the bot may see it at all.
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from tests.botapi.detect import detect
from tests.botapi.entities import Entity
from tests.botapi.messages import Message
from tests.botapi.people import ANONYMOUS_ADMIN, CHANNEL_BOT, TELEGRAM, Member, Status, User
from tests.botapi.privacy import reaches_bot

if TYPE_CHECKING:
    from tests.botapi.server import BotApiServer

Json = dict[str, Any]
ChatType = Literal["private", "group", "supergroup", "channel"]
MEDIA: dict[str, Any] = {
    "photo": [{"file_id": "photo-1", "file_unique_id": "p1", "width": 90, "height": 60}],
    "sticker": {"file_id": "sticker-1", "file_unique_id": "s1", "type": "regular", "width": 512, "height": 512,
                "is_animated": False, "is_video": False, "emoji": "👍"},
    "voice": {"file_id": "voice-1", "file_unique_id": "v1", "duration": 3},
    "video": {"file_id": "video-1", "file_unique_id": "w1", "width": 90, "height": 60, "duration": 3},
    "document": {"file_id": "document-1", "file_unique_id": "d1", "file_name": "notes.pdf"},
    "location": {"latitude": 50.45, "longitude": 30.52},
    "dice": {"emoji": "🎲", "value": 4},
}  # fmt: skip


@dataclass
class Topic:
    """A topic of a forum; its id is that of the service message that opened it."""

    id: int
    name: str
    opening: Message
    closed: bool = False


@dataclass(eq=False)
class Chat:
    """A chat. For private chats `user` is the other side, `started` whether they ever wrote."""

    server: BotApiServer
    id: int
    type: ChatType
    title: str | None = None
    username: str | None = None
    user: User | None = None
    is_forum: bool = False
    started: bool = False
    blocked: bool = False
    migrated_to: Chat | None = None
    members: dict[int, Member] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    unread: deque[Message] = field(default_factory=deque)
    actions: list[str] = field(default_factory=list)
    last_id: int = 0

    def as_json(self) -> Json:
        """The `Chat` of the Bot API."""
        fields: Json = {"id": self.id, "type": self.type, "title": self.title, "username": self.username}
        if self.user:
            named = {"first_name": self.user.first_name, "last_name": self.user.last_name}
            fields |= named | {"username": self.user.username}
        if self.is_forum:
            fields["is_forum"] = True
        return {name: value for name, value in fields.items() if value is not None}

    @property
    def bot(self) -> Member:
        """The bot's place in this chat."""
        return self.members[self.server.me.id]

    @property
    def is_group(self) -> bool:
        """Whether it is a group or a supergroup."""
        return self.type in {"group", "supergroup"}

    def new_id(self) -> int:
        """The next message number: per supergroup and channel, and one row for everything else."""
        if self.type in {"supergroup", "channel"}:
            self.last_id += 1
            return self.last_id
        return self.server.next_common_id()

    def store(self, fields: Json, *, by_bot: bool = False) -> Message:
        """Keep a message with the next number."""
        date = int(time.time())
        data = {"message_id": self.new_id(), "date": date, "chat": self.as_json()} | fields
        message = Message(self, {name: value for name, value in data.items() if value is not None}, by_bot)
        self.messages[message.id] = message
        return message

    # What people do

    def say(
        self,
        user: User,
        text: str = "",
        *,
        reply_to: Message | None = None,
        topic: Topic | None = None,
        anonymous: bool = False,
        as_channel: Chat | None = None,
        media: str | None = None,
        entities: list[Entity] | None = None,
        extra: Json | None = None,
    ) -> Message:
        """Write; `media` names one of MEDIA (the text is then its caption), `extra` adds fields as they are."""
        fields = self._sender(user, anonymous, as_channel) | self._content(text, media, entities)
        fields |= self._place(reply_to, topic) | (extra or {})
        message = self.store(fields)
        self.started = self.started or self.type == "private"
        self._deliver("channel_post" if self.type == "channel" else "message", message)
        return message

    def post(self, text: str, **more: Any) -> Message:
        """A channel's own post."""
        return self.say(TELEGRAM, text, **more)

    def forward(self, user: User, text: str, origin: User | Chat | str, **more: Any) -> Message:
        """Write what somebody else wrote: a user, a channel, or the name of a user who hides."""
        now = int(time.time())
        if isinstance(origin, User):
            told: Json = {"type": "user", "sender_user": origin.as_json()}
        elif isinstance(origin, Chat):
            told = {"type": "channel", "chat": origin.as_json(), "message_id": 1}
        else:
            told = {"type": "hidden_user", "sender_user_name": origin}
        return self.say(user, text, extra={"forward_origin": told | {"date": now}}, **more)

    def edit(self, message: Message, text: str) -> None:
        """The author changes a message."""
        where = "caption" if "caption" in message.data else "text"
        marks = "caption_entities" if where == "caption" else "entities"
        message.replace(**{where: text, marks: detect(text) or None, "edit_date": int(time.time())})
        self._deliver("edited_channel_post" if self.type == "channel" else "edited_message", message)

    def delete(self, message: Message) -> None:
        """A person deletes a message; the bot is not told."""
        message.deleted = True
        self.messages.pop(message.id, None)

    def topic(self, name: str, by: User) -> Topic:
        """Open a topic in a forum."""
        message = self.store({"from": by.as_json(), "forum_topic_created": {"name": name, "icon_color": 7322096}})
        message.data |= {"message_thread_id": message.id, "is_topic_message": True}
        found = self.topics[message.id] = Topic(message.id, name, message)
        self._deliver("message", message)
        return found

    def join(self, user: User, status: Status = "member", *, anonymous: bool = False) -> Member:
        """Put somebody into the chat without a word."""
        member = self.members[user.id] = Member(user, status, anonymous)
        return member

    # What people do to the bot

    def set_bot(self, status: Status, by: User, *, can_send: bool = True, service: bool = True) -> None:
        """Add, promote, restrict or remove the bot; makes the updates that it gets for that."""
        before, me = self.bot.as_json(), self.server.me.as_json()
        was_present = self.bot.present
        self.members[self.server.me.id] = Member(self.server.me, status, can_send=can_send)
        changed = {"old_chat_member": before, "new_chat_member": self.bot.as_json()}
        self.server.updates.add("my_chat_member", self._about(by) | changed)
        if service and self.is_group and was_present != self.bot.present:
            told = {"new_chat_members": [me]} if self.bot.present else {"left_chat_member": me}
            message = self.store({"from": by.as_json()} | told)
            self.server.updates.add("message", message.data)

    def block(self) -> None:
        """The person of this private chat stops the bot."""
        self._blocking(True)

    def unblock(self) -> None:
        """The person of this private chat restarts the bot."""
        self._blocking(False)

    def migrate(self) -> Chat:
        """The group becomes a supergroup; both service messages reach the bot. Returns the supergroup."""
        grown = self.server.supergroup(self.title or "", bot_status=self.bot.status)
        grown.members |= self.members
        self.migrated_to = grown
        old = self.store({"from": ANONYMOUS_ADMIN.as_json(), "migrate_to_chat_id": grown.id})
        new = grown.store(
            {"from": ANONYMOUS_ADMIN.as_json(), "sender_chat": grown.as_json(), "migrate_from_chat_id": self.id}
        )
        self.server.updates.add("message", old.data)
        self.server.updates.add("message", new.data)
        return grown

    # How it is put together

    def _blocking(self, blocked: bool) -> None:
        assert self.user
        self.blocked = blocked
        states = [Member(self.server.me, "member"), Member(self.server.me, "kicked")]
        old, new = states if blocked else reversed(states)
        changed = {"old_chat_member": old.as_json(), "new_chat_member": new.as_json()}
        self.server.updates.add("my_chat_member", self._about(self.user) | changed)

    def _about(self, by: User) -> Json:
        return {"chat": self.as_json(), "from": by.as_json(), "date": int(time.time())}

    def _sender(self, user: User, anonymous: bool, channel: Chat | None) -> Json:
        if self.type == "channel":
            return {"sender_chat": self.as_json()}
        if anonymous:
            return {"from": ANONYMOUS_ADMIN.as_json(), "sender_chat": self.as_json()}
        if channel:
            return {"from": CHANNEL_BOT.as_json(), "sender_chat": channel.as_json()}
        return {"from": user.as_json()}

    @staticmethod
    def _content(text: str, media: str | None, entities: list[Entity] | None) -> Json:
        found = detect(text) if entities is None else entities
        if media:
            return {media: MEDIA[media], "caption": text or None, "caption_entities": found or None}
        return {"text": text, "entities": found or None}

    def _place(self, reply_to: Message | None, topic: Topic | None) -> Json:
        """Where a message stands. In a topic even a plain message carries the topic's opening as its reply."""
        if topic is None and reply_to and reply_to.thread:
            topic = self.topics[reply_to.thread]
        if topic:
            answered = (reply_to or topic.opening).embedded()
            return {"message_thread_id": topic.id, "is_topic_message": True, "reply_to_message": answered}
        if not reply_to:
            return {}
        place: Json = {"reply_to_message": reply_to.embedded()}
        if self.type == "supergroup" and not self.is_forum:
            place["message_thread_id"] = reply_to.data.get("message_thread_id", reply_to.id)
        return place

    def _deliver(self, kind: str, message: Message) -> None:
        if reaches_bot(self, message):
            self.server.updates.add(kind, dict(message.data))
