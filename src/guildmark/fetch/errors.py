"""Why something could not be fetched.

Codes: ``url`` (no address that is fetched), ``insecure`` (not https), ``refused_address`` (an
address inside a private network), ``dns``, ``connect``, ``tls``, ``timeout``, ``too_large``,
``redirects``, ``status`` (HTTP status), ``gone`` (HTTP status 410: taken back for good),
``encoding``, ``protocol``, ``not_json``.
"""

from __future__ import annotations

__all__ = ["FetchError"]


class FetchError(Exception):
    """An address could not be fetched.

    Attributes:
        code: stable name of the cause, listed above.
        permanent: True when trying again later can not help.
        message: one or two plain English sentences.
    """

    def __init__(self, message: str, *, code: str, permanent: bool) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.permanent = permanent
