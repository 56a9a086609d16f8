"""The ESCO and O*NET identifiers that the demo names: facts, each checked by a test.

Source: ESCO v1.2 (attribution in `guildmark.skills.frameworks.ESCO_ATTRIBUTION`); O*NET 29.3
Database by the U.S. Department of Labor, Employment and Training Administration, CC BY 4.0.
"""

# ruff: noqa: E501  # a table, one row a line
from __future__ import annotations

from typing import Any, Final

from guildmark.skills.frameworks import element_url, occupation_url

_ESCO_SKILL: Final = "http://data.europa.eu/esco/skill/"

# key → (last part of the URI, preferred label)
ESCO: Final[dict[str, tuple[str, str]]] = {
    "machinery-safety": ("86065a19-7537-4bd5-b41c-7e0638d67b58", "follow standards for machinery safety"),
    "electrical-safety": ("970af2f2-9a19-41a0-b42b-b1f36b083d28", "comply with electrical safety regulations"),
    "safe-protocols": ("e15b02ed-0264-4d44-9fa3-e29d6b52414a", "create safe working protocols"),
    "prevent-accidents": ("801ef90e-6db2-4a6b-83bc-5e1144524d10", "prevent work accidents"),
    "installed-equipment": ("79aa4ec0-399d-432e-aae8-7a390ce89bcc", "perform maintenance on installed equipment"),
    "maintenance-records": ("182915aa-3470-433a-9b12-347511befcde", "maintain records of maintenance interventions"),
    "cmms": ("a28df07f-976c-4eb4-b29a-06161af39756", "use computerised maintenance management systems"),
    "troubleshoot": ("334e3e49-fb02-4051-809a-f06adfdc1c40", "troubleshoot"),
    "root-cause": ("55514865-3066-4abd-86a9-dbe45a440882", "root cause analysis"),
    "hydraulics": ("8eebf05f-4495-4fd5-b1f0-cb85750295be", "maintain hydraulic systems"),
    "precision-measuring": ("42c25baf-ccb3-47d9-a872-bb2ceb615538", "operate precision measuring equipment"),
    "measure-parts": ("36aa8d72-84b2-4abc-a30b-cdee19363cb3", "measure parts of manufactured products"),
    "technical-drawings": ("59ea80e1-463a-4dba-82c6-d0b6d577d532", "technical drawings"),
    "mag-welding": ("60ff3eac-7d4d-4e51-87b8-74c3b5d62498", "perform metal active gas welding"),
    "welding-inspection": ("34016949-da9c-4107-98e3-1080ae405e27", "perform welding inspection"),
    "ergonomics": ("156f8c5b-894a-4ccc-a70e-37a2726f3f00", "work ergonomically"),
    "transfer-patients": ("949c119b-3433-439f-8ca9-1a9ce04b696d", "transfer patients"),
    "person-centred": ("7a63f944-6948-4ae4-9c1f-d08e492535c9", "apply person-centred care"),
    "infection-control": ("6d13053b-ee35-492c-8976-8178420df398", "infection control"),
    "hygiene-care": ("0450eaee-1a00-4622-8f4e-5356fce816d2", "hygiene in a health care setting"),
    "disinfect": ("145fb42f-ebee-48e2-bdf8-2e935edc7158", "disinfect surfaces"),
    "communicate-care": ("7110bf9f-b245-4adc-9159-5081013fd64d", "communicate in healthcare"),
    "aggressive-behaviour": ("f6c12779-bd4c-4908-a766-dd0db556c63b", "deal with aggressive behaviour"),
    "older-needs": ("634865e0-2ec2-4b7f-bb7f-c196637f0f7b", "older adults' needs"),
    "medication-elderly": ("d2f78372-c23b-41ef-bce3-2874f587579c", "assist in the administration of medication to elderly"),
    "medicines-safety": ("2d6904db-9e16-42a5-bc12-c5acb8bfab18", "safe management of medicines"),
    "protect-harm": ("3dbf27e5-bb92-4b31-b242-d6b02d933184", "contribute to protecting individuals from harm"),
    "incident-reports": ("24310a7b-5db1-4917-a705-4835630227ca", "create incident reports"),
    "cleansing": ("50b100ea-74fd-4706-99db-3e4ca55e51b8", "perform data cleansing"),
    "data-quality": ("cc7370dd-69fa-4c67-a96f-d4d135d38700", "data quality assessment"),
    "spreadsheets": ("1973c966-f236-40c9-b2d4-5d71a89019be", "use spreadsheets software"),
    "sql": ("598de5b0-5b58-4ea7-8058-a4bc4d18c742", "SQL"),
    "query-languages": ("75f839c2-fd9a-4ad3-8921-6e734608568d", "use query languages"),
    "data-analysis": ("2b92a5b2-6758-4ee3-9fb4-b6387a55cc8f", "perform data analysis"),
    "visual-data": ("c3e36d05-8ae8-447f-bb2b-6f9409f85389", "deliver visual presentation of data"),
    "threats": ("a4fd17bf-6309-47c5-b7fa-ae5560673acf", "identify security threats"),
    "digital-security": ("f4346299-e22a-4686-8e61-2c9b0cd51c7d", "apply digital security measures"),
    "ict-accessibility": ("3e23db60-0c3d-498a-a6ac-ffbed0ecb033", "ICT accessibility standards"),
    "test-accessibility": ("be64bb4c-84ac-4c83-8cc7-fc8593e15136", "test system accessibility for users with special needs"),
    "personal-data": ("33a82b83-c838-4889-ae62-fae1317481eb", "protect personal data and privacy"),
    "data-protection": ("097c6a36-f031-4d3e-b5c1-62d6ffcb430b", "respect data protection principles"),
    "teams": ("60c78287-22eb-4103-9c8c-28deaa460da0", "work in teams"),
    "team-leader": ("f9411f5f-0bb8-4f92-91c4-38b8b38e5179", "report to the team leader"),
    "coach": ("0cc9c234-f817-4f4c-908a-4d28fe3b0f4a", "coach employees"),
}  # fmt: skip

# O*NET-SOC code → title
OCCUPATIONS: Final[dict[str, str]] = {
    "15-1212.00": "Information Security Analysts",
    "15-1254.00": "Web Developers",
    "15-2051.01": "Business Intelligence Analysts",
    "21-1093.00": "Social and Human Service Assistants",
    "31-1121.00": "Home Health Aides",
    "31-1122.00": "Personal Care Aides",
    "31-1131.00": "Nursing Assistants",
    "43-9111.00": "Statistical Assistants",
    "49-9041.00": "Industrial Machinery Mechanics",
    "49-9071.00": "Maintenance and Repair Workers, General",
    "51-4121.00": "Welders, Cutters, Solderers, and Brazers",
    "51-9061.00": "Inspectors, Testers, Sorters, Samplers, and Weighers",
}

# O*NET content model element id → name
ELEMENTS: Final[dict[str, str]] = {
    "2.A.2.a": "Critical Thinking",
    "2.B.1.f": "Service Orientation",
    "2.B.3.j": "Equipment Maintenance",
    "2.B.3.k": "Troubleshooting",
    "2.B.3.m": "Quality Control Analysis",
    "2.C.1.e": "Customer and Personal Service",
    "2.C.3.a": "Computers and Electronics",
    "2.C.3.e": "Mechanical",
    "2.C.8.a": "Public Safety and Security",
}


def esco_uri(key: str) -> str:
    """Return the URI of an ESCO skill of the demo."""
    return _ESCO_SKILL + ESCO[key][0]


def align_esco(key: str, why: str, *, level: int | None = None) -> dict[str, Any]:
    """Return an alignment to an ESCO skill."""
    return _alignment("ESCO", esco_uri(key), ESCO[key][1], why=why, level=level)


def align_occupation(code: str, why: str) -> dict[str, Any]:
    """Return an alignment to an O*NET occupation (a `ceterms:Occupation`, so a CTDL term)."""
    shape = _alignment("O*NET", occupation_url(code), OCCUPATIONS[code], why=why, code=code)
    return shape | {"target_type": "CTDL"}


def align_element(element_id: str, why: str) -> dict[str, Any]:
    """Return an alignment to an element of O*NET's content model."""
    url, name = element_url(element_id), ELEMENTS[element_id]
    return _alignment("O*NET", url, name, why=why, code=element_id)


def _alignment(
    framework: str, url: str, name: str, *, why: str, code: str = "", level: int | None = None
) -> dict[str, Any]:
    return {
        "framework": framework,
        "target_url": url,
        "target_name": name,
        "target_code": code,
        "target_type": "ceasn:Competency",
        "description": why,
        "level": level,
    }
