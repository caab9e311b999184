"""Makes `python -m pipelines.cli` the command, as service files call it."""

from pipelines.cli.main import main

if __name__ == "__main__":
    main()
