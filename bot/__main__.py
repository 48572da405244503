"""`python -m bot` is `cuttings`.

The processes of a reindex import the program's main module once more, so this one imports nothing by itself.
"""


def main() -> None:
    """Run the command line."""
    from bot.cli import main as run  # noqa: PLC0415  # see above

    run()


if __name__ == "__main__":
    main()
