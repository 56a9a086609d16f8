"""How versions are indexed for search and how typed words become a query.

Two readings are kept side by side: whole words in any language (accents removed, the last typed
word may be unfinished), and word stems in the version's own language where PostgreSQL has a
dictionary for it. Weights: title A, skills B, summary and competency C, outcomes D.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Value
from django.db.models.expressions import CombinedExpression

from guildmark.server.catalog.definition import Definition
from guildmark.server.frameworks.queries import TEXT_SEARCH_CONFIGS

_WORDS_AT_MOST: Final = 12


def build_search_vector(definition: Definition) -> SearchVector | CombinedExpression:
    """Return the expression that indexes one version."""
    parts = {
        "A": definition.title,
        "B": " ".join(each.target_name for each in definition.alignments),
        "C": f"{definition.summary} {definition.competency.statement}",
        "D": " ".join(definition.outcomes),
    }
    stems = _config(definition.language)
    vectors = [
        SearchVector(Value(fold(text)), weight=weight, config="simple")
        for weight, text in parts.items()
    ]
    vectors += [
        SearchVector(Value(text), weight=weight, config=stems) for weight, text in parts.items()
    ]
    combined: SearchVector | CombinedExpression = vectors[0]
    for vector in vectors[1:]:
        combined = combined + vector
    return combined


def build_search_query(text: str) -> SearchQuery | None:
    """Return the query for what somebody typed; None when it holds no word."""
    words = re.findall(r"\w+", text.lower())[:_WORDS_AT_MOST]
    if not words:
        return None
    # \w+ leaves word characters only: nothing of tsquery's own syntax can be typed in.
    prefixes = " & ".join(f"{fold(word)}:*" for word in words)
    query = SearchQuery(prefixes, search_type="raw", config="simple")
    for config in sorted(set(TEXT_SEARCH_CONFIGS.values()) & {"english", "spanish"}):
        query = query | SearchQuery(" ".join(words), search_type="plain", config=config)
    return query


def fold(text: str) -> str:
    """Return the text in lower case without accents."""
    parts = unicodedata.normalize("NFKD", text.lower())
    return "".join(char for char in parts if not unicodedata.combining(char))


def _config(language: str) -> str:
    return TEXT_SEARCH_CONFIGS.get(language.partition("-")[0], "simple")
