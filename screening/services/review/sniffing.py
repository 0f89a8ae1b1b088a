"""What a file is, by its content: PDF, PNG or JPEG, and nothing else at the same time.

Signatures: ISO 32000-2 7.5.2 (PDF), W3C PNG 5.2 and 5.3, ITU-T T.81 B.1 (JPEG), PKWARE APPNOTE 4.3.16 (ZIP).
"""

import struct
import zlib

from screening.models import Evidence

MediaType = Evidence.MediaType

_PNG = b"\x89PNG\r\n\x1a\n"
_MARKUP = (b"<html", b"<script", b"<svg", b"<!doctype", b"<?php", b"<iframe")
_ZIP_END = b"PK\x05\x06"
_PDF_HEADER_WITHIN = 1024
_ZIP_END_WITHIN = 65_557
_START_OF_SCAN, _TEM = 0xDA, 0x01


def media_type_of(data: bytes) -> MediaType | None:
    """The one type this content has; None for any other, and for files that are two things at once."""
    if is_something_else_too(data):
        return None
    if is_pdf(data):
        return MediaType.PDF
    if is_png(data):
        return MediaType.PNG
    return MediaType.JPEG if is_jpeg(data) else None


def is_something_else_too(data: bytes) -> bool:
    """Whether some program could take the content for a web page, a ZIP archive or a PDF that starts late."""
    lowered = data.lower()
    if any(sign in lowered for sign in _MARKUP):
        return True
    return data.find(b"%PDF-", 1, _PDF_HEADER_WITHIN) != -1 or _ZIP_END in data[-_ZIP_END_WITHIN:]


def is_pdf(data: bytes) -> bool:
    """Whether this is a whole PDF: its header first, its end mark at the end."""
    return data[:7] in {b"%PDF-1.", b"%PDF-2."} and b"%%EOF" in data[-_PDF_HEADER_WITHIN:]


def is_png(data: bytes) -> bool:
    """Whether this is a PNG whose chunks are whole and end where the file ends."""
    if not data.startswith(_PNG):
        return False
    place, kind, first = len(_PNG), b"", b""
    while place + 12 <= len(data) and kind != b"IEND":
        (length,) = struct.unpack_from(">I", data, place)
        kind, end = data[place + 4 : place + 8], place + 12 + length
        if (
            end > len(data)
            or zlib.crc32(data[place + 4 : end - 4]) != struct.unpack_from(">I", data, end - 4)[0]
        ):
            return False
        first, place = first or kind, end
    return first == b"IHDR" and kind == b"IEND" and place == len(data)


def is_jpeg(data: bytes) -> bool:
    """Whether this is a JPEG: its segments lead to a scan, and the image ends."""
    if not data.startswith(b"\xff\xd8\xff"):
        return False
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF and data[place + 1] != _START_OF_SCAN:
        if data[place + 1] in {0x00, _TEM, 0xD8, 0xD9}:
            return False
        place += 2 + int.from_bytes(data[place + 2 : place + 4])
    is_scan = data[place : place + 2] == bytes([0xFF, _START_OF_SCAN])
    return is_scan and data.find(b"\xff\xd9", place) != -1
