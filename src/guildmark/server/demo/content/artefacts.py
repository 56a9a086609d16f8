"""Make the bytes of the demo's evidence: real PDF, PNG, CSV and text files.

Each learner's file differs from every other one, as it would in life; the same name always gives
the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence

from guildmark.server.demo.content.pictures import draw_scene

__all__ = ["build_file", "build_pdf"]

_PAGE_WIDTH, _PAGE_HEIGHT = 595, 842  # A4 in points
_LINE_HEIGHT = 17


def build_file(name: str, *, body: Sequence[str], caption: str) -> bytes:
    """Return the file of that name: .pdf and .txt of lines, .csv of rows, .png of a scene.

    Raises:
        ValueError: another ending.
    """
    ending = name.rpartition(".")[2]
    if ending == "png":
        return draw_scene(body[0], seed=name, caption=caption)
    if ending == "pdf":
        return build_pdf(body)
    if ending in ("csv", "txt"):
        return ("\r\n" if ending == "csv" else "\n").join([*body, ""]).encode()
    raise ValueError(f"{name}: no evidence of this kind is made here")


def build_pdf(lines: Sequence[str]) -> bytes:
    """Return a one-page PDF with a heading and lines in fixed width.

    Letters outside Windows-1252 become question marks: give Latin text.
    """
    words = [b"BT /F1 17 Tf 56 780 Td", _shown(lines[0]), b"/F2 10 Tf 0 -30 Td"]
    for line in lines[1:]:
        words += [_shown(line), b"0 -%d Td" % _LINE_HEIGHT]
    content = b"\n".join([*words, b"ET"])
    fonts = b"<< /F1 4 0 R /F2 5 0 R >>"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 6 0 R "
        b"/Resources << /Font %s >> >>" % (_PAGE_WIDTH, _PAGE_HEIGHT, fonts),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    )
    return _assemble(objects)


def _shown(line: str) -> bytes:
    text = line.encode("cp1252", "replace")
    for special in (b"\\", b"(", b")"):
        text = text.replace(special, b"\\" + special)
    return b"(" + text + b") Tj"


def _assemble(objects: Sequence[bytes]) -> bytes:
    written, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return written + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
