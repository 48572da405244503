"""What a bot tells of itself: its menus of commands by scope and language, its name and descriptions."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from telegram.constants import BotCommandLimit, BotDescriptionLimit, BotNameLimit

from tests.botapi.chats import Chat
from tests.botapi.errors import wrong
from tests.botapi.people import User
from tests.botapi.sending import readable

if TYPE_CHECKING:
    from tests.botapi.server import BotApiServer

Json = dict[str, Any]
_SCOPES = {
    "default": set(),
    "all_private_chats": set(),
    "all_group_chats": set(),
    "all_chat_administrators": set(),
    "chat": {"chat_id"},
    "chat_administrators": {"chat_id"},
    "chat_member": {"chat_id", "user_id"},
}  # fmt: skip


def _key(server: BotApiServer, parameters: Json) -> tuple[str, str]:
    scope = parameters.get("scope") or {"type": "default"}
    kind = scope.get("type") if isinstance(scope, dict) else None
    if kind not in _SCOPES:
        raise wrong("can't parse BotCommandScope: unsupported type specified")
    if set(scope) - {"type"} != _SCOPES[kind]:
        raise wrong(f"can't parse BotCommandScope: wrong fields for the type {kind}")
    if "chat_id" in scope:
        scope = scope | {"chat_id": readable(server, scope["chat_id"]).id}
    language = parameters.get("language_code", "")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise wrong("invalid language code specified")
    return json.dumps(scope, sort_keys=True), language


async def set_my_commands(server: BotApiServer, parameters: Json) -> bool:
    """setMyCommands."""
    commands = parameters["commands"]
    if not isinstance(commands, list) or len(commands) > BotCommandLimit.MAX_COMMAND_NUMBER:
        raise wrong("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not isinstance(command, dict) or set(command) != {"command", "description"}:
            raise wrong("can't parse BotCommand: wrong fields")
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise wrong("BOT_COMMAND_INVALID")
        shortest, longest = BotCommandLimit.MIN_DESCRIPTION, BotCommandLimit.MAX_DESCRIPTION
        if not shortest <= len(command["description"].strip()) <= longest:
            raise wrong("BOT_COMMAND_DESCRIPTION_INVALID")
    server.commands[_key(server, parameters)] = commands
    return True


async def get_my_commands(server: BotApiServer, parameters: Json) -> list[Json]:
    """getMyCommands."""
    return list(server.commands.get(_key(server, parameters), []))


async def delete_my_commands(server: BotApiServer, parameters: Json) -> bool:
    """deleteMyCommands."""
    server.commands.pop(_key(server, parameters), None)
    return True


def menu(server: BotApiServer, chat: Chat, user: User) -> list[str]:
    """The commands that this person's client shows in this chat, by the documented order of scopes."""
    member = chat.members.get(user.id)
    admin = bool(member and member.is_admin)
    if chat.type == "private":
        scopes: list[Json] = [{"type": "chat", "chat_id": chat.id}, {"type": "all_private_chats"}]
    else:
        scopes = [{"type": "chat_member", "chat_id": chat.id, "user_id": user.id}]
        scopes += [{"type": "chat_administrators", "chat_id": chat.id}] if admin else []
        scopes += [{"type": "chat", "chat_id": chat.id}]
        scopes += [{"type": "all_chat_administrators"}] if admin else []
        scopes += [{"type": "all_group_chats"}]
    for scope in [*scopes, {"type": "default"}]:
        for language in (user.language_code or "", ""):
            commands = server.commands.get((json.dumps(scope, sort_keys=True), language))
            if commands:
                return [command["command"] for command in commands]
    return []


def _setter(name: str, longest: int) -> Callable[[BotApiServer, Json], Awaitable[bool]]:
    async def handler(server: BotApiServer, parameters: Json) -> bool:
        text = parameters.get(name, "")
        if len(text) > longest:
            raise wrong(f"{name} is too long")
        server.profile[name, parameters.get("language_code", "")] = text
        return True

    return handler


def _getter(name: str) -> Callable[[BotApiServer, Json], Awaitable[Json]]:
    async def handler(server: BotApiServer, parameters: Json) -> Json:
        language = parameters.get("language_code", "")
        profile = server.profile
        return {name: profile.get((name, language)) or profile.get((name, "")) or ""}

    return handler


async def set_chat_menu_button(server: BotApiServer, parameters: Json) -> bool:
    """setChatMenuButton; web apps are not played."""
    button = parameters.get("menu_button") or {"type": "default"}
    if button.get("type") not in {"commands", "default"}:
        raise wrong("can't parse menu button")
    server.menu_buttons[parameters.get("chat_id")] = button
    return True


async def get_chat_menu_button(server: BotApiServer, parameters: Json) -> Json:
    """getChatMenuButton."""
    return server.menu_buttons.get(parameters.get("chat_id"), {"type": "commands"})


HANDLERS: dict[str, Callable[[BotApiServer, Json], Awaitable[Any]]] = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _setter("name", BotNameLimit.MAX_NAME_LENGTH),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description", BotDescriptionLimit.MAX_DESCRIPTION_LENGTH),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description", BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH),
    "getMyShortDescription": _getter("short_description"),
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
}
