"""Signatures that a careless verifier accepts, class by class as Wycheproof groups them.

The authority for Ed25519 is libsodium (``keys/ed25519.py``), for ECDSA and RSA OpenSSL through
``cryptography``. The last tests say where the two differ on Ed25519: libsodium takes fewer.

Source: RFC 8032, 5.1.7; FIPS 186-5, 6.4.2; RFC 8017, 8.2.2; the classes of
github.com/C2SP/wycheproof.
"""

from __future__ import annotations

import hashlib
from typing import Any

import nacl.exceptions
import nacl.signing
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import given
from hypothesis import strategies as st

from guildmark.credentials.encoding import to_base64url, to_multibase_base58
from guildmark.credentials.errors import InvalidKey
from guildmark.credentials.keys import Algorithm, PrivateKey, PublicKey
from guildmark.credentials.keys.algorithm import curve_of, order_of
from guildmark.credentials.keys.rsa import load_rsa_private

DATA = b"what was signed"
KINDS: tuple[Algorithm, ...] = ("Ed25519", "P-256", "P-384", "P-521", "RSA")
CURVES: tuple[Algorithm, ...] = ("P-256", "P-384", "P-521")
KEYS = {kind: PrivateKey.generate(kind) for kind in KINDS}
LENGTHS = {"Ed25519": 64, "P-256": 64, "P-384": 96, "P-521": 132, "RSA": 384}
ED = KEYS["Ed25519"]
GROUP_ORDER = 2**252 + 27742317777372353535851937790883648493
PRIME = 2**255 - 19
# The neutral element of the curve, and R = base point, s = 1.
NEUTRAL = (1).to_bytes(32, "little")
FORGED = (4 * pow(5, -1, PRIME) % PRIME).to_bytes(32, "little") + NEUTRAL


def _accepts(kind: Algorithm, signature: bytes, *, data: bytes = DATA) -> bool:
    return KEYS[kind].public_key.is_signature_of(data, signature=signature)


@pytest.mark.parametrize("kind", KINDS)
def test_a_signature_has_one_length(kind: Algorithm) -> None:
    """Shorter, longer, empty, doubled: none."""
    signature = KEYS[kind].sign(DATA)
    assert len(signature) == LENGTHS[kind]
    assert _accepts(kind, signature)
    for wrong in (
        b"",
        signature[:-1],
        signature[1:],
        signature + b"\0",
        b"\0" + signature,
        signature * 2,
        bytes(len(signature)),
        b"\xff" * len(signature),
    ):
        assert not _accepts(kind, wrong)


@pytest.mark.parametrize("kind", KINDS)
def test_a_signature_is_over_one_text(kind: Algorithm) -> None:
    """Not over its hash, its start or nothing."""
    signature = KEYS[kind].sign(DATA)
    for other in (b"", DATA[:-1], DATA + b"\0", hashlib.sha256(DATA).digest()):
        assert not _accepts(kind, signature, data=other)
    assert _accepts(kind, KEYS[kind].sign(b""), data=b"")


@given(kind=st.sampled_from(KINDS), place=st.integers(0, 10_000), mask=st.integers(1, 255))
def test_a_signature_with_any_byte_changed_is_none(kind: Algorithm, place: int, mask: int) -> None:
    """Whatever the kind of key and the place."""
    signature = bytearray(KEYS[kind].sign(DATA))
    signature[place % len(signature)] ^= mask
    assert not _accepts(kind, bytes(signature))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("other", KINDS)
def test_a_signature_of_one_kind_is_none_of_another(kind: Algorithm, other: Algorithm) -> None:
    """Cut or filled to the other's length as well."""
    if kind == other:
        return
    signature = KEYS[kind].sign(DATA)
    fitted = signature[: LENGTHS[other]].ljust(LENGTHS[other], b"\0")
    assert not _accepts(other, signature)
    assert not _accepts(other, fitted)


class TestEdDsa:
    """Source: RFC 8032, 5.1.7."""

    def test_s_must_be_below_the_group_order(self) -> None:
        """s + order is another spelling of the same signature (malleability)."""
        signature = ED.sign(DATA)
        s = int.from_bytes(signature[32:], "little")
        for again in range(1, 16):
            wrong = s + again * GROUP_ORDER
            if wrong < 2**256:
                assert not _accepts("Ed25519", signature[:32] + wrong.to_bytes(32, "little"))
        for wrong in (0, GROUP_ORDER, 2**252, 2**253 - 1, 2**256 - 1):
            assert not _accepts("Ed25519", signature[:32] + wrong.to_bytes(32, "little"))

    def test_the_top_bits_of_s_are_zero(self) -> None:
        """Old verifiers masked or skipped them."""
        signature = ED.sign(DATA)
        for bit in (0x20, 0x40, 0x80):
            assert not _accepts("Ed25519", signature[:63] + bytes([signature[63] | bit]))

    @pytest.mark.parametrize("y", [0, 1, PRIME - 1, PRIME, PRIME + 1, 2**255 - 1])
    @pytest.mark.parametrize("sign_bit", [0, 1])
    def test_r_of_small_order_or_in_a_second_spelling_is_none(self, y: int, sign_bit: int) -> None:
        """For a key that is none of the weak ones."""
        r = (y | sign_bit << 255).to_bytes(32, "little")
        signature = ED.sign(DATA)
        assert not _accepts("Ed25519", r + signature[32:])
        assert not _accepts("Ed25519", r + bytes(32))

    @pytest.mark.parametrize("y", [*range(PRIME, 2**255), 0, 1, PRIME - 1])
    @pytest.mark.parametrize("sign_bit", [0, 1])
    def test_keys_of_small_order_or_in_a_second_spelling_are_refused(
        self, y: int, sign_bit: int
    ) -> None:
        """Under the first, one signature fits other texts; the second would be the same key."""
        self._refuse((y | sign_bit << 255).to_bytes(32, "little"))

    @pytest.mark.parametrize("last", ["05", "85"])
    def test_the_points_of_order_eight_are_refused(self, last: str) -> None:
        """Both of them, with either sign."""
        self._refuse(
            bytes.fromhex(f"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc{last}")
        )
        last = {"05": "7a", "85": "fa"}[last]
        self._refuse(
            bytes.fromhex(f"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03{last}")
        )

    def _refuse(self, raw: bytes) -> None:
        with pytest.raises(InvalidKey) as first:
            PublicKey.parse(to_multibase_base58(b"\xed\x01" + raw))
        with pytest.raises(InvalidKey) as second:
            PublicKey.from_jwk({"kty": "OKP", "crv": "Ed25519", "x": to_base64url(raw)})
        assert first.value.code == second.value.code
        assert first.value.code in ("key_point", "key_encoding")

    def test_under_the_refused_keys_a_signature_would_fit_any_text(self) -> None:
        """Why they are refused: R = B, s = 1 holds for the neutral element as key, always."""
        weak = Ed25519PublicKey.from_public_bytes(NEUTRAL)
        weak.verify(FORGED, b"one text")
        weak.verify(FORGED, b"another")


def _halves(signature: bytes) -> tuple[int, int]:
    half = len(signature) // 2
    return int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")


def _joined(kind: Algorithm, r: int, s: int) -> bytes:
    half = LENGTHS[kind] // 2
    return r.to_bytes(half, "big") + s.to_bytes(half, "big")


@pytest.mark.parametrize("kind", CURVES)
class TestEcdsa:
    """Source: FIPS 186-5, 6.4.2; IEEE P1363 (r and s side by side)."""

    def test_r_and_s_are_from_1_to_the_order(self, kind: Algorithm) -> None:
        """Zero, the order and beyond are none; neither is r or s plus the order."""
        r, s = _halves(KEYS[kind].sign(DATA))
        order = order_of(kind)
        largest = 2 ** (LENGTHS[kind] * 4) - 1
        edges = [0, 1, order - 1, order, order + 1, largest]
        pairs = [(a, b) for a in edges for b in edges]
        pairs += [(r, b) for b in edges] + [(a, s) for a in edges]
        pairs += [(a, b) for a, b in ((r + order, s), (r, s + order)) if max(a, b) <= largest]
        for a, b in pairs:
            assert not _accepts(kind, _joined(kind, a, b)), (a, b)

    def test_both_s_and_its_negative_hold(self, kind: Algorithm) -> None:
        """A signature is no identifier: neither JOSE nor Data Integrity asks for the low one."""
        r, s = _halves(KEYS[kind].sign(DATA))
        assert _accepts(kind, _joined(kind, r, s))
        assert _accepts(kind, _joined(kind, r, order_of(kind) - s))
        assert not _accepts(kind, _joined(kind, order_of(kind) - r, s))
        assert not _accepts(kind, _joined(kind, s, r))

    def test_der_is_not_the_form(self, kind: Algorithm) -> None:
        """Neither as it is nor cut to the length."""
        encoded = encode_dss_signature(*_halves(KEYS[kind].sign(DATA)))
        assert not _accepts(kind, encoded)
        assert not _accepts(kind, encoded[: LENGTHS[kind]].ljust(LENGTHS[kind], b"\0"))

    def test_another_hash_is_another_signature(self, kind: Algorithm) -> None:
        """The curve says the hash."""
        own = {"P-256": "sha256", "P-384": "sha384", "P-521": "sha512"}[kind]
        pair = ec.derive_private_key(int.from_bytes(KEYS[kind].secret, "big"), curve_of(kind))
        for algorithm in (hashes.SHA224(), hashes.SHA256(), hashes.SHA384(), hashes.SHA512()):
            signature = _joined(kind, *_halves_of_der(pair.sign(DATA, ec.ECDSA(algorithm))))
            assert _accepts(kind, signature) == (algorithm.name == own)

    def test_no_key_is_off_its_curve_or_at_infinity(self, kind: Algorithm) -> None:
        """Infinity, uncompressed and hybrid points, another curve's, an x without a point."""
        size = LENGTHS[kind] // 2
        header = {"P-256": b"\x80\x24", "P-384": b"\x81\x24", "P-521": b"\x82\x24"}[kind]
        x = KEYS[kind].public_key.raw[1:]
        for raw in (
            b"\0",
            b"\0" * (size + 1),
            b"\x04" + x,
            b"\x05" + x,
            b"\x02" + b"\xff" * size,
            b"\x04" + x + x,
            b"\x06" + x + x,
        ):
            with pytest.raises(InvalidKey):
                PublicKey.parse(to_multibase_base58(header + raw))

    def test_each_signature_is_new(self, kind: Algorithm) -> None:
        """A repeated nonce would give the secret away."""
        firsts = {KEYS[kind].sign(DATA)[: LENGTHS[kind] // 2] for _ in range(20)}
        assert len(firsts) == 20


def _halves_of_der(signature: bytes) -> tuple[int, int]:
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    return decode_dss_signature(signature)


def _raw_rsa(block: bytes) -> bytes:
    """Sign a padded block as it is, as only the owner of the key (or of a broken padding) can."""
    numbers = load_rsa_private(KEYS["RSA"].secret).private_numbers()
    modulus = numbers.public_numbers.n
    return pow(int.from_bytes(block, "big"), numbers.d, modulus).to_bytes(384, "big")


# RFC 8017, 9.2, note 1: the DigestInfo of SHA-256.
_DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
_DIGEST = hashlib.sha256(DATA).digest()


def _block(tail: bytes, *, start: bytes = b"\0\x01", filler: bytes = b"\xff") -> bytes:
    return start + filler * (384 - len(start) - 1 - len(tail)) + b"\0" + tail


RSA_BLOCKS: dict[str, Any] = {
    "block type 2": _block(_DIGEST_INFO + _DIGEST, start=b"\0\x02"),
    "block type 0": _block(_DIGEST_INFO + _DIGEST, start=b"\0\0"),
    "filler of zeros": _block(_DIGEST_INFO + _DIGEST, filler=b"\0"),
    "one wrong byte in the filler": _block(_DIGEST_INFO + _DIGEST).replace(
        b"\xff\xff", b"\xff\xfe", 1
    ),
    "short filler, rubbish behind (Bleichenbacher 2006)": (
        b"\0\x01" + b"\xff" * 8 + b"\0" + _DIGEST_INFO + _DIGEST
    ).ljust(384, b"\x55"),
    "no DigestInfo": _block(_DIGEST),
    "DigestInfo without NULL": _block(
        bytes.fromhex("302f300b0609608648016503040201") + b"\x04\x20" + _DIGEST
    ),
    "DigestInfo with a long-form length": _block(
        bytes.fromhex("308131300d060960864801650304020105000420") + _DIGEST
    ),
    "DigestInfo of SHA-1": _block(
        bytes.fromhex("3021300906052b0e03021a05000414") + hashlib.sha1(DATA).digest()  # noqa: S324
    ),
    "DigestInfo of SHA-512": _block(
        bytes.fromhex("3051300d060960864801650304020305000440") + hashlib.sha512(DATA).digest()
    ),
    "the digest of another text": _block(_DIGEST_INFO + hashlib.sha256(b"other").digest()),
    "a byte behind the digest": _block(_DIGEST_INFO + _DIGEST + b"\0"),
}


class TestRsa:
    """PKCS#1 v1.5 with SHA-256 and nothing else. Source: RFC 8017, 8.2.2 and 9.2."""

    def test_the_block_of_the_standard_holds(self) -> None:
        """So that the refusals below are for what they change."""
        assert _accepts("RSA", _raw_rsa(_block(_DIGEST_INFO + _DIGEST)))

    @pytest.mark.parametrize("name", RSA_BLOCKS)
    def test_a_block_that_is_padded_otherwise_is_refused(self, name: str) -> None:
        """Byte for byte one encoding."""
        assert not _accepts("RSA", _raw_rsa(RSA_BLOCKS[name]))

    def test_other_paddings_and_hashes_are_refused(self) -> None:
        """PS256, RS384 and RS512 are other algorithms."""
        pair = load_rsa_private(KEYS["RSA"].secret)
        pss = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=32)
        assert not _accepts("RSA", pair.sign(DATA, pss, hashes.SHA256()))
        for algorithm in (hashes.SHA384(), hashes.SHA512()):
            assert not _accepts("RSA", pair.sign(DATA, padding.PKCS1v15(), algorithm))

    def test_a_signature_plus_the_modulus_is_none(self) -> None:
        """It would be a second spelling, where it fits into the length."""
        signature = KEYS["RSA"].sign(DATA)
        modulus = load_rsa_private(KEYS["RSA"].secret).public_key().public_numbers().n
        twice = int.from_bytes(signature, "big") + modulus
        if twice < 2**3072:
            assert not _accepts("RSA", twice.to_bytes(384, "big"))
        assert not _accepts("RSA", twice.to_bytes(385, "big"))
        for wrong in (0, 1, modulus - 1, modulus):
            assert not _accepts("RSA", wrong.to_bytes(384, "big"))


def _takes_libsodium(data: bytes, signature: bytes, *, key: bytes) -> bool:
    try:
        nacl.signing.VerifyKey(key).verify(data, signature)
    except (nacl.exceptions.BadSignatureError, ValueError):
        return False
    return True


def _takes_openssl(data: bytes, signature: bytes, *, key: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, data)
    except InvalidSignature:
        return False
    return True


class TestTwoLibraries:
    """Where libsodium and OpenSSL differ on Ed25519, and who decides."""

    def test_they_sign_alike(self) -> None:
        """Ed25519 is deterministic, so either may sign."""
        first = nacl.signing.SigningKey(ED.secret)
        second = Ed25519PrivateKey.from_private_bytes(ED.secret)
        assert first.sign(DATA).signature == second.sign(DATA) == ED.sign(DATA)
        assert bytes(first.verify_key) == second.public_key().public_bytes_raw()
        assert bytes(first.verify_key) == ED.public_key.raw

    def test_they_differ_on_keys_of_small_order(self) -> None:
        """OpenSSL takes them, libsodium does not; here no such key is read, and none verifies."""
        assert _takes_openssl(DATA, FORGED, key=NEUTRAL)
        assert not _takes_libsodium(DATA, FORGED, key=NEUTRAL)
        assert not PublicKey("Ed25519", NEUTRAL).is_signature_of(DATA, signature=FORGED)
        with pytest.raises(InvalidKey):
            PublicKey.parse(to_multibase_base58(b"\xed\x01" + NEUTRAL))

    def test_they_differ_on_r_of_small_order(self) -> None:
        """Only the owner of a key can make one: R neutral, s = hash times secret scalar."""
        scalar = _secret_scalar(ED.secret)
        digest = hashlib.sha512(NEUTRAL + ED.public_key.raw + DATA).digest()
        s = int.from_bytes(digest, "little") * scalar % GROUP_ORDER
        signature = NEUTRAL + s.to_bytes(32, "little")
        assert _takes_openssl(DATA, signature, key=ED.public_key.raw)
        assert not _takes_libsodium(DATA, signature, key=ED.public_key.raw)
        assert not _accepts("Ed25519", signature)

    @given(st.binary(max_size=40), st.integers(0, 511), st.booleans())
    def test_they_agree_on_all_others(self, data: bytes, bit: int, flip: bool) -> None:
        """Good signatures, and those with a bit changed."""
        signature = bytearray(ED.sign(data))
        if flip:
            signature[bit // 8] ^= 1 << bit % 8
        key = ED.public_key.raw
        first = _takes_libsodium(data, bytes(signature), key=key)
        second = _takes_openssl(data, bytes(signature), key=key)
        assert _accepts("Ed25519", bytes(signature), data=data) == first == second == (not flip)


def _secret_scalar(seed: bytes) -> int:
    """Source: RFC 8032, 5.1.5."""
    raw = bytearray(hashlib.sha512(seed).digest()[:32])
    raw[0] &= 248
    raw[31] = raw[31] & 127 | 64
    return int.from_bytes(raw, "little")
