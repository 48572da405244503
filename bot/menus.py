"""The commands that the menu of each kind of chat shows, in each language."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from bot.texts import DEFAULT_LANGUAGE, Texts, languages

logger = logging.getLogger(__name__)

IN_PRIVATE = ("start", "help", "sources", "latest", "timeline", "check", "settings", "privacy")
IN_GROUPS = ("ask", "latest", "timeline", "check", "sources", "help", "privacy")
FOR_GROUP_ADMINS = (*IN_GROUPS, "settings")
FOR_ADMINS = (*IN_PRIVATE, "reindex", "status")


def menus() -> Iterator[tuple[BotCommandScope, tuple[str, ...]]]:
    """Return which commands each kind of chat shows; an admin's private chat has a menu of its own."""
    yield BotCommandScopeAllPrivateChats(), IN_PRIVATE
    yield BotCommandScopeAllGroupChats(), IN_GROUPS
    yield BotCommandScopeAllChatAdministrators(), FOR_GROUP_ADMINS


async def register(bot: Bot) -> None:
    """Tell Telegram the menus of each kind of chat; one that it refuses is logged only."""
    for scope, names in menus():
        await _set(bot, scope, names)


async def register_admin(bot: Bot, admin: int) -> bool:
    """Tell Telegram the menu of an admin's chat, which it refuses until the admin has written to the bot."""
    return await _set(bot, BotCommandScopeChat(admin), FOR_ADMINS)


async def _set(bot: Bot, scope: BotCommandScope, names: Iterable[str]) -> bool:
    for language in languages():
        texts = Texts.for_language(language)
        commands = [BotCommand(name, texts.say(f"command-{name}")) for name in names]
        code = None if language == DEFAULT_LANGUAGE else language
        try:
            await bot.set_my_commands(commands, scope=scope, language_code=code)
        except TelegramError as error:
            logger.info("the menu for %s was not set: %s", scope, error)
            return False
    return True
