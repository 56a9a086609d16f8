"""Take the tables out of a zip archive, and choose the parser that fits them.

The download of ESCO is a zip; O*NET's is one too. An archive is somebody else's input: the
number of files and their unpacked size are bounded before anything is unpacked.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from guildmark.skills.errors import FrameworkUnreadable
from guildmark.skills.frameworks.esco import is_esco, parse_esco
from guildmark.skills.frameworks.graph import Parsed
from guildmark.skills.frameworks.local import parse_local_csv, parse_local_json
from guildmark.skills.frameworks.onet import is_onet, parse_onet
from guildmark.skills.frameworks.skill import Framework

__all__ = ["MAX_UNPACKED_BYTES", "parse_framework", "read_archive"]

# ESCO v1.2 with its relations and one language is 45 MB unpacked, O*NET with every table 130 MB.
MAX_UNPACKED_BYTES = 400_000_000
_MAX_FILES = 500
_TABLES = (".csv", ".txt", ".tsv", ".json")


def read_archive(
    data: bytes, *, file: str, max_bytes: int = MAX_UNPACKED_BYTES
) -> dict[str, bytes]:
    """Return the tables inside a zip, by name.

    Raises:
        FrameworkUnreadable: not a zip, too many files, or more than ``max_bytes`` unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [m for m in archive.infolist() if m.filename.lower().endswith(_TABLES)]
            if len(members) > _MAX_FILES or sum(m.file_size for m in members) > max_bytes:
                raise FrameworkUnreadable(
                    f"{file} unpacks to more than {max_bytes // 1_000_000} MB or {_MAX_FILES} "
                    "files. Unpack it yourself and give only the tables you need.",
                    file=file,
                )
            # A zip may lie about its sizes: ZipExtFile stops at the size it declared, and the
            # checksum then fails.
            return {member.filename: archive.read(member) for member in members}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise FrameworkUnreadable(
            f"{file} is not a zip archive that can be opened: {error}. Download it again.",
            file=file,
        ) from error


def parse_framework(files: Mapping[str, bytes], *, framework: Framework) -> Parsed:
    """Parse whatever these files are: ESCO, O*NET, or a framework of one's own.

    Args:
        files: name → content; one ``.zip`` is opened first.
        framework: names the framework of a local file; for ESCO and O*NET only its version is
            used.

    Raises:
        FrameworkUnreadable: the files are none of these.
    """
    if len(files) == 1 and (name := next(iter(files))).lower().endswith(".zip"):
        files = read_archive(files[name], file=name)
    if is_esco(files):
        return parse_esco(files, version=framework.version)
    if is_onet(files):
        return parse_onet(files, version=framework.version)
    if len(files) == 1:
        name, data = next(iter(files.items()))
        if name.lower().endswith(".json"):
            return parse_local_json(data, framework=framework, file=name)
        return parse_local_csv(data, framework=framework, file=name)
    raise FrameworkUnreadable(
        "These files are neither an ESCO nor an O*NET download. "
        "Give one CSV or JSON file for a framework of your own."
    )
