"""Logs: for operators, and never with a token."""

from __future__ import annotations

import json
import logging
import sys

from bot.logs import RedactingFormatter

TOKEN = "123456789:AAF-made-up-token-of-the-tests_00000"


def record(message: str, *, error: Exception | None = None) -> logging.LogRecord:
    trace = None
    if error is not None:
        try:
            raise error
        except Exception:  # noqa: BLE001 (to have its traceback)
            trace = sys.exc_info()
    return logging.LogRecord("bot.test", logging.INFO, __file__, 1, message, (), trace)


def test_a_token_is_taken_out_of_messages_and_addresses() -> None:
    formatted = RedactingFormatter().format(record(f"POST https://api.telegram.org/bot{TOKEN}/getMe"))
    assert TOKEN not in formatted
    assert "<token>" in formatted


def test_a_token_is_taken_out_of_tracebacks() -> None:
    formatted = RedactingFormatter().format(record("failed", error=ValueError(f"bad {TOKEN}")))
    assert "ValueError" in formatted
    assert TOKEN not in formatted


def test_other_secrets_are_taken_out_as_well() -> None:
    assert "hunter2" not in RedactingFormatter(("hunter2",)).format(record("secret hunter2"))


def test_json_lines_are_objects_with_time_level_and_message() -> None:
    line = RedactingFormatter(as_json=True).format(record("ready", error=ValueError(TOKEN)))
    entry = json.loads(line)
    assert entry["level"] == "info"
    assert entry["message"] == "ready"
    assert "ValueError" in entry["traceback"]
    assert TOKEN not in line
    assert "\n" not in line
