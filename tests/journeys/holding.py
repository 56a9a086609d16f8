"""What the holder does: see it from the mail, accept it, download it, share it."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pypdf import PdfReader

from tests.journeys.auditing import Auditor
from tests.journeys.authoring import TITLE
from tests.journeys.walking import Walker

__all__ = ["Files", "accept", "download", "share"]


@dataclass(frozen=True, slots=True)
class Files:
    """What the holder took away."""

    document: bytes
    png: bytes
    svg: bytes

    @property
    def id(self) -> str:
        """The credential's id, which is the address of its page."""
        claims: dict[str, Any] = json.loads(self.document)
        return str(claims["id"])


def accept(holder: Walker, auditor: Auditor, *, email: str) -> None:
    """One tap on the mail's link shows the credential; one more leads to accepting it."""
    mail = holder.installation.mail(email, kind="award")
    assert TITLE in mail.subject
    holder.open(mail.link)
    assert holder.heading == TITLE
    holder.sees("Genuine")
    holder.sees("Why was this awarded?")
    auditor.look(holder.page, name="from the mail")
    holder.press("Accept it", within="main", exact=False)
    holder.press("Accept", within="main")
    holder.sees("Accepted. Only you see it until you share it.")
    auditor.look(holder.page, name="private")


def download(holder: Walker, *, folder: Path) -> Files:
    """Take all four files; pictures hold the signed file byte for byte, the PDF says the title."""
    files = Files(
        document=holder.download("Signed file"),
        png=holder.download("Badge, PNG"),
        svg=holder.download("Badge, SVG"),
    )
    claims = json.loads(files.document)
    for name, content in (("badge.png", files.png), ("badge.svg", files.svg)):
        (folder / name).write_bytes(content)
        unbaked = holder.installation.run("unbake", str(folder / name))
        assert unbaked.returncode == 0, unbaked.stderr
        assert json.loads(unbaked.stdout) == claims
    certificate = PdfReader(io.BytesIO(holder.download("Certificate, PDF")))
    assert TITLE in " ".join(certificate.pages[0].extract_text().split())
    return files


def share(holder: Walker, auditor: Auditor, *, page: str) -> None:
    """Open the page to whoever has its address; LinkedIn's form comes filled in."""
    holder.press("Open its page by address", within="main")
    auditor.look(holder.page, name="shared")
    link = holder.page.get_by_role("link", name="Add to my profile").get_attribute("href")
    assert link
    assert urlsplit(link).netloc == "www.linkedin.com"
    fields = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
    assert fields["name"] == TITLE
    assert fields["organizationName"] == "Harbor Skills"
    assert fields["certUrl"].rstrip("/") == page
    assert fields["certId"] in page
    assert {"startTask", "issueYear", "issueMonth"} <= fields.keys()
    holder.press("Wallet", within="header")
    auditor.look(holder.page)
    holder.press("My learning", within="header")
    auditor.look(holder.page)
