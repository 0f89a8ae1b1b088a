"""Suggestions for the names of medicines."""

from typing import Any

import pytest

from tests.intake.patients import PatientInBrowser
from tests.intake.reading import read

pytestmark = pytest.mark.django_db


def suggest(ada: PatientInBrowser, typed: str) -> Any:
    return ada.client.post("/i/form/names/", {"typed": typed, "response": str(ada.response.pk)})


def test_names_that_begin_so_come_as_options(ada: PatientInBrowser) -> None:
    response = suggest(ada, "eliq")
    assert response.content.decode().split("\n")[1:] == [
        '<li role="option" aria-selected="false">Eliquis</li>',
        "",
    ]


@pytest.mark.parametrize("typed", ["", "e", " e ", "x" * 201, "<script>", "\0\0\0", "💊💊", "قطط"])
def test_nothing_comes_for_what_is_no_name(ada: PatientInBrowser, typed: str) -> None:
    response = suggest(ada, typed)
    assert (response.status_code, read(response).text) == (200, "")


def test_at_most_six_come(ada: PatientInBrowser) -> None:
    assert suggest(ada, "me").content.decode().count("<li") == 6


def test_names_are_never_in_an_address(ada: PatientInBrowser) -> None:
    assert ada.client.get("/i/form/names/?typed=eli").status_code == 405
