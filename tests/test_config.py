"""The configuration: defaults, and refusals that name the key and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import ConfigError, Settings, load_settings

NOTHING: dict[str, str] = {}
TOKEN = "123456789:AAF-made-up-token-of-the-tests_00000"


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "config.toml"
    file.write_text(text, encoding="utf-8")
    return file


def refusal(tmp_path: Path, text: str, environment: dict[str, str] = NOTHING) -> str:
    with pytest.raises(ConfigError) as refused:
        load_settings(written(tmp_path, text), environment)
    return str(refused.value)


def test_an_empty_file_gives_the_defaults(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, ""), NOTHING)
    assert settings.answers.excerpts == 3
    assert settings.answers.group_excerpts == 1
    assert settings.limits.longest_question == 1000
    assert settings.token is None


def test_the_example_holds_every_key_with_its_default() -> None:
    example = Path(__file__).parent.parent / "config.example.toml"
    assert load_settings(example, NOTHING).model_dump(exclude={"file", "base"}) == Settings().model_dump(
        exclude={"file", "base"}
    )
    text = example.read_text(encoding="utf-8")
    for section, field in Settings.model_fields.items():
        keys = getattr(field.annotation, "model_fields", None)
        if keys is not None:
            assert f"[{section}]" in text
            missing = [key for key in keys if f"\n{key} = " not in text and f"\n# {key} = " not in text]
            assert not missing


def test_relative_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, '[collection]\nfolders = ["mine"]'), NOTHING)
    assert settings.folders == (tmp_path / "mine",)
    assert settings.directory == tmp_path / "data"


def test_the_environment_adds_a_folder_of_articles(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, ""), {"CUTTINGS_ARTICLES": str(tmp_path / "more")})
    assert settings.folders[-1] == tmp_path / "more"


def test_the_data_option_wins_over_the_configured_folder(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, '[storage]\ndirectory = "a"'), NOTHING, data=tmp_path / "b")
    assert settings.directory == tmp_path / "b"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[answers]\nexcerpt = 3", "unknown key answers.excerpt; did you mean answers.excerpts?"),
        ("[anwers]\nexcerpts = 3", "unknown section [anwers]; did you mean answers?"),
        ('[answers]\nexcerpts = "3"', "answers.excerpts should be a valid integer (it is '3')"),
        ("[answers]\nexcerpts = 0", "answers.excerpts should be greater than or equal to 1"),
        ("[limits]\nper_user_per_minute = -1", "limits.per_user_per_minute should be greater than or equal to 0"),
        ('[telegram]\napi_url = "nowhere"', "telegram.api_url should be an address"),
        ('[telegram]\nadmins = ["me"]', "telegram.admins.0"),
        ('[log]\nlevel = "loud"', "log.level should be 'debug', 'info', 'warning' or 'error'"),
        ('[collection]\nfolders = "seeds"', "collection.folders should be a list"),
        ("telegram = 3", "telegram should be a section"),
        ("[answers\nexcerpts = 3", "is not valid TOML"),
        ('[telegram]\nwebhook_url = "https://bot.invalid"', "telegram.webhook_secret_file has to be set"),
    ],
)
def test_a_wrong_key_or_value_is_refused_by_name(tmp_path: Path, text: str, told: str) -> None:
    assert told in refusal(tmp_path, text)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"There is no configuration file .*absent\.toml"):
        load_settings(tmp_path / "absent.toml", NOTHING)


def test_the_environment_s_token_wins_over_the_file_s(tmp_path: Path) -> None:
    (tmp_path / "token.txt").write_text("987:from-the-file\n", encoding="utf-8")
    file = written(tmp_path, '[telegram]\ntoken_file = "token.txt"')
    from_file, from_environment = load_settings(file, NOTHING), load_settings(file, {"TELEGRAM_BOT_TOKEN": TOKEN})
    assert from_file.token is not None
    assert from_file.token.get_secret_value() == "987:from-the-file"
    assert from_environment.token is not None
    assert from_environment.token.get_secret_value() == TOKEN


def test_a_token_in_the_file_is_refused_without_being_shown(tmp_path: Path) -> None:
    told = refusal(tmp_path, f'[telegram]\ntoken = "{TOKEN}"')
    assert "TELEGRAM_BOT_TOKEN" in told
    assert TOKEN not in told


def test_a_token_put_into_another_key_is_not_shown_either(tmp_path: Path) -> None:
    assert TOKEN not in refusal(tmp_path, f'[telegram]\napi_url = "{TOKEN}"')


def test_an_unreadable_or_empty_token_file_is_named(tmp_path: Path) -> None:
    assert "absent.txt cannot be read" in refusal(tmp_path, '[telegram]\ntoken_file = "absent.txt"')
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    assert "empty.txt is empty" in refusal(tmp_path, '[telegram]\ntoken_file = "empty.txt"')


def test_settings_do_not_print_the_token(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, ""), {"TELEGRAM_BOT_TOKEN": TOKEN})
    assert TOKEN not in repr(settings)
    assert TOKEN not in str(settings.model_dump())


def test_what_can_be_no_token_is_refused_before_anybody_is_asked(tmp_path: Path) -> None:
    told = refusal(tmp_path, "", {"TELEGRAM_BOT_TOKEN": "my secret"})
    assert "TELEGRAM_BOT_TOKEN: it has not the form 123456:ABC" in told
    assert "my secret" not in told
