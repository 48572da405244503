"""A strict local Telegram Bot API server, for tests and for trying by hand."""

from tests.botapi import faults
from tests.botapi.chats import Chat, Topic
from tests.botapi.messages import Button, Message
from tests.botapi.people import Member, User
from tests.botapi.queries import Callback, InlineQuery
from tests.botapi.server import BotApiServer, Call

__all__ = [
    "BotApiServer",
    "Button",
    "Call",
    "Callback",
    "Chat",
    "InlineQuery",
    "Member",
    "Message",
    "Topic",
    "User",
    "faults",
]
