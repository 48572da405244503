"""What every handler gets: the framework's context, typed, with what the bot has under names."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from telegram import Chat, Message, Update, User
from telegram.constants import ChatID, ChatType
from telegram.ext import Application, CallbackContext, ExtBot

from bot.config import Settings
from bot.limits import QuestionLimits
from bot.preferences import Preferences
from bot.store import Store
from bot.texts import Texts
from bot.work import Work, current_work
from retrieval.collection import Collection

AT_A_TIME = 4  # questions that are looked up at a time


@dataclass(slots=True)
class House:
    """What the bot has: its settings, the collection that it answers from, its database, its limits.

    `reindexing` is set while a reindex of ours runs; `pauses` are the seconds between edits that show its
    progress, in private chats and in groups; `settling` those after which inline words count as typed.
    `thinking` bounds how many questions are looked up at a time: the processor has to be shared anyway, and one
    after the other the first are answered sooner. `without_menu` are admins who had not written to the bot when
    the menus were set. `albums` are those that had their reply: several pictures sent
    at once come as several messages.
    """

    settings: Settings
    collection: Collection
    store: Store
    limits: QuestionLimits
    reindexing: bool = False
    pauses: tuple[float, float] = (2.0, 10.0)
    settling: float = 0.3
    thinking: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_A_TIME))
    without_menu: set[int] = field(default_factory=set)
    albums: deque[str] = field(default_factory=lambda: deque(maxlen=1000))

    def is_admin(self, user: User | None) -> bool:
        """Whether somebody may change things, by the configuration."""
        return user is not None and user.id in self.settings.telegram.admins


class Context(CallbackContext[ExtBot[Any], dict[Any, Any], dict[Any, Any], House]):
    """A handler's context."""

    @property
    def house(self) -> House:
        """What the bot has."""
        return self.bot_data

    @property
    def store(self) -> Store:
        """The bot's own database."""
        return self.bot_data.store

    @property
    def collection(self) -> Collection:
        """What answers come from."""
        return self.bot_data.collection

    @property
    def settings(self) -> Settings:
        """The configuration."""
        return self.bot_data.settings

    @property
    def work(self) -> Work:
        """The update in work; raises RuntimeError outside of one."""
        work = current_work()
        if work is None:
            raise RuntimeError("no update is in work here")
        return work

    async def preferences(self, chat_id: int) -> Preferences:
        """What was chosen in a chat."""
        return Preferences.from_stored(await self.store.settings(chat_id))

    async def may_answer_in(self, message: Message) -> bool:
        """Whether the group's admins let the bot answer in the topic of a message."""
        topics = (await self.preferences(message.chat_id)).topics
        here = (message.message_thread_id if message.is_topic_message else None) or 0
        return not topics or here in topics

    async def texts(self, chat_id: int, user: User | None) -> Texts:
        """The sentences in the chat's language, else in that of whoever asks."""
        chosen = (await self.preferences(chat_id)).language
        return Texts.for_language(chosen or (user.language_code if user else None))


TheApplication = Application[
    ExtBot[Any], Context, dict[Any, Any], dict[Any, Any], House, None  # the bot has no use for a job queue
]


def is_group(chat: Chat) -> bool:
    """Whether a chat is a group of whichever kind."""
    return chat.type in {ChatType.GROUP, ChatType.SUPERGROUP}


def asker_of(message: Message) -> int:
    """Who asked, for limits and for who may page: a person, or the chat in whose name somebody writes."""
    if message.sender_chat is not None:
        return message.sender_chat.id
    return message.from_user.id if message.from_user else message.chat.id


def speaks_for_itself(message: Message) -> bool:
    """Whether a message is from a person or a chat, not from a program, and not our own inline result."""
    sender = message.from_user
    if message.via_bot is not None or message.is_automatic_forward:
        return False
    masks = {ChatID.ANONYMOUS_ADMIN, ChatID.FAKE_CHANNEL}
    return sender is None or not sender.is_bot or sender.id in masks


def answered_message(message: Message) -> Message | None:
    """The message that this one replies to; in a forum topic Telegram names its first message where none is."""
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created is not None:
        return None
    return replied


def message_of(update: Update) -> Message:
    """The message that a handler's filter made sure of; raises RuntimeError where the filter did not."""
    message = update.message or update.edited_message or update.channel_post
    if message is None:
        raise RuntimeError("this handler is for messages")
    return message
