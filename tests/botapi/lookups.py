"""What a bot may ask about itself, chats and their members; and how it gets its updates."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from tests.botapi.errors import unlucky, wrong
from tests.botapi.people import Member
from tests.botapi.sending import readable

if TYPE_CHECKING:
    from tests.botapi.server import BotApiServer

Json = dict[str, Any]


async def get_me(server: BotApiServer, parameters: Json) -> Json:
    """getMe."""
    return server.me.as_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not server.privacy_mode,
        "supports_inline_queries": server.inline_mode,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def get_updates(server: BotApiServer, parameters: Json) -> list[Json]:
    """getUpdates."""
    return await server.updates.get(
        parameters.get("offset", 0),
        parameters.get("limit", 100),
        parameters.get("timeout", 0),
        parameters.get("allowed_updates"),
    )


async def set_webhook(server: BotApiServer, parameters: Json) -> bool:
    """setWebhook."""
    if "certificate" in parameters:
        raise wrong("this server takes no certificates: it calls plain HTTP addresses")
    return server.updates.set_webhook(parameters)


async def delete_webhook(server: BotApiServer, parameters: Json) -> bool:
    """deleteWebhook."""
    return server.updates.delete_webhook(parameters)


async def get_webhook_info(server: BotApiServer, parameters: Json) -> Json:
    """getWebhookInfo."""
    return server.updates.webhook_info()


async def get_chat(server: BotApiServer, parameters: Json) -> Json:
    """getChat, with the fields that every `ChatFullInfo` has."""
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    chat = readable(server, parameters["chat_id"])
    required: Json = {"accent_color_id": 0, "max_reaction_count": 11}
    return chat.as_json() | required | {"accepted_gift_types": dict.fromkeys(gifts, False)}


async def get_chat_member(server: BotApiServer, parameters: Json) -> Json:
    """getChatMember; somebody known who is not in the chat has left it."""
    chat = readable(server, parameters["chat_id"])
    user_id = parameters["user_id"]
    if user_id in chat.members:
        return chat.members[user_id].as_json()
    if user_id in server.users:
        return Member(server.users[user_id], "left").as_json()
    raise unlucky("PARTICIPANT_ID_INVALID")


async def get_chat_administrators(server: BotApiServer, parameters: Json) -> list[Json]:
    """getChatAdministrators, without bots unless `return_bots`."""
    chat = readable(server, parameters["chat_id"])
    if chat.type == "private":
        raise wrong("there are no administrators in the private chat")
    bots = parameters.get("return_bots", False)
    admins = [member for member in chat.members.values() if member.is_admin]
    return [member.as_json() for member in admins if bots or not member.user.is_bot]


async def get_chat_member_count(server: BotApiServer, parameters: Json) -> int:
    """getChatMemberCount."""
    chat = readable(server, parameters["chat_id"])
    return 2 if chat.type == "private" else sum(member.present for member in chat.members.values())


async def leave_chat(server: BotApiServer, parameters: Json) -> bool:
    """leaveChat; the bot gets its own my_chat_member."""
    chat = readable(server, parameters["chat_id"])
    if chat.type == "private":
        raise wrong("chat member status can't be changed in private chats")
    chat.set_bot("left", server.me, service=False)
    server.changed()
    return True


async def nothing(server: BotApiServer, parameters: Json) -> bool:
    """logOut and close: accepted."""
    return True


HANDLERS: dict[str, Callable[[BotApiServer, Json], Awaitable[Any]]] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "logOut": nothing,
    "close": nothing,
}
