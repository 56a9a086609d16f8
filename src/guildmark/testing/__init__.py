"""Public fakes: parts of the world that behave, and misbehave, on command.

`Clock` stands still. `CertificateAuthority` and `HttpsServer` make https on localhost real.
`IssuerSimulator` awards and revokes. `UnavailableSigner` is custody that does not answer.

Nothing here is imported by the product.
"""

from __future__ import annotations

from guildmark.testing.authority import CertificateAuthority, ServerCertificate
from guildmark.testing.clock import Clock
from guildmark.testing.https import Answer, HttpsServer
from guildmark.testing.issuer import IssuerSimulator
from guildmark.testing.signer import CountingSigner, UnavailableSigner

__all__ = [
    "Answer",
    "CertificateAuthority",
    "Clock",
    "CountingSigner",
    "HttpsServer",
    "IssuerSimulator",
    "ServerCertificate",
    "UnavailableSigner",
]
