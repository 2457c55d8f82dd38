"""The measurements as commands: python -m socialmap.bench."""

from __future__ import annotations

import click

from socialmap.bench.desk.working import work_benchmark
from socialmap.bench.desk.writing import writing_benchmark
from socialmap.bench.duplicates import duplicates_benchmark
from socialmap.bench.evaluating import trials_command
from socialmap.bench.fitting import fit_command
from socialmap.bench.importing import import_benchmark
from socialmap.bench.searching import search_benchmark


@click.group()
def main() -> None:
    """Measure socialmap on this machine."""


main.add_command(duplicates_benchmark)
main.add_command(fit_command)
main.add_command(import_benchmark)
main.add_command(search_benchmark)
main.add_command(trials_command)
main.add_command(work_benchmark)
main.add_command(writing_benchmark)

if __name__ == "__main__":
    main()
