"""The clinic's own name, logo and colour on every page."""

import io
import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from clinic import environment
from clinic.colours import DAY_GROUNDS, NIGHT_GROUNDS, READABLE, WHITE, by_day, by_night, contrast
from clinic.environment import LARGEST_LOGO, UnfitEnvironmentError
from clinic.pdf import render_pdf
from tests.intake.patients import make_link
from tests.site.pictures import PNG

ROOT = Path(__file__).parent.parent.parent
WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8L"
DAY_INKS, NIGHT_INKS = ("#15211c", "#4c5a54"), ("#eef3ef", "#a9b7b0")


def tokens() -> list[dict[str, str]]:
    """The colours of tokens.css by day and by night."""
    text = (ROOT / "static" / "css" / "tokens.css").read_text()
    blocks = re.findall(r":root \{(.*?)\}", text, re.DOTALL)
    return [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", block)) for block in blocks]


@pytest.fixture
def branded(settings: Any) -> None:
    """A clinic with a logo and a colour of its own."""
    settings.CLINIC_NAME, settings.CLINIC_LOGO = "Haut & Herz", (PNG, "image/png")
    settings.CLINIC_COLOUR = "#7a1fa2"


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


def test_grounds_and_inks_are_those_of_the_tokens() -> None:
    day, night = tokens()
    named = [{light["surface"], light["paper"], light["sunken"]} for light in (day, night)]
    assert named == [{"#fff", *DAY_GROUNDS} - {WHITE}, set(NIGHT_GROUNDS)]
    assert [(light["ink"], light["ink-soft"]) for light in (day, night)] == [DAY_INKS, NIGHT_INKS]
    assert night["on-accent"] == by_night("#0b665a").on_accent


def test_every_colour_taken_can_be_read_by_day_and_by_night() -> None:
    """Six steps of red, green and blue each, and the lightest grey there is."""
    colours = ["#" + bytes(parts).hex() for parts in product(range(0, 256, 51), repeat=3)]
    taken = [colour for colour in [*colours, "#767676"] if contrast(colour, WHITE) >= READABLE]
    assert len(taken) == 78
    unread = []
    for colour in taken:
        for family, grounds, inks in (
            (by_day(colour), DAY_GROUNDS, DAY_INKS), (by_night(colour), NIGHT_GROUNDS, NIGHT_INKS),
        ):  # fmt: skip
            pairs = [*family.pairs(grounds), *((ink, family.accent_soft) for ink in inks)]
            unread += [(colour, pair) for pair in pairs if contrast(*pair) < READABLE]
    assert unread == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("purple", "#rrggbb"),
        ("#7a1fa", "#rrggbb"),
        ("#ff9900", r"white text on #ff9900 has a contrast of 2\.14, and 4\.5 is needed"),
        ("#777777", r"contrast of 4\.48, and 4\.5 is needed"),
    ],
)
def test_colour_that_does_not_do_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(UnfitEnvironmentError, match=complaint):
        environment.colour(text)


def test_logo_is_a_picture_that_holds_no_script(tmp_path: Path) -> None:
    refused = {
        "a.svg": (b"<svg onload='x'/>", "neither a PNG nor a WebP"),
        "b.png": (b"GIF89a", "neither a PNG nor a WebP"),
        "c.webp": (b"RIFF\x00\x00\x00\x00WAVE", "neither a PNG nor a WebP"),
        "d.png": (PNG + bytes(LARGEST_LOGO), f"{LARGEST_LOGO} at most"),
    }
    for name, (data, complaint) in refused.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(UnfitEnvironmentError, match=complaint):
            environment.logo(str(tmp_path / name))
    with pytest.raises(UnfitEnvironmentError, match="cannot be read: No such file"):
        environment.logo(str(tmp_path / "none.png"))
    (tmp_path / "e.png").write_bytes(PNG)
    (tmp_path / "f.webp").write_bytes(WEBP)
    assert environment.logo(str(tmp_path / "e.png")) == (PNG, "image/png")
    assert environment.logo(str(tmp_path / "f.webp")) == (WEBP, "image/webp")


@pytest.mark.usefixtures("branded")
@pytest.mark.django_db
def test_pages_of_patients_staff_and_mistakes_wear_logo_and_colour(client: Client) -> None:
    _, token = make_link()
    for address in (f"/i/{token}/", "/accounts/sign-in/", "/nothing/here/"):
        page = client.get(address).content.decode()
        assert "Haut &amp; Herz" in page
        style, picture = re.search(r'href="(/clinic/colour-[0-9a-f]{16}\.css)"', page), re.search(
            r'<img class="own-mark" src="(/clinic/logo-[0-9a-f]{16})" alt="">', page
        )  # fmt: skip
        assert style is not None
        assert picture is not None
        assert page.index(style[1]) > page.index("css/tokens.css")
        shown = client.get(picture[1])
        assert (shown.content, shown.headers["Content-Type"]) == (PNG, "image/png")
        assert shown.headers["X-Content-Type-Options"] == "nosniff"
        sheet = client.get(style[1])
        assert sheet.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert sheet.content.decode().startswith(":root { --accent: #7a1fa2;")


@pytest.mark.usefixtures("branded")
def test_other_digest_is_not_there(client: Client) -> None:
    assert client.get("/clinic/logo-0123456789abcdef").status_code == 404
    assert client.get("/clinic/colour-0123456789abcdef.css").status_code == 404


@pytest.mark.django_db
def test_clinic_without_logo_and_colour_asks_for_none(client: Client) -> None:
    page = client.get("/accounts/sign-in/").content.decode()
    assert "/clinic/" not in page
    assert '<span class="mark" aria-hidden="true"></span>' in page


@pytest.mark.usefixtures("branded")
def test_documents_wear_the_logo(settings: Any) -> None:
    assert pictures(render_pdf("pdf/base.html", {})) == 1
    settings.CLINIC_LOGO = None
    assert pictures(render_pdf("pdf/base.html", {})) == 0


def pictures(document: bytes) -> int:
    """How many pictures the first page of a document has."""
    return len(PdfReader(io.BytesIO(document)).pages[0].images)
