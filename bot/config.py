"""`config.toml` → frozen `Settings`: every key has a default; what is unknown or wrong is refused by name."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator

TOKEN_VARIABLE = "TELEGRAM_BOT_TOKEN"  # noqa: S105 (the variable's name)
ARTICLES_VARIABLE = "CUTTINGS_ARTICLES"
_TOKEN_FORM = re.compile(r"\d+:[A-Za-z0-9_-]+")


class ConfigError(Exception):
    """The configuration cannot be used; the text names the file and the key, and says what to do."""


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError("should be an address such as https://api.telegram.org")
    return value.rstrip("/")


Address = Annotated[str, AfterValidator(_web_address)]
Count = Annotated[int, Field(ge=0)]
Rate = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class _Section(BaseModel):
    """One table of the file; strict, so that `excerpts = "3"` is told and not guessed."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Telegram(_Section):
    """Where the bot meets Telegram, and who may change anything."""

    token_file: str | None = None
    api_url: Address = "https://api.telegram.org"
    admins: tuple[int, ...] = Field(default=(), strict=False)
    allowed_chats: tuple[int, ...] | None = Field(default=None, strict=False)
    channel_posts: bool = False
    webhook_url: Address | None = None
    webhook_listen: str = "127.0.0.1"
    webhook_port: int = Field(default=8443, ge=1, le=65535)
    webhook_secret_file: str | None = None


class Collection(_Section):
    """The folders that the bot answers from."""

    folders: tuple[str, ...] = Field(default=("seeds",), strict=False)


class Storage(_Section):
    """Where databases and the index live, and how long what people asked is kept."""

    directory: str = "data"
    keep_days: int = Field(default=7, ge=1, le=365)


class Answers(_Section):
    """How many excerpts an answer shows, and whether weak ones are held back."""

    excerpts: int = Field(default=3, ge=1, le=10)
    group_excerpts: int = Field(default=1, ge=1, le=10)
    refuse: bool = True


class Limits(_Section):
    """Limits per person, per group, per question and for the whole bot; 0 switches one off."""

    per_user_per_minute: Rate = 20
    per_user_burst: Count = 20
    per_group_per_minute: Rate = 20
    longest_question: Count = 1000
    telegram_per_second: Rate = 30


class Log(_Section):
    """How much is logged, and in which form."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["text", "json"] = "text"


class Settings(_Section):
    """Everything that can be configured, paths made absolute, the token read.

    `token` is None where none is set; it shows as asterisks wherever it is printed. `extra_folders` come from
    the environment, beside `collection.folders`.
    """

    telegram: Telegram = Telegram()
    collection: Collection = Collection()
    storage: Storage = Storage()
    answers: Answers = Answers()
    limits: Limits = Limits()
    log: Log = Log()

    file: Path | None = None
    base: Path = Path()
    token: SecretStr | None = None
    extra_folders: tuple[Path, ...] = ()
    data_directory: Path | None = None

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Settings:
        if self.telegram.webhook_url and not self.telegram.webhook_secret_file:
            raise ValueError("telegram.webhook_secret_file has to be set where telegram.webhook_url is")
        return self

    @property
    def folders(self) -> tuple[Path, ...]:
        """The source folders, absolute, in the order in which they are read."""
        return (*((self.base / folder).resolve() for folder in self.collection.folders), *self.extra_folders)

    @property
    def directory(self) -> Path:
        """Where databases and the index live, absolute."""
        return (self.base / (self.data_directory or self.storage.directory)).resolve()

    @property
    def webhook_secret(self) -> SecretStr | None:
        """The secret that Telegram sends with every webhook call; raises ConfigError for an unreadable file."""
        name = self.telegram.webhook_secret_file
        return None if name is None else _read_secret(self.base / name, "telegram.webhook_secret_file")


def load_settings(
    file: Path | None, environment: Mapping[str, str] = os.environ, *, data: Path | None = None
) -> Settings:
    """Read the file (or take the defaults), the token and the extra folder; raises ConfigError."""
    raw = _read_toml(file) if file else {}
    _refuse_token(raw, file)
    unknown = sorted(set(raw) - _SECTIONS)
    if unknown:
        raise ConfigError(_explain(file, [f"unknown section [{unknown[0]}]{_nearest(unknown[0], _SECTIONS)}"]))
    base = file.resolve().parent if file else Path.cwd()
    articles = environment.get(ARTICLES_VARIABLE, "").strip()
    try:
        settings = Settings(
            **raw,
            file=file,
            base=base,
            extra_folders=(Path(articles).expanduser().resolve(),) if articles else (),
            data_directory=data.resolve() if data else None,
        )
    except ValidationError as error:
        raise ConfigError(_explain(file, list(_complaints(error)))) from None
    return settings.model_copy(update={"token": _token(settings, environment)})


_SECTIONS = frozenset({"telegram", "collection", "storage", "answers", "limits", "log"})


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(
            f"There is no configuration file {file}; copy config.example.toml to start one."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file} cannot be read: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file} is not valid TOML: {error}") from None


def _refuse_token(raw: Mapping[str, Any], file: Path | None) -> None:
    """A token in the file would end up in backups and repositories; name the two places where it belongs."""
    telegram = raw.get("telegram")
    if isinstance(telegram, dict) and "token" in telegram:
        raise ConfigError(
            f"{file}: telegram.token is no key: the token does not belong into this file. "
            f"Set {TOKEN_VARIABLE} in the environment, or telegram.token_file to a file that holds it."
        )


def _token(settings: Settings, environment: Mapping[str, str]) -> SecretStr | None:
    from_environment = environment.get(TOKEN_VARIABLE, "").strip()
    if from_environment:
        return _checked(SecretStr(from_environment), TOKEN_VARIABLE)
    name = settings.telegram.token_file
    if name is None:
        return None
    return _checked(_read_secret(settings.base / name, "telegram.token_file"), "telegram.token_file")


def _checked(token: SecretStr, where: str) -> SecretStr:
    """Refuse what can be no token before anybody is asked about it, and without showing it."""
    if not _TOKEN_FORM.fullmatch(token.get_secret_value()):
        raise ConfigError(f"{where}: it has not the form 123456:ABC…; copy the token from @BotFather once more")
    return token


def _read_secret(path: Path, key: str) -> SecretStr:
    try:
        text = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text"
        raise ConfigError(f"{key}: {path} cannot be read: {reason}") from None
    if not text:
        raise ConfigError(f"{key}: {path} is empty; put the secret on its first line")
    return SecretStr(text)


def _explain(file: Path | None, complaints: list[str]) -> str:
    where = str(file) if file else "configuration"
    return "\n".join(f"{where}: {complaint}" for complaint in complaints)


def _complaints(error: ValidationError) -> Iterator[str]:
    for item in error.errors():
        key = ".".join(str(part) for part in item["loc"])
        if item["type"] == "extra_forbidden":
            section, _, name = key.partition(".")
            model = Settings.model_fields[section].annotation
            known = set(getattr(model, "model_fields", {}))
            yield f"unknown key {key}{_nearest(name, known, section)}"
        else:
            message = item["msg"].removeprefix("Value error, ").removeprefix("Input ")
            message = message.replace("a valid tuple", "a list")
            if item["type"] in {"model_type", "dataclass_type"}:
                message = f"should be a section: [{key}]"
            got = "" if not key else f" (it is {_shown(item['input'])})"
            yield f"{key} {message}{got}".strip()


def _nearest(name: str, known: set[str] | frozenset[str], section: str = "") -> str:
    close = difflib.get_close_matches(name, sorted(known), n=1)
    if close:
        return f"; did you mean {section + '.' if section else ''}{close[0]}?"
    return f"; known are {', '.join(sorted(known))}"


def _shown(value: object) -> str:
    """A short form of a wrong value; a long one might be a secret put into the wrong place."""
    text = repr(value)
    return text if len(text) <= 30 else f"a {type(value).__name__} of {len(text)} characters"
