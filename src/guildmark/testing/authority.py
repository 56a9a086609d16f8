"""A certificate authority made for one run, so that https on localhost is real https.

Nothing but the run trusts it: the root lives in a temporary folder and is given by path to the
clients that shall trust it (`FetchPolicy(authority=…)`, `NODE_EXTRA_CA_CERTS`, `SSL_CERT_FILE`).

    authority = CertificateAuthority.build(folder)
    certificate = authority.issue_certificate(["localhost", "127.0.0.1"])
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

__all__ = ["CertificateAuthority", "ServerCertificate"]

# Long enough for any run, short enough that a forgotten root is worth nothing.
_LIFETIME = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class ServerCertificate:
    """Paths of a PEM certificate chain and its private key (mode 0600)."""

    chain: Path
    key: Path


@dataclass(frozen=True, slots=True)
class CertificateAuthority:
    """A root that signs server certificates; `root` is the path of its PEM certificate."""

    root: Path
    folder: Path
    _key: ec.EllipticCurvePrivateKey
    _certificate: x509.Certificate

    @classmethod
    def build(cls, folder: Path) -> CertificateAuthority:
        """Make a fresh root and write its certificate, not its key, into the folder."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = _name("Guildmark test authority")
        certificate = (
            _begin(subject=name, issuer=name, public_key=key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(signs_certificates=True), critical=True)
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
            )
            .sign(key, hashes.SHA256())
        )
        root = folder / "authority.pem"
        root.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        return cls(root=root, folder=folder, _key=key, _certificate=certificate)

    def issue_certificate(
        self, hosts: Sequence[str], *, expired: bool = False
    ) -> ServerCertificate:
        """Write a server certificate for host names and IP addresses.

        Args:
            hosts: names or addresses, at least one; the first names the files.
            expired: make one whose time has passed, to see it refused.
        """
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = (
            _begin(
                subject=_name(hosts[0]),
                issuer=self._certificate.subject,
                public_key=key.public_key(),
                expired=expired,
            )
            .add_extension(
                x509.SubjectAlternativeName([_general_name(host) for host in hosts]),
                critical=False,
            )
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs_certificates=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()),
                critical=False,
            )
            .sign(self._key, hashes.SHA256())
        )
        stem = f"{certificate.serial_number:x}"
        chain, key_path = self.folder / f"{stem}.pem", self.folder / f"{stem}.key"
        chain.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        key_path.touch(mode=0o600)
        key_path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        return ServerCertificate(chain=chain, key=key_path)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _begin(
    *,
    subject: x509.Name,
    issuer: x509.Name,
    public_key: ec.EllipticCurvePublicKey,
    expired: bool = False,
) -> x509.CertificateBuilder:
    start = datetime.now(UTC) - timedelta(days=30 if expired else 1)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + _LIFETIME)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)
