"""House rules no other tool knows: sizes of modules and functions, and markup that stays out of the way."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

MODULE_LINES = 200
FUNCTION_LINES = 40
FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef
INLINE = re.compile(
    r"<style|\sstyle=|<script(?![^>]*\bsrc=)|\son[a-z]+=\"|javascript:|//[^\s\"']*\bcdn", re.IGNORECASE
)


def tracked() -> list[Path]:
    """The files of this project, those not committed yet included."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        text=True,
        check=True,
    )
    paths = [Path(name) for name in listed.stdout.splitlines()]
    return [path for path in paths if path.is_file() and not {"vendor", "migrations"} & set(path.parts)]


def long_code(path: Path) -> Iterator[str]:
    """Modules and functions that have outgrown themselves; tests may be as long as what they tell."""
    text = path.read_text()
    if path.parts[0] == "tests":
        return
    if (lines := len([line for line in text.splitlines() if line.strip()])) > MODULE_LINES:
        yield f"{path}: {lines} lines that are not blank, {MODULE_LINES} at most"
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, FUNCTION)]
    for node in functions:
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES:
            yield f"{path}:{node.lineno}: {node.name} has {length} lines, {FUNCTION_LINES} at most"


def inline_markup(path: Path) -> Iterator[str]:
    """Inline styles, scripts and handlers, which the content security policy would block anyway."""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if INLINE.search(line):
            yield f"{path}:{number}: inline style, script or handler: {line.strip()[:80]}"


def forced_css(path: Path) -> Iterator[str]:
    """Rules that win by force instead of by order."""
    if "!important" in path.read_text():
        yield f"{path}: !important"


CHECKS = {".py": long_code, ".html": inline_markup, ".css": forced_css}

if __name__ == "__main__":
    problems = [
        problem for path in tracked() if path.suffix in CHECKS for problem in CHECKS[path.suffix](path)
    ]
    print("\n".join(problems))
    sys.exit(bool(problems))
