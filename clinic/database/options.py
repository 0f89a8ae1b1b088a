"""How the two databases are spoken to: what is waited for, and for how long at most."""

from typing import Any

OPTIONS: dict[str, dict[str, Any]] = {
    "sqlite3": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
    },
    "postgresql": {
        "options": "-c statement_timeout=15000 -c lock_timeout=5000"
        " -c idle_in_transaction_session_timeout=30000",
        "connect_timeout": 5,
        "keepalives_idle": 30,
        "tcp_user_timeout": 20_000,
    },
}


def with_options(database: dict[str, Any]) -> dict[str, Any]:
    """The entry of DATABASES for a database of Django's kind, with our engine and these options."""
    kind = database["ENGINE"].rpartition(".")[2]
    if kind not in OPTIONS:
        kind = "postgresql"
    return {
        **database,
        "ENGINE": f"clinic.database.{kind}",
        "OPTIONS": {**database.get("OPTIONS", {}), **OPTIONS[kind]},
    }
