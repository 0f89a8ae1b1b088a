"""Small files as a clinic might be sent, and some it must not take."""

import struct
import zlib


def chunk(kind: bytes, body: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def pdf(*objects: bytes, catalog: bytes = b"") -> bytes:
    """A whole PDF of one empty page; `objects` are numbered from 4, `catalog` is more in object 1."""
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 72 72] >>",
        *objects,
    ]
    made, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(bodies) + 1
    return (
        made
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(made))
    )


PDF = pdf()
PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\0\0"))
    + chunk(b"IEND", b"")
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xda\x00\x08\x01\x01\0\0?\0\x7f\xff\xd9"

REFUSED = {
    "svg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><path/></svg>',
    "html": b"<!DOCTYPE html><html><body>hello</body></html>",
    "text": b"Dear colleague, all is well.",
    "zip": b"PK\x03\x04" + b"\0" * 26 + b"PK\x05\x06" + b"\0" * 18,
    "gif": b"GIF89a\x01\0\x01\0\0\0\0;",
    "pdf with a web page in it": PDF.replace(b"trailer", b"% <script>alert(1)</script>\ntrailer"),
    "pdf that is a zip as well": PDF + b"PK\x05\x06" + b"\0" * 18,
    "pdf that starts late": b"\0" * 10 + PDF,
    "pdf cut short": PDF[:40],
    "png with something behind": PNG + b"more",
    "png that is a pdf as well": PNG[:8] + PNG[8:33] + chunk(b"tEXt", PDF) + PNG[33:],
    "png with a wrong sum": PNG[:-1] + b"\0",
    "png cut short": PNG[:-12],
    "png without a header": PNG[:8] + chunk(b"IEND", b""),
    "jpeg with a web page in it": JPEG[:20] + b"\xff\xfe\x00\x0a<script>"[:12] + JPEG[20:],
    "jpeg that never scans": b"\xff\xd8\xff\xd9",
    "jpeg cut short": JPEG[:-2],
    "jpeg with a broken segment": b"\xff\xd8\xff\xe0\xff\xff" + b"\0" * 20,
    "one byte": b"%",
}

ACTIVE = {
    "script on opening": pdf(catalog=b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"),
    "script elsewhere": pdf(b"<< /S /JavaScript /JS 5 0 R >>", b"(app.alert)", catalog=b"/OpenAction 4 0 R"),
    "script spelled otherwise": pdf(b"<< /S /J#61vaScript /J#53 (1) >>"),
    "script named by reference": pdf(b"<< /S 5 0 R >>", b"/#4aavaScript"),
    "script in no table": PDF.replace(b"xref\n", b"9 0 obj << /S /JavaScript >> endobj\nxref\n", 1),
    "program": pdf(b"<< /S /Launch /F (calc.exe) >>"),
    "file inside": pdf(catalog=b"/Names << /EmbeddedFiles << /Names [] >> >>"),
    "file attached": pdf(b"<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] >>"),
    "form that computes": pdf(catalog=b"/AcroForm << /XFA [] >>"),
    "page that acts by itself": pdf(b"<< /AA << /O << /S /Named /N /Print >> >> >>"),
    "web page on opening": pdf(b"<< /S /URI /URI (https://x.example) >>", catalog=b"/OpenAction 4 0 R"),
}
HARMLESS = {
    "where to open": pdf(catalog=b"/OpenAction [3 0 R /Fit]"),
    "page to go to": pdf(b"<< /S /GoTo /D [3 0 R /Fit] >>", catalog=b"/OpenAction 4 0 R"),
    "link": pdf(b"<< /Type /Annot /Subtype /Link /A << /S /URI /URI (https://x.example) >> >>"),
}
UNREADABLE = {
    "no objects": b"%PDF-1.7\n" + b"\0" * 40 + b"%%EOF\n",
    "locked": PDF.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /Standard >>"),
}
