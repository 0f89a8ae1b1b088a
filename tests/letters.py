"""Small files as a clinic might be sent, and some it must not take."""

import struct
import zlib


def chunk(kind: bytes, body: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
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
