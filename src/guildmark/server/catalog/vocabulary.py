"""The closed lists a definition chooses from, with the words shown for each choice.

Codes are stored and never change; labels may be reworded and are translated. The European lists
follow Council Recommendation 2022/C 243/02, Annex I, with its optional elements.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Choices = Mapping[str, Promise]

LEARNER_IDENTIFICATION: Final[Choices] = MappingProxyType(
    {
        "account": _("By the name and the confirmed e-mail address of their account"),
        "workplace": _("By a supervisor at their workplace"),
        "document": _("By an identity document that the provider checked"),
    }
)

ASSESSMENT_TYPES: Final[Choices] = MappingProxyType(
    {
        "workplace_evidence": _("Evidence from real work, judged against the rubric"),
        "observation": _("Observation at work"),
        "project": _("Project or product made for the assessment"),
        "simulation": _("Task in a simulated workplace"),
        "oral": _("Oral examination on the evidence"),
        "written_test": _("Written test"),
    }
)

PARTICIPATION: Final[Choices] = MappingProxyType(
    {
        "online": _("Online"),
        "onsite": _("On site"),
        "blended": _("Partly online, partly on site"),
        "workplace": _("At work"),
    }
)

SUPERVISION: Final[Choices] = MappingProxyType(
    {
        "unsupervised": _("Unsupervised, identity not verified"),
        "supervised_no_id": _("Supervised, identity not verified"),
        "supervised_online": _("Supervised online, identity verified"),
        "supervised_onsite": _("Supervised on site, identity verified"),
    }
)

STACKABILITY: Final[Choices] = MappingProxyType(
    {
        "standalone": _("Stands alone"),
        "stackable": _("Can be stacked towards a larger credential"),
    }
)

EVIDENCE_KINDS: Final[Choices] = MappingProxyType({"file": _("File"), "link": _("Link")})

AUTHENTICITY: Final[Choices] = MappingProxyType(
    {
        "attested": _("A supervisor attests that the learner did it"),
        "supervised": _("Done under supervision, with an identity check"),
        "live_questions": _("Short live questions on the artefact"),
        "unsupervised": _("Not supervised; the learner declares it as their own"),
    }
)

# What Open Badges 3.0 lets an alignment point to (AlignmentTargetType).
TARGET_TYPES: Final[Choices] = MappingProxyType(
    {
        "ceasn:Competency": _("Skill or competency"),
        "CFItem": _("Item of a CASE framework"),
        "CFRubricCriterion": _("Rubric criterion of a CASE framework"),
        "ceterms:Credential": _("Credential"),
        "CTDL": _("Other CTDL term"),
    }
)

LANGUAGES: Final[Choices] = MappingProxyType(
    {
        "en": _("English"),
        "es": _("Spanish"),
        "ar": _("Arabic"),
        "bg": _("Bulgarian"),
        "cs": _("Czech"),
        "da": _("Danish"),
        "de": _("German"),
        "el": _("Greek"),
        "et": _("Estonian"),
        "fi": _("Finnish"),
        "fr": _("French"),
        "ga": _("Irish"),
        "hi": _("Hindi"),
        "hr": _("Croatian"),
        "hu": _("Hungarian"),
        "it": _("Italian"),
        "ja": _("Japanese"),
        "lt": _("Lithuanian"),
        "lv": _("Latvian"),
        "mt": _("Maltese"),
        "nl": _("Dutch"),
        "pl": _("Polish"),
        "pt": _("Portuguese"),
        "ro": _("Romanian"),
        "sk": _("Slovak"),
        "sl": _("Slovenian"),
        "sv": _("Swedish"),
        "tr": _("Turkish"),
        "uk": _("Ukrainian"),
        "zh": _("Chinese"),
    }
)

CURRENCIES: Final = ("EUR", "USD", "GBP", "CHF", "MXN", "COP", "CAD", "AUD")

ESCO: Final = "ESCO"
ONET: Final = "O*NET"
_FRAMEWORK_ORIGINS: Final = (
    ("http://data.europa.eu/esco/", ESCO),
    ("https://data.europa.eu/esco/", ESCO),
    ("https://www.onetonline.org/", ONET),
    ("https://services.onetcenter.org/", ONET),
    ("https://www.onetcenter.org/", ONET),
)


def framework_of(target_url: str) -> str:
    """Return "ESCO" or "O*NET" for an address inside one of them, else an empty string."""
    return next((name for origin, name in _FRAMEWORK_ORIGINS if target_url.startswith(origin)), "")
