"""Run the command: python -m socialmap."""

from socialmap.cli.commands import main

main()
