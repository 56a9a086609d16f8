"""Ask npm's jose from Python: sign and verify compact tokens."""

from __future__ import annotations

from typing import Any

from guildmark.credentials.keys import PrivateKey, PublicKey
from tests.oracles.judge import Oracle, OracleFailure

Json = dict[str, Any]


class JoseOracle(Oracle):
    """A running Node process with the library."""

    program = "jose.mjs"

    def sign_token(self, payload: Json | str, *, header: Json, key: PrivateKey) -> str:
        """Return the library's compact token of a payload."""
        token: str = self._ask("sign", payload=payload, header=header, jwk=key.to_jwk())["result"]
        return token

    def is_signed(self, token: str, *, key: PublicKey, algorithms: list[str]) -> bool:
        """Whether the library verifies a compact token, allowed only these algorithms."""
        try:
            self._ask("verify", token=token, jwk=key.to_jwk(), algorithms=algorithms)
        except OracleFailure:
            return False
        return True

    def claims_of(
        self, token: str, *, key: PublicKey, algorithms: list[str], now: str, **expected: str
    ) -> Json:
        """Return the claims of a token that the library accepts at a moment.

        Raises:
            OracleFailure: it does not accept it; the name is the library's code.
        """
        answer = self._ask(
            "verifyJwt",
            token=token,
            jwk=key.to_jwk(),
            algorithms=algorithms,
            now=now,
            expected=expected,
        )
        claims: Json = answer["result"]
        return claims
