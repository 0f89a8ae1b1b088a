"""What a test does and looks at inside a clinic's database: one JSON line in, one out. See running.Inside."""

import json
import os
import sys
from collections.abc import Callable
from typing import Any

import django


def main() -> None:
    """Do what each line asks for. Each is a function of `tests.faults.acts` and its arguments."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever else is printed goes to the log
    django.setup()
    from django.db import connection  # noqa: PLC0415 - Django is not ready before

    from tests.faults import acts  # noqa: PLC0415

    for line in sys.stdin:
        name, arguments = json.loads(line)
        out.write(json.dumps(told(getattr(acts, name), arguments), default=str) + "\n")
        out.flush()
        connection.close()


def told(act: Callable[..., Any], arguments: dict[str, Any]) -> dict[str, Any]:
    """What came of it."""
    try:
        return {"done": act(**arguments)}
    except Exception as error:  # noqa: BLE001 - told to the test, which fails with it
        return {"error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    main()
