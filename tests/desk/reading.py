"""Reading a page of the desk."""

import re
from typing import Any

from django.test import Client
from django.utils.html import strip_tags


def html_of(client: Client, address: str) -> str:
    """A page that is there."""
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def words_of(html: str) -> str:
    """What a page says, without its tags."""
    main = html.split("<main")[1].split("</main>", maxsplit=1)[0]
    return " ".join(strip_tags(main.replace("<", " <")).split())


def said(response: Any) -> str:
    """What an answer says."""
    return words_of(response.content.decode())


def rows_of(html: str) -> list[str]:
    """The words of each row of the tables."""
    return [
        " ".join(strip_tags(row.replace("<", " <")).split())
        for body in re.findall(r"<tbody>.*?</tbody>", html, re.DOTALL)
        for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL)
    ]


def problems_of(response: Any) -> list[str]:
    """The lines of the summary of errors."""
    html = response.content.decode()
    summary = html.partition('class="error-summary"')[2].partition("</div>")[0]
    return [" ".join(strip_tags(line).split()) for line in re.findall(r"<li>.*?</li>", summary, re.DOTALL)]
