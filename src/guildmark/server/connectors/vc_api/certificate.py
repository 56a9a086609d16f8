"""A self-signed certificate, so that the suites can speak https with us.

Clients either trust the file by its path (``NODE_EXTRA_CA_CERTS``, ``SSL_CERT_FILE``) or, as the
suites do, look at no certificate at all.
"""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

__all__ = ["Certificate", "make_certificate"]

# A run of all suites takes minutes; a forgotten file is soon worth nothing.
_LIFETIME = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Certificate:
    """Paths of a PEM certificate and of its private key (mode 0600)."""

    certificate: Path
    key: Path


def make_certificate(folder: Path, *, host: str, now: datetime) -> Certificate:
    """Write a certificate for this machine and one more host name or address.

    Args:
        folder: exists; gets ``certificate.pem`` and ``certificate-key.pem``.
        host: what the server listens on.
        now: start of validity, but for an hour for clocks that are behind.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Guildmark conformance endpoints")])
    names = dict.fromkeys(("localhost", "127.0.0.1", "::1", host))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.astimezone(UTC) - timedelta(hours=1))
        .not_valid_after(now.astimezone(UTC) + _LIFETIME)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([_general_name(n) for n in names]), False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
        .sign(key, hashes.SHA256())
    )
    paths = Certificate(folder / "certificate.pem", folder / "certificate-key.pem")
    paths.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    with os.fdopen(os.open(paths.key, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(secret)
    return paths


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)
