"""What a visitor without account and without script does, and the command line beside it."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.auditing import Auditor
from tests.journeys.authoring import CRITERIA, TITLE
from tests.journeys.holding import Files
from tests.journeys.walking import Walker

__all__ = ["expect_revoked", "look_at_the_pages", "revoke", "verify_everywhere"]

_GENUINE = "Genuine, issuer not recognised"
_REVOKED = "Not valid: revoked by its issuer"


def verify_everywhere(visitor: Walker, *, files: Files, folder: Path) -> None:
    """By its page, by paste, by upload, by address, and by the command line: one answer."""
    visitor.open(files.id)
    assert visitor.heading == TITLE
    for words in (_GENUINE, "Level 3 of 3", *CRITERIA):
        visitor.sees(words)
    for way in ("paste", "json", "png", "address"):
        said = _ask(visitor, files, way=way, folder=folder)
        assert said == _GENUINE, f"{way}: {said}"
        visitor.sees("Is the person showing it the holder?")
        visitor.sees("What you handed over was checked and not kept.")
    assert _command_line(visitor, files, folder=folder) == 0
    changed = files.document.replace(b"zero energy", b"nil energy", 1)
    assert changed != files.document
    tampered = Files(document=changed, png=files.png, svg=files.svg)
    assert _ask(visitor, tampered, way="paste", folder=folder).startswith("Not valid")
    assert _command_line(visitor, tampered, folder=folder) == 1


def look_at_the_pages(visitor: Walker, auditor: Auditor, *, files: Files) -> None:
    """Look closely at what a visitor sees; axe needs script, which the other visitor has not."""
    visitor.open(files.id)
    auditor.look(visitor.page)
    visitor.press("Harbor Skills", within="main")
    auditor.look(visitor.page)
    visitor.press("Verify", within="header")
    auditor.look(visitor.page)
    visitor.press("Check it", within="main")
    visitor.sees("Nothing to check yet.")
    auditor.look(visitor.page, name="nothing given")
    visitor.fill("The text of a credential", files.document.decode())
    visitor.press("Check it", within="main")
    auditor.look(visitor.page, name="answer")


def revoke(issuer: Walker, auditor: Auditor) -> None:
    """Take the award back, with a reason; without one nothing happens."""
    issuer.press("Harbor Skills", within="header")
    auditor.look(issuer.page)
    issuer.press("Awards", within="main nav", exact=False)
    auditor.look(issuer.page)
    issuer.press(TITLE, within="main table")
    auditor.look(issuer.page)
    issuer.press("Revoke this award", within="main")
    issuer.press("Revoke for ever", within="main form")
    issuer.sees("Reason: ")
    auditor.look(issuer.page, name="no reason")
    issuer.fill("Reason", "The film shows another machine.")
    issuer.press("Revoke for ever", within="main form")
    issuer.sees("Revoked. The status list says so now.")
    auditor.look(issuer.page, name="revoked")


def expect_revoked(visitor: Walker, *, files: Files, folder: Path) -> None:
    """The public page, the verification page and the command line all say it."""
    visitor.open(files.id)
    assert visitor.heading == "Revoked by its issuer"
    for way in ("paste", "png"):
        said = _ask(visitor, files, way=way, folder=folder)
        assert said == _REVOKED, f"{way}: {said}"
    # The signed file is no longer given away: the address can only say that it is gone.
    assert _ask(visitor, files, way="address", folder=folder) == _REVOKED
    visitor.sees("answers that it is gone")
    assert _command_line(visitor, files, folder=folder) == 1


def _ask(visitor: Walker, files: Files, *, way: str, folder: Path) -> str:
    """Hand the credential over and return the page's heading: the answer in words."""
    visitor.press("Verify", within="header")
    if way == "paste":
        visitor.fill("The text of a credential", files.document.decode())
    elif way == "address":
        visitor.fill("An address on the web", files.id)
    else:
        path = folder / f"handed-over.{way}"
        path.write_bytes(files.png if way == "png" else files.document)
        visitor.attach("A file", path)
    visitor.press("Check it", within="main")
    return visitor.heading


def _command_line(visitor: Walker, files: Files, *, folder: Path) -> int:
    path = folder / "credential.json"
    path.write_bytes(files.document)
    origin = visitor.installation.origin
    return visitor.installation.run("verify", "--allow-origin", origin, str(path)).returncode
