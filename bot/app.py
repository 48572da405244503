"""The Telegram bot: every handler in order, and everything that runs together from start to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import Coroutine, Sequence
from typing import Any, cast

import click
from filelock import FileLock, Timeout
from telegram import Update
from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.ext import (
    ApplicationBuilder,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)
from telegram.request import BaseRequest

from bot import menus
from bot.config import Settings
from bot.context import Context, House, TheApplication
from bot.delivery import Delivery, Patience
from bot.handlers import admin, articles, buttons, chat, commands, inline, membership, quotes
from bot.handlers import settings as choices
from bot.handlers.errors import apologise, on_error
from bot.ingress import ALLOWED_UPDATES, Poller, TakeIn, TokenRefused, seconds
from bot.keyboards import ERASE, SETTING
from bot.limits import QuestionLimits
from bot.request import AiohttpRequest
from bot.store import DATABASE, DAY, Store, StoreDamaged, StoreUnavailable
from bot.webhook import CONNECTIONS, Receiver, listening
from bot.work import Work
from bot.workers import AT_ONCE, MOST_ATTEMPTS, Unparsable, Workers
from retrieval.collection import Collection

logger = logging.getLogger(__name__)

WAIT_FOR_OTHER = 15.0  # seconds that a start waits for the process before it to stop
_GATE, _DOORS, _AFTER = -1, 0, 1


def every_handler(
    application: TheApplication, settings: Settings
) -> dict[int, Sequence[BaseHandler[Any, Any, Any]]]:
    """Return all handlers in the order in which they are asked. Order matters: the first that fits has the update.

    Every filter names the kind of update that it means: a message, an edited message or a channel post.
    """
    new = filters.UpdateType.MESSAGE & chat.FROM_SOMEBODY
    private, groups = new & filters.ChatType.PRIVATE, new & filters.ChatType.GROUPS
    operators = new & admin.OfAdmins(settings.telegram.admins)
    to_us = chat.Addressed(lambda: application.bot)
    words = filters.TEXT | filters.CAPTION
    doors: list[BaseHandler[Any, Any, Any]] = [
        # What Telegram tells of chats comes first: such messages are no questions.
        ChatMemberHandler(membership.standing_changed, ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(filters.UpdateType.MESSAGE & filters.StatusUpdate.MIGRATE, membership.moved),
        # Commands, before text, which they are, too.
        CommandHandler("start", commands.start, filters=new),
        CommandHandler("help", commands.help_, filters=new),
        CommandHandler("sources", articles.sources, filters=new),
        CommandHandler("privacy", commands.privacy, filters=new),
        CommandHandler("ask", chat.ask, filters=new),
        CommandHandler("timeline", chat.timeline, filters=new),
        CommandHandler("latest", chat.latest, filters=new),
        CommandHandler("check", quotes.check, filters=new),
        CommandHandler("settings", choices.settings, filters=new),
        CommandHandler("reindex", admin.reindex, filters=operators),
        CommandHandler("status", admin.status, filters=operators),
        CommandHandler(["reindex", "status"], admin.refuse, filters=new),
        # In a group any other command is for another bot.
        MessageHandler(private & filters.COMMAND, commands.unknown),
        MessageHandler(private & words, chat.private_message),
        MessageHandler(private & ~filters.StatusUpdate.ALL, chat.other_message),
        MessageHandler(groups & ~filters.COMMAND & to_us, chat.group_message),
        MessageHandler(filters.UpdateType.EDITED_MESSAGE & chat.FROM_SOMEBODY, chat.edited),
        CallbackQueryHandler(choices.pressed, pattern=f"^{SETTING}:"),
        CallbackQueryHandler(choices.erase, pattern=f"^{ERASE}:"),
        CallbackQueryHandler(buttons.pressed),
        InlineQueryHandler(inline.query),
    ]
    if settings.telegram.channel_posts:
        posts = filters.UpdateType.CHANNEL_POST
        doors.append(CommandHandler("ask", chat.ask, filters=posts))
        doors.append(MessageHandler(posts & ~filters.COMMAND & to_us, chat.group_message))
    return {
        _GATE: [TypeHandler(Update, membership.gate)],
        _DOORS: doors,
        _AFTER: [MessageHandler(private & filters.User(settings.telegram.admins), commands.menu_of_admin)],
    }


def build(
    settings: Settings,
    collection: Collection,
    store: Store,
    *,
    request: BaseRequest,
    patience: Patience | None = None,
) -> TheApplication:
    """Build the application; `request` is what it talks through."""
    limits = settings.limits
    house = House(
        settings,
        collection,
        store,
        QuestionLimits(limits.per_user_per_minute, limits.per_user_burst, limits.per_group_per_minute),
    )
    token = settings.token.get_secret_value() if settings.token else ""
    # The framework only ever calls what it is given as the type of `bot_data`.
    types = ContextTypes(context=Context, bot_data=cast("type[House]", lambda: house))
    # Times as the framework's next version will have them; without it, every 429 raises a warning.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    application: TheApplication = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{settings.telegram.api_url}/bot")
        .base_file_url(f"{settings.telegram.api_url}/file/bot")
        .request(request)
        .get_updates_request(request)  # never used: `ingress` has its own
        .rate_limiter(Delivery(store, limits.telegram_per_second, patience))
        .context_types(types)
        .updater(None)
        .job_queue(None)
        .build()
    )
    application.add_handlers(every_handler(application, settings))
    application.add_error_handler(on_error)
    return application


async def handle(application: TheApplication, work: Work, data: object) -> None:
    """Handle one update; raises Unparsable for one that the framework cannot read."""
    try:
        update = Update.de_json(data, application.bot)  # type: ignore[arg-type]  # whatever came in
    except Exception as error:  # noqa: BLE001  # whatever is wrong with it, the row tells
        raise Unparsable(repr(error)) from None
    if work.row.attempts >= MOST_ATTEMPTS:
        work.fail(f"in work {work.row.attempts} times when the process ended")
        await apologise(update, Context.from_update(update, application))
        return
    await application.process_update(update)
    if update.callback_query is not None and not (work.callback_answered or work.again):
        with contextlib.suppress(TelegramError):
            await update.callback_query.answer()


async def run_bot(settings: Settings, collection: Collection) -> None:
    """Run the bot until SIGTERM or SIGINT; what is in work is finished or handed back.

    Raises TokenRefused where Telegram does not know the token, ClickException where the bot's database cannot
    be read or another process runs this bot.
    """
    serving = asyncio.create_task(_serve_alone(settings, collection), name="bot")
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(name, stopped.set)
    stopping = asyncio.create_task(stopped.wait(), name="stop")
    try:
        await asyncio.wait([serving, stopping], return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        if not serving.done():
            logger.info("stopping")
            serving.cancel()
        await asyncio.wait([serving])
    if not serving.cancelled() and (error := serving.exception()):
        raise error


async def _serve_alone(settings: Settings, collection: Collection) -> None:
    """Serve, unless another process does: two would take each other's updates."""
    settings.directory.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.directory / "bot.lock", timeout=0)
    await _acquire(lock)
    try:
        async with Store.open(settings.directory / DATABASE) as store:
            await _serve(settings, collection, store)
    except StoreDamaged as error:
        raise click.ClickException(str(error)) from error
    finally:
        lock.release()


async def _acquire(lock: FileLock) -> None:
    deadline = asyncio.get_running_loop().time() + WAIT_FOR_OTHER
    while True:
        try:
            lock.acquire()
        except Timeout:
            if asyncio.get_running_loop().time() > deadline:
                raise click.ClickException(
                    f"Another process runs this bot already (it holds {lock.lock_file}). Stop it first."
                ) from None
            await asyncio.sleep(0.25)
        else:
            return


async def _serve(settings: Settings, collection: Collection, store: Store) -> None:
    request = AiohttpRequest(2 * AT_ONCE)
    application = build(settings, collection, store, request=request)
    try:
        await initialize(application)
        await store.belong_to(application.bot.id)
        workers = Workers(store, lambda work, data: handle(application, work, data))

        logger.info("@%s is ready", application.bot.username)
        await _together(
            _ingress(settings, application, workers.take_in),
            workers.run(),
            _upkeep(store, settings.storage.keep_days),
            _register_menus(application, settings),
        )
    finally:
        await application.shutdown()
        await request.shutdown()  # the application does nothing where it was stopped before it met Telegram


async def initialize(application: TheApplication, patience: Patience | None = None) -> None:
    """Meet Telegram, for as long as it takes to reach it; raises TokenRefused."""
    patience, attempt = patience or Patience(first=1.0), 0
    while True:
        try:
            await application.initialize()
        except InvalidToken:
            raise TokenRefused from None
        except TelegramError as error:
            wait = seconds(error) if isinstance(error, RetryAfter) else 0.0
            wait = max(wait, patience.pause(attempt))
            logger.warning("Telegram cannot be reached (%s); trying again in %.0f s", error, wait)
            await asyncio.sleep(wait)
            attempt += 1
        else:
            return


async def _ingress(settings: Settings, application: TheApplication, take_in: TakeIn) -> None:
    """Receive updates until cancelled, by webhook where one is configured, else by long polling."""
    telegram, bot = settings.telegram, application.bot
    kinds = [*ALLOWED_UPDATES, *([Update.CHANNEL_POST] if telegram.channel_posts else [])]
    if telegram.webhook_url:
        await _listen(settings, application, take_in, kinds)
    try:
        await bot.delete_webhook()
    except TelegramError as error:
        logger.warning("an earlier webhook could not be removed: %s", error)
    async with AiohttpRequest(1) as request:
        await Poller(request, f"{bot.base_url}/getUpdates", take_in, kinds=kinds).run()


async def _listen(settings: Settings, application: TheApplication, take_in: TakeIn, kinds: Sequence[str]) -> None:
    """Receive updates by webhook until cancelled; raises ClickException where that cannot be."""
    telegram, secret = settings.telegram, settings.webhook_secret
    url, given = telegram.webhook_url or "", secret.get_secret_value() if secret else ""
    try:
        async with listening(Receiver(take_in, given), url, telegram.webhook_listen, telegram.webhook_port):
            await application.bot.set_webhook(
                url, secret_token=given, allowed_updates=kinds, max_connections=CONNECTIONS
            )
            await asyncio.Event().wait()
    except OSError as error:
        where = f"{telegram.webhook_listen}:{telegram.webhook_port}"
        raise click.ClickException(f"The webhook cannot listen on {where}: {error}") from error
    except TelegramError as error:
        raise click.ClickException(f"Telegram does not take telegram.webhook_url: {error}") from error


async def _upkeep(store: Store, keep_days: float) -> None:
    """Delete once an hour what is kept no longer."""
    while True:
        try:
            await store.sweep(keep_days)
        except StoreUnavailable as error:
            logger.error("could not delete what is kept no longer: %s", error)
        await asyncio.sleep(DAY / 24)


async def _register_menus(application: TheApplication, settings: Settings) -> None:
    await menus.register(application.bot)
    for admin_id in settings.telegram.admins:
        if not await menus.register_admin(application.bot, admin_id):
            application.bot_data.without_menu.add(admin_id)
    await asyncio.Event().wait()


async def _together(*parts: Coroutine[Any, Any, None]) -> None:
    """Run parts until one fails or all are cancelled; the first is stopped first, so that nothing new comes in."""
    tasks = [asyncio.create_task(part) for part in parts]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
