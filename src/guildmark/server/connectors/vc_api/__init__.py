"""The VC-API as published conformance suites call it; not for people, and off by default.

Everything is a thin call of ``guildmark.credentials``: what is refused here is refused there.
Loads neither Django nor a database.

Source: VC API 0.3 (CCG); DID Resolution 0.3; Bitstring Status List 1.0.
"""
