"""Fetch an address that a stranger named, safely.

1. take the address apart once; https only, unless a setting names the origin
2. look the host up once; refuse it when any of its addresses is not public
3. connect to an address that was looked at, for so long and no longer
4. follow a redirect only after steps 1 to 3 again, three times at most
5. read no more than so many bytes, counted after decompression

No cookies, no credentials, no proxy from the environment, no identity of the viewer.

Source: security design, rows 5 and 9.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

from guildmark.credentials.encoding import parse_json
from guildmark.credentials.errors import UnreadableInput
from guildmark.fetch.addresses import (
    Resolve,
    Target,
    check_addresses,
    parse_target,
    resolve_host,
    resolve_within,
)
from guildmark.fetch.errors import FetchError
from guildmark.fetch.policy import FetchPolicy

if TYPE_CHECKING:
    import ssl

    import httpcore

__all__ = ["Fetched", "Fetcher", "fetch_json"]

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
# These say that there is nothing and will be nothing.
_TEMPORARY_STATUSES: Final = frozenset({408, 425, 429})
_JSON: Final = "application/json, application/ld+json;q=0.9, */*;q=0.1"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back.

    Attributes:
        url: the last address, after redirects.
        body: at most ``max_bytes``.
        media_type: as the server says, without parameters, in lower case; may be empty.
        exempted: origins that were reached only because a setting names them.
    """

    url: str
    body: bytes
    media_type: str
    exempted: tuple[str, ...] = ()


class Fetcher:
    """Fetches addresses under one policy. Safe to share between threads.

    Args:
        policy: limits and exemptions.
        resolve: looks hosts up; the system's resolver by default.
    """

    def __init__(
        self, policy: FetchPolicy | None = None, *, resolve: Resolve = resolve_host
    ) -> None:
        self.policy = policy or FetchPolicy()
        self._resolve = resolve
        self._allowed = frozenset(
            parse_target(origin).origin for origin in self.policy.allowed_origins
        )
        self._ssl_context: ssl.SSLContext | None = None

    def fetch(self, url: str, *, accept: str = "*/*", max_bytes: int | None = None) -> Fetched:
        """Fetch an address with GET.

        Args:
            url: https, or an origin that the policy names.
            accept: media types to ask for.
            max_bytes: of the body, instead of the policy's.

        Raises:
            FetchError: refused, not reached, too slow, too large, or answered with an error.
        """
        deadline = time.monotonic() + self.policy.timeout_seconds
        exempted: list[str] = []
        target = parse_target(url)
        for _hop in range(self.policy.max_redirects + 1):
            addresses = self._check(target, exempted=exempted, deadline=deadline)
            found = self._get(
                target,
                addresses=addresses,
                accept=accept,
                max_bytes=self.policy.max_bytes if max_bytes is None else max_bytes,
                deadline=deadline,
            )
            if isinstance(found, Fetched):
                return replace(found, exempted=tuple(exempted))
            target = found
        raise FetchError(
            f"{url[:200]} redirects more than {self.policy.max_redirects} times.",
            code="redirects",
            permanent=True,
        )

    def fetch_json(self, url: str, *, max_bytes: int | None = None) -> Any:
        """Fetch an address and read it as strict JSON.

        Raises:
            FetchError: as ``fetch``, or the answer is not strict JSON (``not_json``).
        """
        return read_json(self.fetch(url, accept=_JSON, max_bytes=max_bytes))

    def _check(self, target: Target, *, exempted: list[str], deadline: float) -> Sequence[str]:
        """Steps 1 and 2: return the addresses to connect to, at least one."""
        is_allowed = target.origin in self._allowed
        if target.scheme != "https" and not is_allowed:
            raise FetchError(
                f"{target.url[:200]} is not https, so anybody on the way could change it.",
                code="insecure",
                permanent=True,
            )
        addresses = resolve_within(
            target, resolve=self._resolve, seconds=_left(deadline, self.policy)
        )
        if not is_allowed:
            check_addresses(addresses, target=target)
        elif target.origin not in exempted:
            exempted.append(target.origin)
        return addresses

    def _get(
        self,
        target: Target,
        *,
        addresses: Sequence[str],
        accept: str,
        max_bytes: int,
        deadline: float,
    ) -> Fetched | Target:
        """Steps 3 to 5 for one hop; a redirect comes back as the next target."""
        import httpcore

        from guildmark.fetch.pinned import PinnedBackend

        left = _left(deadline, self.policy)
        timeouts = {
            "connect": min(left, self.policy.connect_timeout_seconds),
            "read": left,
            "write": left,
            "pool": left,
        }
        with PinnedBackend(addresses, seconds=left) as backend:
            try:
                with (
                    httpcore.ConnectionPool(
                        ssl_context=self._load_ssl_context(), network_backend=backend
                    ) as pool,
                    pool.stream(
                        "GET",
                        target.url,
                        headers=[
                            ("Host", target.origin.partition("//")[2]),
                            ("Accept", accept),
                            ("Accept-Encoding", "identity"),
                            ("User-Agent", self.policy.user_agent),
                            ("Connection", "close"),
                        ],
                        extensions={"timeout": timeouts},
                    ) as response,
                ):
                    if response.status in _REDIRECTS:
                        return _parse_redirect(response, target)
                    _check_status(response, target)
                    body = _read_body(response, target, max_bytes=max_bytes)
                    if backend.is_expired:
                        raise _too_slow(target, self.policy)
                    return Fetched(target.url, body, _media_type(response))
            except httpcore.TimeoutException as error:
                raise _too_slow(target, self.policy) from error
            except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
                if backend.is_expired:
                    raise _too_slow(target, self.policy) from error
                raise _explain(error, target) from error

    def _load_ssl_context(self) -> ssl.SSLContext:
        if self._ssl_context is None:
            import ssl

            import certifi

            context = ssl.create_default_context(cafile=certifi.where())
            context.load_default_certs()
            if self.policy.ca_file is not None:
                context.load_verify_locations(cafile=str(self.policy.ca_file))
            self._ssl_context = context
        return self._ssl_context


def fetch_json(url: str, *, policy: FetchPolicy | None = None) -> Any:
    """Fetch one address and read it as strict JSON, with a fetcher made for it.

    Raises:
        FetchError: refused, not reached, too slow, too large, an error, or not strict JSON.
    """
    return Fetcher(policy).fetch_json(url)


def read_json(fetched: Fetched) -> Any:
    """Read what was fetched as strict JSON.

    Raises:
        FetchError: it is not (``not_json``).
    """
    try:
        return parse_json(fetched.body, max_bytes=len(fetched.body))
    except UnreadableInput as error:
        raise FetchError(
            f"{fetched.url[:200]} does not answer with JSON: {error.message}",
            code="not_json",
            permanent=False,
        ) from error


def _left(deadline: float, policy: FetchPolicy) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise FetchError(
            f"Gave up after {policy.timeout_seconds:g} seconds.", code="timeout", permanent=False
        )
    return left


def _header(response: httpcore.Response, name: bytes) -> str:
    values = [value for key, value in response.headers if key.lower() == name]
    return values[-1].decode("latin-1").strip() if values else ""


def _media_type(response: httpcore.Response) -> str:
    return _header(response, b"content-type").partition(";")[0].strip().lower()


def _parse_redirect(response: httpcore.Response, target: Target) -> Target:
    location = _header(response, b"location")
    if not location:
        raise FetchError(
            f"{target.url[:200]} redirects to nowhere.", code="redirects", permanent=True
        )
    return parse_target(urljoin(target.url, location))


def _check_status(response: httpcore.Response, target: Target) -> None:
    status = response.status
    if status == 200:
        return
    if status == 410:
        raise FetchError(
            f"{target.url[:200]} says that what was there is gone (HTTP status 410).",
            code="gone",
            permanent=True,
        )
    raise FetchError(
        f"{target.url[:200]} answered with HTTP status {status}.",
        code="status",
        permanent=400 <= status < 500 and status not in _TEMPORARY_STATUSES,
    )


def _read_body(response: httpcore.Response, target: Target, *, max_bytes: int) -> bytes:
    coding = _header(response, b"content-encoding").lower()
    if coding not in ("", "identity", "gzip", "x-gzip"):
        raise FetchError(
            f"{target.url[:200]} answers in the encoding {coding[:40]!r}, which was not asked for.",
            code="encoding",
            permanent=False,
        )
    chunks = response.iter_stream()
    pieces = _unpack(chunks, limit=max_bytes) if "gzip" in coding else chunks
    body = bytearray()
    try:
        for piece in pieces:
            body += piece
            if len(body) > max_bytes:
                raise FetchError(
                    f"{target.url[:200]} is larger than {max_bytes:,} bytes.",
                    code="too_large",
                    permanent=False,
                )
    except zlib.error as error:
        raise FetchError(
            f"{target.url[:200]} answers with damaged gzip.", code="encoding", permanent=False
        ) from error
    return bytes(body)


def _unpack(chunks: Iterator[bytes], *, limit: int) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(wbits=31)
    for chunk in chunks:
        # One byte over the limit is enough to tell; the rest of a bomb is never unpacked.
        yield unpacker.decompress(chunk, limit + 1)
    if not unpacker.eof:
        raise zlib.error("cut short")


def _too_slow(target: Target, policy: FetchPolicy) -> FetchError:
    return FetchError(
        f"{target.host} took more than {policy.timeout_seconds:g} seconds.",
        code="timeout",
        permanent=False,
    )


def _explain(error: Exception, target: Target) -> FetchError:
    import ssl

    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return FetchError(
                f"{target.host} could not prove who it is (TLS): {cause.reason or cause}.",
                code="tls",
                permanent=False,
            )
        cause = cause.__cause__ or cause.__context__
    return FetchError(
        f"{target.host} could not be reached: {error or type(error).__name__}.",
        code="connect" if not type(error).__name__.endswith("ProtocolError") else "protocol",
        permanent=False,
    )
