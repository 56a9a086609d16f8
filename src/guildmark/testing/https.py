"""A web server on localhost, with TLS, that answers from a dictionary and remembers what was asked.

    with HttpsServer(authority) as server:
        server.publish("/issuers/guild/did.json", document)
        …
        assert server.requests == ["/issuers/guild/did.json"]

It is for tests: one thread a connection, no limits, no logging.
"""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from guildmark.testing.authority import CertificateAuthority, ServerCertificate

__all__ = ["Answer", "HttpsServer"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one path yields."""

    body: bytes
    status: int = 200
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


class HttpsServer:
    """Serves `https://localhost:<port>` while its `with` block runs.

    Args:
        authority: signs the certificate, for `localhost` and `127.0.0.1`.
        certificate: another certificate, for instance an expired one.
    """

    def __init__(
        self, authority: CertificateAuthority, *, certificate: ServerCertificate | None = None
    ) -> None:
        self._answers: dict[str, Answer] = {}
        self._requests: list[str] = []
        certificate = certificate or authority.issue_certificate(["localhost", "127.0.0.1"])
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate.chain, certificate.key)
        self._server = _TlsServer(self._build_handler(), context)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )

    @property
    def origin(self) -> str:
        """`https://localhost:<port>`, with the port that the system chose."""
        return f"https://localhost:{self._server.server_address[1]}"

    @property
    def requests(self) -> list[str]:
        """Paths asked for so far, in order, found or not."""
        return list(self._requests)

    def publish(self, path: str, content: Any, *, status: int = 200) -> str:
        """Make a path yield an `Answer`, bytes, or any value as JSON; return its URL."""
        if not isinstance(content, Answer):
            body = content if isinstance(content, bytes) else json.dumps(content).encode()
            content = Answer(body=body, status=status)
        self._answers[path] = content
        return self.origin + path

    def withdraw(self, path: str) -> None:
        """Make a path yield 404 again."""
        self._answers.pop(path, None)

    def __enter__(self) -> HttpsServer:
        """Begin to serve."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop, and wait until the port is free."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)

    def _build_handler(self) -> type[BaseHTTPRequestHandler]:
        answers, requests = self._answers, self._requests

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                requests.append(self.path)
                answer = answers.get(self.path, Answer(body=b'{"title": "not found"}', status=404))
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.content_type)
                self.send_header("Content-Length", str(len(answer.body)))
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing: `requests` is the log."""

        return Handler


class _TlsServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, handler: type[BaseHTTPRequestHandler], context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self._context = context

    def finish_request(self, request: Any, client_address: Any) -> None:
        # The handshake happens in the connection's own thread, so a client that refuses our
        # certificate cannot hold up the others.
        try:
            with self._context.wrap_socket(request, server_side=True) as secured:
                super().finish_request(secured, client_address)
        except (ssl.SSLError, ConnectionError):
            return
