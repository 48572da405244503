"""The buttons below messages, and what they send back when pressed: `action:token:number`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, MaybeInaccessibleMessage, Message
from telegram.constants import InlineKeyboardButtonLimit

from bot.kept import Kept
from bot.markup import cut
from bot.texts import Texts

_NUMBERS_IN_ROW = 5
_LONGEST_LABEL = 60  # characters; longer ones are cut by telephones at a place of their own choice

OPEN, CONTEXT, SOURCE, WHY, CITE, BACK = "open", "context", "source", "why", "cite", "back"
PAGE, UNLIMITED, SUGGESTED, NEWER = "page", "unlimited", "suggested", "newer"
LIST, CARD, AUDIT = "list", "card", "audit"
SETTING, ERASE = "set", "erase"


@dataclass(frozen=True, slots=True)
class Press:
    """A button that was pressed: what to do, for which answer, with which number (or word)."""

    action: str
    token: str = ""
    value: str = ""

    @classmethod
    def read(cls, data: str | None) -> Press:
        """Read what a button sent back; whatever it holds, nothing is raised."""
        action, _, rest = (data or "").partition(":")
        token, _, value = rest.partition(":")
        return cls(action, token, value)

    @property
    def number(self) -> int:
        """The number, 0 where there is none."""
        return int(self.value) if self.value.isascii() and self.value.isdigit() else 0

    @property
    def article(self) -> str:
        """The article's id, of a button that has one."""
        return self.value.partition(":")[0]

    @property
    def page(self) -> int:
        """The page that goes with an article's id, from 0."""
        return Press("", "", self.value.partition(":")[2]).number

    def __str__(self) -> str:
        return f"{self.action}:{self.token}:{self.value}"


def button(label: str, action: str, token: str = "", value: str | int = "") -> InlineKeyboardButton:
    """A button that comes back to us; raises ValueError where its data exceeds Telegram's limit."""
    data = str(Press(action, token, str(value)))
    if len(data.encode()) > InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
        raise ValueError(f"callback data too long: {data}")
    return InlineKeyboardButton(cut(label, _LONGEST_LABEL), callback_data=data)


def answer_keyboard(kept: Kept, token: str, texts: Texts) -> InlineKeyboardMarkup | None:
    """The buttons below an answer: its numbers, the pages, and what else can be asked from here."""
    numbers = [button(str(item.rank), OPEN, token, item.rank) for item in kept.shown]
    pages = []
    if kept.offset:
        pages.append(button(texts.say("button-earlier"), PAGE, token, max(0, kept.offset - kept.limit)))
    if kept.more:
        pages.append(button(texts.say("button-more"), PAGE, token, kept.offset + kept.limit))
    if numbers and len(numbers) + len(pages) <= _NUMBERS_IN_ROW:
        rows = [[*numbers, *pages]]
    else:
        rows = [numbers[at : at + _NUMBERS_IN_ROW] for at in range(0, len(numbers), _NUMBERS_IN_ROW)]
        rows += [pages] if pages else []
    if kept.limited:
        rows.append([button(texts.say("button-unlimited"), UNLIMITED, token)])
    if kept.suggestion:
        rows.append([button(texts.say("button-suggested", question=kept.suggestion), SUGGESTED, token)])
    if kept.newer:
        rows.append([button(texts.say("button-newer"), NEWER, token)])
    return InlineKeyboardMarkup(rows) if rows else None


def excerpt_keyboard(
    token: str, rank: int, texts: Texts, *above: Sequence[InlineKeyboardButton]
) -> InlineKeyboardMarkup:
    """The row of one excerpt: Context, Source, Why, Cite, Back."""
    actions = [button(texts.say(f"button-{name}"), name, token, rank) for name in (CONTEXT, SOURCE, WHY)]
    rest = [button(texts.say("button-cite"), CITE, token, rank), button(texts.say("button-back"), BACK, token)]
    return InlineKeyboardMarkup([*above, actions, rest])


def token_below(message: MaybeInaccessibleMessage) -> str | None:
    """The token that the buttons of a message carry; None where it has none, or shows them no more."""
    markup = message.reply_markup if isinstance(message, Message) else None
    buttons = [button for row in markup.inline_keyboard for button in row] if markup else []
    data = [button.callback_data for button in buttons if isinstance(button.callback_data, str)]
    presses = [press for press in map(Press.read, data) if press.action not in {SETTING, ERASE}]
    return next((press.token for press in presses if press.token), None)


def copy_button(label: str, text: str) -> InlineKeyboardButton:
    """A button that copies a text, as much of it as Telegram lets it."""
    return InlineKeyboardButton(
        label, copy_text=CopyTextButton(cut(text, InlineKeyboardButtonLimit.MAX_COPY_TEXT))
    )


def list_keyboard(
    token: str, page: int, pages: int, articles: Sequence[tuple[int, str]], texts: Texts
) -> InlineKeyboardMarkup | None:
    """The buttons below a list of articles: their numbers, each with the article's id, and the pages."""
    numbers = [button(str(number), CARD, token, article) for number, article in articles]
    half = len(numbers) if len(numbers) <= _NUMBERS_IN_ROW else -(-len(numbers) // 2)
    turns = _turns(LIST, token, page, pages, texts)
    rows = [row for row in (numbers[:half], numbers[half:], turns) if row]
    return InlineKeyboardMarkup(rows) if rows else None


def card_keyboard(token: str, article: str, page: int, texts: Texts, *, audit: bool) -> InlineKeyboardMarkup:
    """The buttons below an article's card: what was kept and dropped, where that is shown, and the list's page."""
    back = button(texts.say("button-return"), LIST, token, page)
    row = [button(texts.say("button-audit"), AUDIT, token, f"{article}:0")] if audit else []
    return InlineKeyboardMarkup([[*row, back]])


def audit_keyboard(token: str, article: str, page: int, pages: int, texts: Texts) -> InlineKeyboardMarkup:
    """The buttons below a page of what was kept and dropped of an article."""
    back = button(texts.say("button-return"), CARD, token, article)
    return InlineKeyboardMarkup([[*_turns(AUDIT, token, page, pages, texts, f"{article}:"), back]])


def _turns(
    action: str, token: str, page: int, pages: int, texts: Texts, before: str = ""
) -> list[InlineKeyboardButton]:
    """The buttons to the pages before and after one."""
    row = []
    if page > 0:
        row.append(button(texts.say("button-earlier"), action, token, f"{before}{page - 1}"))
    if page + 1 < pages:
        row.append(button(texts.say("button-more"), action, token, f"{before}{page + 1}"))
    return row
