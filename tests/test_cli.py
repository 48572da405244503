"""The command line: results, exit statuses, and errors that are one clear sentence."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click import unstyle

from bot.audit import show_extraction
from bot.cli import main
from bot.texts import Texts
from retrieval.model import Dropped, Extraction, Facts, Kept

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def cuttings(
    newsroom: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Run:
    """Run a command over the newsroom, in this process; no token, and none of the surrounding settings."""
    standard = tmp_path / "config.toml"
    standard.write_text(f'[collection]\nfolders = ["{newsroom}"]\n', encoding="utf-8")
    for name in os.environ:
        if name.startswith(("TELEGRAM_", "CUTTINGS_")):
            monkeypatch.delenv(name)

    def run(*arguments: str, stdin: str | bytes = "", config: Path = standard) -> Done:
        data = stdin if isinstance(stdin, bytes) else stdin.encode()
        command = ["cuttings", "--config", str(config), "--data", str(tmp_path / "data"), *arguments]
        monkeypatch.setattr(sys, "argv", command)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), "utf-8"))
        with pytest.raises(SystemExit) as ended:
            main()
        written = capsysbinary.readouterr()
        return Done(int(ended.value.code or 0), written.out.decode(), written.err.decode())

    return run


def test_the_module_runs_as_a_program_of_its_own() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--version"], capture_output=True, cwd=ROOT, timeout=60, check=True
    )
    assert done.stdout.startswith(b"cuttings ")


def test_ask_builds_the_index_first_and_answers_with_outlet_and_date(cuttings: Run) -> None:
    done = cuttings("ask", "Who", "is", "the", "harbour", "master?")
    assert done.returncode == 0
    assert done.stdout.startswith("1 · The Alder Courier · 12 May 2031\n")
    assert "Edda Holm" in done.stdout
    assert "\x1b[" not in done.stdout


def test_ask_json_has_every_promised_field(cuttings: Run) -> None:
    done = cuttings("ask", "--json", "--limit", "1", "What did the repairs of the ferry cost?")
    (line,) = done.stdout.splitlines()
    assert line.isascii()
    answer = json.loads(line)
    assert answer["outcome"] == "answered"
    assert answer["answered"] is True
    assert answer["notice"] is None
    assert set(answer["filters"]) == {"outlets", "since", "until", "phrases", "exclude", "order"}
    (excerpt,) = answer["excerpts"]
    assert set(excerpt) == {
        "rank", "score", "why", "id", "text", "matches", "speaker", "kind", "paragraph", "paragraph_text",
        "outlet", "date", "date_precision", "date_basis", "title", "authors", "url", "article", "source", "also",
    }  # fmt: skip
    assert (excerpt["date"], excerpt["date_precision"], excerpt["source"]) == ("2031-05-12", "day", "ferry.md")
    assert excerpt["paragraph"] == 3


def test_ask_dash_answers_every_line_in_order_also_blank_and_overlong_ones(cuttings: Run) -> None:
    lines = ["Who is the mayor?", "", "x" * 5000, "thanks!", "\xff"]
    done = cuttings("ask", "-", "--json", stdin="\n".join(lines[:4]).encode() + b"\n\xff\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [answer["question"] for answer in answers[:4]] == lines[:4]
    assert len(answers) == 5
    assert [answer["answered"] for answer in answers] == [True, False, False, False, False]
    assert all(answer["notice"] and not answer["excerpts"] for answer in answers[1:])
    assert "5,000" in answers[2]["notice"]


def test_an_unanswered_question_is_no_failure(cuttings: Run) -> None:
    done = cuttings("ask", "What did Cordelia Vanterpool say?")
    assert done.returncode == 0
    assert "I found no passage on this." in done.stdout
    assert "Vanterpool" in done.stdout


def test_chat_reads_one_question_per_line_and_ends_with_the_input(cuttings: Run) -> None:
    done = cuttings("chat", stdin="Who is the mayor?\nthanks\n")
    assert done.returncode == 0
    assert done.stdout.startswith("3 articles, 12 May 2031 to 3 September 2033.\nTry: ")
    assert "> Who is the mayor?\n1 · Radio Quayside · February 2032 (inferred)" in done.stdout


def test_run_without_a_token_says_how_to_get_one(cuttings: Run) -> None:
    done = cuttings("run")
    assert done.returncode == 2
    assert "TELEGRAM_BOT_TOKEN" in done.stderr
    assert "@BotFather" in done.stderr


def test_run_or_chat_chats_where_no_token_is_set(cuttings: Run) -> None:
    done = cuttings("run", "--or-chat", stdin="Who is the mayor?\n")
    assert done.returncode == 0
    assert "No TELEGRAM_BOT_TOKEN is set, so we chat here. Get one from @BotFather." in done.stdout
    assert "Tomas Reyl" in done.stdout


def test_reindex_json_counts_what_was_done(cuttings: Run, newsroom: Path) -> None:
    (newsroom / "broken.jsonl").write_text("{\n", encoding="utf-8")
    done = cuttings("reindex", "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 0
    assert (report["added"], report["articles"], report["paragraphs"], report["failed_count"]) == (3, 3, 12, 1)
    assert report["failed"][0]["source"] == "broken.jsonl line 1"
    assert set(report) == {
        "added", "changed", "removed", "unchanged", "failed", "failed_count", "articles", "paragraphs",
        "generation", "seconds",
    }  # fmt: skip


def test_reindex_says_when_nothing_changed(cuttings: Run) -> None:
    cuttings("reindex")
    assert "Nothing changed: 3 articles, 12 paragraphs." in cuttings("reindex").stdout


def test_articles_lists_outlet_date_title_and_source(cuttings: Run) -> None:
    done = cuttings("articles")
    assert "The Alder Courier · 12 May 2031" in done.stdout
    listed = [json.loads(line) for line in cuttings("articles", "--json").stdout.splitlines()]
    assert [article["source"] for article in listed] == ["ferry.md", "bridge.md", "lighthouse.md"]
    assert listed[1]["date_basis"] == "inferred"


def test_extract_shows_kept_and_dropped_lines_and_stores_nothing(cuttings: Run, tmp_path: Path) -> None:
    dump = tmp_path / "page.txt"
    sentence = "The mayor of Port Alder told Radio Quayside that the new footbridge would open before the winter. "
    dump.write_text(
        f"Home\n\nNews\n\n{sentence * 2}\n\n{sentence * 3}\n\nRead more: Ferry returns\n", encoding="utf-8"
    )
    value = json.loads(cuttings("extract", "--json", str(dump)).stdout)
    assert set(value) == {
        "file", "outlet", "date", "date_precision", "date_evidence", "title", "authors", "url", "paragraphs",
        "dropped",
    }  # fmt: skip
    assert [kept["line"] for kept in value["paragraphs"]] == [5, 7]
    assert {"Home", "Read more: Ferry returns"} <= {lost["text"] for lost in value["dropped"]}
    assert all(lost["reason"] for lost in value["dropped"])
    assert "Read more: Ferry returns" in cuttings("extract", str(dump)).stdout
    assert not (tmp_path / "data").exists()


def test_one_paragraph_is_not_counted_as_several() -> None:
    found = Extraction(Facts(), (Kept("The ferry is back.", 1),), (Dropped("Home", 2, "navigation"),))
    shown = show_extraction("page.txt", found, Texts.for_language("en"))
    assert shown.endswith("1 paragraph kept, 1 piece dropped")


def test_kept_and_dropped_stand_side_by_side_where_there_is_room_and_whole_in_any_case() -> None:
    long = (
        "The ferry between Port Alder and Tarn Island is back, and " + "it sails again " * 12 + "from Monday on."
    )
    found = Extraction(Facts(), (Kept(long, 1), Kept("All are glad.", 3)), (Dropped("Home", 2, "navigation"),))
    texts = Texts.for_language("en")
    wide = unstyle(show_extraction("page.txt", found, texts, 120)).splitlines()
    narrow = unstyle(show_extraction("page.txt", found, texts, 60)).splitlines()
    piped = unstyle(show_extraction("page.txt", found, texts)).splitlines()

    assert next(line.index("DROPPED") for line in wide if "KEPT" in line) == next(
        line.index("Home [navigation]") for line in wide if "Home" in line
    )
    assert max(map(len, wide)) <= 120
    assert max(map(len, narrow)) <= 60
    assert {f"    1 + {long}", "    2 - Home [navigation]"} <= set(piped)
    assert " ".join(" ".join(narrow).split()).count("it sails again") == 12


def test_extract_names_what_cannot_be_read_and_shows_the_others(
    cuttings: Run, newsroom: Path, tmp_path: Path
) -> None:
    done = cuttings("extract", str(tmp_path / "absent.txt"), str(newsroom / "ferry.md"))
    assert done.returncode == 1
    assert "absent.txt" in done.stderr
    assert "ferry" in done.stdout


def test_evaluate_prints_hits_ranks_and_refusals(cuttings: Run, tmp_path: Path) -> None:
    checks = tmp_path / "checks.jsonl"
    checks.write_text(
        '{"text": "Who is the mayor?", "answerable": true, "relevant": [["bridge.md", "Mayor Tomas Reyl"]]}\n'
        '{"text": "What did Cordelia Vanterpool say?", "answerable": false}\n',
        encoding="utf-8",
    )
    done = cuttings("evaluate", str(checks))
    assert done.stdout.startswith("1 answerable questions, 1 unanswerable\n    hit@1                 1.000")
    figures = json.loads(cuttings("evaluate", "--json", str(checks)).stdout)
    assert (figures["hit_1"], figures["mrr"], figures["refused_unanswerable"]) == (1.0, 1.0, 1.0)


def test_evaluate_names_the_line_that_is_no_check_question(cuttings: Run, tmp_path: Path) -> None:
    checks = tmp_path / "checks.jsonl"
    checks.write_text('{"text": "Who?"}\n', encoding="utf-8")
    done = cuttings("evaluate", str(checks))
    assert done.returncode == 1
    assert "line 1" in done.stderr


def test_doctor_finds_a_sound_installation_sound(cuttings: Run) -> None:
    cuttings("reindex")
    done = cuttings("doctor")
    assert done.returncode == 0
    assert "BAD" not in done.stdout


def test_doctor_says_what_to_do_about_each_fault(cuttings: Run, tmp_path: Path) -> None:
    config = tmp_path / "faulty.toml"
    config.write_text(f'[collection]\nfolders = ["{tmp_path / "absent"}"]\n', encoding="utf-8")
    done = cuttings("doctor", config=config)
    assert done.returncode == 1
    assert "absent" in done.stdout
    assert "cuttings reindex" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["ask"], "Missing argument 'QUESTION...'"),
        (["ask", "--limit", "0", "x"], "--limit"),
        (["--nonsense"], "--nonsense"),
        (["frobnicate"], "frobnicate"),
    ],
)
def test_wrong_usage_is_told_and_exits_with_two(cuttings: Run, arguments: list[str], told: str) -> None:
    done = cuttings(*arguments)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_configuration_is_told_and_exits_with_two(cuttings: Run, tmp_path: Path) -> None:
    config = tmp_path / "wrong.toml"
    config.write_text("[answers]\nexcerpt = 3\n", encoding="utf-8")
    done = cuttings("ask", "x", config=config)
    assert done.returncode == 2
    assert "did you mean answers.excerpts?" in done.stderr


def test_a_missing_folder_is_one_sentence_and_exits_with_one(cuttings: Run, tmp_path: Path) -> None:
    config = tmp_path / "wrong.toml"
    config.write_text('[collection]\nfolders = ["absent"]\n', encoding="utf-8")
    done = cuttings("ask", "x", config=config)
    assert done.returncode == 1
    assert "there is no such folder" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_empty_collection_says_so(cuttings: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    config = tmp_path / "empty.toml"
    config.write_text('[collection]\nfolders = ["empty"]\n', encoding="utf-8")
    done = cuttings("ask", "Who is the mayor?", config=config)
    assert done.returncode == 0
    assert "no articles here yet" in done.stdout
