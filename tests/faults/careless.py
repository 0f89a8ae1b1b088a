"""A server that breaks its promises, so that the tests can be seen to notice: `CARELESS` says how.

`early`: says that answers were handed in before they are. `halves`: stores them in two transactions.
"""

import io
import os
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from django.db import connection

from clinic.wsgi import application as careful
from screening.services.intake import submission
from tests.faults.visitors import CONSENT, SENT

HOW = os.environ["CARELESS"]
SECONDS = 1.0

evaluate: Callable[..., Any] = vars(submission)["evaluate_response"]


def evaluate_in_a_second_transaction(**given: Any) -> Any:
    """Commit what there is, and evaluate afterwards."""
    connection.connection.commit()
    time.sleep(SECONDS)
    return evaluate(**given)


def later(environ: WSGIEnvironment, body: bytes) -> None:
    """Do what was said to be done."""
    time.sleep(SECONDS)
    careful({**environ, "wsgi.input": io.BytesIO(body)}, lambda *_answer: lambda _data: None)


def early(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Acknowledge first."""
    if (environ["REQUEST_METHOD"], environ["PATH_INFO"]) != ("POST", CONSENT):
        return careful(environ, start_response)
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    threading.Thread(target=later, args=(environ, body), daemon=True).start()
    start_response("302 Found", [("Location", SENT), ("Content-Length", "0")])
    return [b""]


application: Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]] = careful
if HOW == "early":
    application = early
if HOW == "halves":
    vars(submission)["evaluate_response"] = evaluate_in_a_second_transaction
