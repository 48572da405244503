"""Words of Ukrainian and Russian that a question has and no name sounds like on purpose."""

from __future__ import annotations

_FUNCTION_WORDS = """
    хто що де коли чому який яка яке які якого якому якій скільки куди звідки навіщо чи або та але про
    для від до за на над під при через після перед між без був була було були буде бути має мають цей ця
    це ці той те ті його її їх він вона воно вони ми ви ти я не ні так також вже ще тільки якщо щоб як такий
    така таке такі кого кому чий замість проти серед щодо під час із зі об сказав сказала у в з і й а о к с
    кто что где
    когда почему какой какая какое какие какого каком сколько куда откуда зачем или но от под после
    перед между был была были будет быть имеет этот эта это эти тот его ее её их он она оно они мы вы ты
    нет да также уже еще ещё только если чтобы такой такая такое такие чей вместо против среди со во ко
    сказал
"""
STOP_WORDS = frozenset(_FUNCTION_WORDS.split())
"""Function words, question words and "said": without them left out, each would stand for some short name."""

ABBREVIATIONS = {"сша": "us", "оон": "un", "ес": "eu", "єс": "eu"}
"""What news in English calls them, as folded words."""
