"""What every response promises, and the pages for what went wrong."""

import pytest
from django.test import Client

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


def test_page_carries_every_protecting_header(client: Client) -> None:
    response = client.get("/accounts/sign-in/")
    assert {part.strip() for part in response["Content-Security-Policy"].split(";")} == POLICY
    kept = ["Referrer-Policy", "X-Frame-Options", "X-Content-Type-Options", "Cross-Origin-Opener-Policy"]
    assert [response[name] for name in kept] == ["same-origin", "DENY", "nosniff", "same-origin"]
    assert "no-store" in response["Cache-Control"]
    assert response["Permissions-Policy"] == "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def test_trace_is_refused(client: Client) -> None:
    assert client.trace("/accounts/sign-in/").status_code == 405


def test_missing_page_says_so_in_plain_words(client: Client) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "<h1>There is no page here</h1>" in response.content.decode()


def test_form_without_its_secret_is_refused_in_plain_words(db: None) -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/sign-in/", {"username": "a"})
    assert response.status_code == 403
    assert "<h1>This page was open for too long</h1>" in response.content.decode()


def test_body_beyond_the_limit_is_refused(client: Client) -> None:
    response = client.post("/accounts/sign-in/", {"username": "x" * 1_100_000})
    assert response.status_code == 400
    assert "<h1>We could not read that</h1>" in response.content.decode()


def test_more_fields_than_any_form_has_are_refused(client: Client) -> None:
    body = "&".join(f"f{number}=1" for number in range(2100))
    response = client.post("/accounts/sign-in/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400


def test_failure_of_ours_shows_no_inside(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr("shutil.disk_usage", broken)
    monkeypatch.setattr("django.db.transaction.Atomic.__enter__", broken)
    client.raise_request_exception = False
    response = client.get("/healthz/ready")
    assert response.status_code == 500
    assert "<h1>Something went wrong on our side</h1>" in response.content.decode()
    assert "secret" not in response.content.decode()


def test_home_sends_the_signed_out_to_sign_in(client: Client) -> None:
    assert client.get("/")["Location"] == "/accounts/sign-in/?next=/"
