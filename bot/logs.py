"""Logging for operators: text or JSON lines on standard error, and never a token in any of them."""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime

# What BotFather hands out: digits, a colon, some 35 characters; also as it stands in URLs after "bot".
_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")
_NOISY = ("httpx", "httpcore", "aiosqlite", "asyncio", "trafilatura", "htmldate", "charset_normalizer", "tzlocal")


class RedactingFormatter(logging.Formatter):
    """Formats one record, traceback included, and takes every token out of it."""

    def __init__(self, secrets: tuple[str, ...] = (), *, as_json: bool = False) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
        self._secrets = tuple(secret for secret in secrets if secret)
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        """Return the line (or, with a traceback, the lines) for standard error."""
        if not self._as_json:
            return self._redact(super().format(record))
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self._redact(record.getMessage()),
        }
        if record.exc_info:
            entry["traceback"] = self._redact(self.formatException(record.exc_info))
        return json.dumps(entry)

    def _redact(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "<token>")
        return _TOKEN.sub("<token>", text)


def set_up_logging(level: str, form: str, *, secrets: tuple[str, ...] = (), verbose: bool = False) -> None:
    """Send all logging to standard error; `verbose` turns the bot's own messages up to debug."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter(secrets, as_json=form == "json"))
    chosen = logging.DEBUG if verbose else getattr(logging, level.upper())
    logging.basicConfig(level=max(chosen, logging.INFO), handlers=[handler], force=True)
    for own in ("bot", "retrieval"):
        logging.getLogger(own).setLevel(chosen)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)  # httpx's INFO lines print URLs, which hold the token
