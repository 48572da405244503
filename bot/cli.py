"""The command line: `cuttings`, also `python -m bot`.

Results go to standard output, everything else to standard error. Exit status: 0 done, 1 failed, 2 wrong usage
or configuration.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from shutil import get_terminal_size
from typing import Any

import click
from tqdm import tqdm

from bot import audit, jsonout, terminal
from bot.chat import chat, say
from bot.config import TOKEN_VARIABLE, ConfigError, Settings, load_settings
from bot.doctor import examine
from bot.logs import set_up_logging
from bot.texts import Texts
from retrieval.collection import Collection
from retrieval.errors import RetrievalError
from retrieval.evaluate import evaluate, read_questions
from retrieval.model import Progress
from retrieval.reading import extract_file

WRONG_USAGE = 2
SWITCH_SECONDS = 0.0005  # a thread that searches or indexes lets the event loop go on ten times sooner than usual


def main() -> None:
    """Run the command line; every foreseen error is one sentence, and the exit status says which kind."""
    try:
        sys.exit(cuttings.main(standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except ConfigError as error:
        click.echo(str(error), err=True)
        sys.exit(WRONG_USAGE)
    except RetrievalError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)


def _version() -> str:
    try:
        return version("cuttings")
    except PackageNotFoundError:  # run from a checkout that was not installed
        return "from a checkout"


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--config",
    "file",
    type=click.Path(path_type=Path),
    envvar="CUTTINGS_CONFIG",
    metavar="FILE",
    help="The configuration; config.toml where there is one, else built-in defaults.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where databases and index live, instead of the configured folder.",
)
@click.option("-v", "--verbose", is_flag=True, help="Say more on standard error.")
@click.version_option(_version(), "--version", message="cuttings %(version)s")
@click.pass_context
def cuttings(context: click.Context, file: Path | None, data: Path | None, verbose: bool) -> None:
    """Answer questions from a collection of news articles with the articles' own words."""
    default = Path("config.toml")
    context.obj = _Options(file or (default if default.exists() else None), data, verbose)


class _Options:
    """What stands before the command; the configuration is read when a command needs it."""

    def __init__(self, file: Path | None, data: Path | None, verbose: bool) -> None:
        self.file = file
        self.data = data
        self.verbose = verbose

    def settings(self, *, level: str | None = None) -> Settings:
        settings = load_settings(self.file, data=self.data)
        secrets = (settings.token.get_secret_value(),) if settings.token else ()
        set_up_logging(level or settings.log.level, settings.log.format, secrets=secrets, verbose=self.verbose)
        return settings


@cuttings.command()
@click.option("--or-chat", is_flag=True, help="Where no token is set, open a chat in the terminal instead.")
@click.pass_obj
def run(options: _Options, or_chat: bool) -> None:
    """Run the Telegram bot: long polling, or a webhook where one is configured."""
    settings = options.settings()
    if settings.token is not None:
        sys.setswitchinterval(SWITCH_SECONDS)
        from bot.app import run_bot  # noqa: PLC0415 (the other commands need not wait for the framework)

        _finish(
            _with_collection(settings, lambda collection: run_bot(settings, collection), warm=True, beside=True),
            _quick_loop(),
        )
    elif or_chat:
        set_up_logging("warning", settings.log.format, verbose=options.verbose)
        _finish(_with_collection(settings, lambda collection: chat(collection, settings, missing_token=True)))
    else:
        raise ConfigError(
            f"No {TOKEN_VARIABLE} is set, and telegram.token_file names none. Get a token from @BotFather in "
            f"Telegram, then: {TOKEN_VARIABLE}=… cuttings run. To try it here: cuttings chat"
        )


@cuttings.command(name="chat")
@click.pass_obj
def chat_command(options: _Options) -> None:
    """Ask in the terminal: the same conversation, no Telegram needed."""
    settings = options.settings(level="warning")
    _finish(_with_collection(settings, lambda collection: chat(collection, settings)))


@cuttings.command()
@click.argument("question", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 50), help="Excerpts at most; answers.excerpts by default.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_obj
def ask(options: _Options, question: tuple[str, ...], limit: int | None, as_json: bool) -> None:
    """Answer one QUESTION; `-` reads one question per line from standard input."""
    settings = options.settings(level="warning")
    questions = _lines() if question == ("-",) else iter([" ".join(question)])

    async def answer_all(collection: Collection) -> None:
        for number, one in enumerate(questions):
            if number and not as_json:
                click.echo()
            await say(collection, settings, one, limit=limit, as_json=as_json)

    _finish(_with_collection(settings, answer_all))


def _lines() -> Iterator[str]:
    """Standard input line by line, as it comes; bytes that are no UTF-8 are shown as such."""
    for raw in sys.stdin.buffer:
        yield raw.decode("utf-8", errors="replace").rstrip("\r\n")


@cuttings.command()
@click.option("--full", is_flag=True, help="Read and analyse everything again.")
@click.option("--json", "as_json", is_flag=True, help="The summary as a JSON object.")
@click.pass_obj
def reindex(options: _Options, full: bool, as_json: bool) -> None:
    """Bring the index up to date with the sources."""
    settings = options.settings()

    async def bring_up_to_date(collection: Collection) -> None:
        with _progress_bar() as progress:
            report = await collection.reindex(full=full, progress=progress)
        click.echo(jsonout.line(jsonout.report(report)) if as_json else terminal.show_report(report))

    _finish(_with_collection(settings, bring_up_to_date, build=False))


@cuttings.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object per article.")
@click.pass_obj
def articles(options: _Options, as_json: bool) -> None:
    """List the articles: id, outlet, date, title, paragraphs, source."""
    settings = options.settings(level="warning")
    texts = Texts.for_language("en")

    async def list_them(collection: Collection) -> None:
        for card in await collection.articles():
            click.echo(jsonout.line(jsonout.article(card)) if as_json else terminal.show_article(card, texts))

    _finish(_with_collection(settings, list_them))


@cuttings.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object per article.")
def extract(files: tuple[Path, ...], as_json: bool) -> None:
    """Show what the cleaner makes of a file; stores nothing, ignores the catalogue."""
    texts = Texts.for_language("en")
    failed, columns = False, get_terminal_size().columns if sys.stdout.isatty() else None
    for file in files:
        try:
            found = extract_file(file)
        except RetrievalError as error:
            click.echo(str(error), err=True)
            failed = True
            continue
        for value in found:
            shown = (
                jsonout.line(jsonout.extraction(str(file), value))
                if as_json
                else audit.show_extraction(str(file), value, texts, columns)
            )
            click.echo(shown)
    if failed:
        raise click.exceptions.Exit(1)


@cuttings.command(name="evaluate")
@click.argument("questions", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="The figures as a JSON object.")
@click.pass_obj
def evaluate_command(options: _Options, questions: Path, as_json: bool) -> None:
    """Ask a file of check questions and tell how well they are answered.

    QUESTIONS has one JSON object per line: "text", "answerable", and "relevant", a list of pairs of an article's
    URL or file and the characters that the paragraph begins with.
    """
    settings = options.settings(level="warning")
    checks = read_questions(questions)

    async def ask_all(collection: Collection) -> None:
        with tqdm(total=len(checks), unit=" questions", disable=None, leave=False) as bar:
            figures = await evaluate(collection, checks, lambda _: bar.update() and None)
        click.echo(jsonout.line(asdict(figures)) if as_json else terminal.show_figures(figures))

    _finish(_with_collection(settings, ask_all, warm=True))


@cuttings.command()
@click.pass_obj
def doctor(options: _Options) -> None:
    """Check config, token, databases, index and sources, and say what to do about each fault."""
    settings = options.settings(level="error")
    healthy = True
    for finding in asyncio.run(examine(settings)):
        healthy = healthy and finding.good
        mark = click.style("ok  ", fg="green") if finding.good else click.style("BAD ", fg="red")
        click.echo(f"{mark} {finding.what}: {finding.told}")
    if not healthy:
        raise click.exceptions.Exit(1)


# ---------------------------------------------------------------------- shared by the commands


def _finish(
    work: Coroutine[Any, Any, None], loop_factory: Callable[[], asyncio.AbstractEventLoop] | None = None
) -> None:
    with asyncio.Runner(loop_factory=loop_factory) as runner:
        runner.run(work)


def _quick_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return what makes the event loop of a bot: uvloop's, or asyncio's own where there is none (Windows)."""
    try:
        import uvloop  # noqa: PLC0415  # the other commands need not wait for it
    except ImportError:
        return None
    return uvloop.new_event_loop


async def _with_collection(
    settings: Settings,
    use: Callable[[Collection], Coroutine[Any, Any, None]],
    *,
    build: bool = True,
    warm: bool = False,
    beside: bool = False,
) -> None:
    """Open the collection, build its index where needed (told on standard error), and use it."""
    async with Collection.open(
        settings.folders, settings.directory, refuse=settings.answers.refuse, warm=warm, beside=beside
    ) as collection:
        if build:
            with _progress_bar() as progress:
                report = await collection.ensure_built(progress)
            for failure in report.failed if report else ():
                click.echo(f"not read: {failure.source}: {failure.why}", err=True)
        await use(collection)


@contextmanager
def _progress_bar() -> Iterator[Callable[[Progress], None]]:
    """A bar on standard error where that is a terminal; silent elsewhere."""
    bars: dict[str, tqdm[Any]] = {}

    def show(progress: Progress) -> None:
        if progress.stage not in bars:
            bars[progress.stage] = tqdm(
                desc=progress.stage, total=progress.total, unit=" articles", disable=None, leave=False
            )
        bar = bars[progress.stage]
        bar.total = progress.total
        bar.update(progress.done - bar.n)

    try:
        yield show
    finally:
        for bar in bars.values():
            bar.close()
