"""What was measured, one line each, for whoever runs the tests and for docs/faults.md."""

import os
import sys
from pathlib import Path

from tests.faults.databases import IS_POSTGRESQL


def note(figure: str) -> None:
    """Write a figure to the file FAULTS_FIGURES names, else to standard error."""
    line = f"{'PostgreSQL' if IS_POSTGRESQL else 'SQLite'}: {figure}\n"
    if file := os.environ.get("FAULTS_FIGURES"):
        with Path(file).open("a") as found:
            found.write(line)
    else:
        sys.stderr.write(line)
