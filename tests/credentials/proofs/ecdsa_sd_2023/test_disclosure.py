"""Any selection derives and verifies, shows nothing else, and can not be changed."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from guildmark.credentials.encoding import canonicalize_rdfc
from guildmark.credentials.errors import CredentialError, InvalidKey, UncoveredData, UnreadableInput
from guildmark.credentials.keys import KeySigner, PrivateKey
from guildmark.credentials.proofs import ecdsa_sd_2023
from guildmark.credentials.proofs.ecdsa_sd_2023.proof_value import parse_base, parse_derived
from guildmark.credentials.proofs.ecdsa_sd_2023.scoped_key import are_signatures_of
from tests.credentials.proofs.ecdsa_sd_2023.credentials import (
    CREATED,
    KEY,
    MANDATORY,
    SIGNER,
    Json,
    Path,
    add_base,
    build_credential,
    changed,
    is_valid,
    to_pointer,
    walk,
)

DOCUMENT = build_credential()
# Parts of these are shown as a whole or not at all.
INDIVISIBLE = ("allowedValue", "@value", "@language")


def _is_selectable(path: Path) -> bool:
    return not any(part in INDIVISIBLE for part in path[:-1]) and path[-1] not in INDIVISIBLE[1:]


PATHS = [path for path, _ in walk(DOCUMENT) if _is_selectable(path)]
selections = st.lists(st.sampled_from(PATHS), max_size=6, unique=True)


@cache
def base() -> Json:
    """The credential with a base proof, made once."""
    return add_base()


def derive(*paths: Path, of: Json | None = None) -> Json:
    """Derive from the credential what these paths name."""
    return ecdsa_sd_2023.derive(
        of or base(), selective_pointers=[to_pointer(path) for path in paths]
    )


def _is_within(part: Any, whole: Any) -> bool:
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(
            key in whole and _is_within(value, whole[key]) for key, value in part.items()
        )
    if isinstance(part, list):
        left = iter(whole)
        return all(any(_is_within(item, other) for other in left) for item in part)
    return bool(part == whole)


def _follow(value: Any, path: Path) -> Any:
    for part in path:
        value = value[part]
    return value


@given(selected=selections)
@settings(max_examples=30)
def test_any_selection_derives_and_verifies(selected: list[Path]) -> None:
    """And shows what was asked for, what is mandatory, and a part of the whole, no more."""
    derived = derive(*selected)
    assert is_valid(derived)
    proof = derived.pop("proof")
    assert _is_within(derived, DOCUMENT)
    for path in selected:
        if not any(isinstance(part, int) for part in path):
            assert _follow(derived, path) == _follow(DOCUMENT, path)
    for pointer in MANDATORY:
        assert derived[pointer[1:]] == DOCUMENT[pointer[1:]]
    assert {key for key in derived if f"/{key}" not in MANDATORY} <= {
        "@context",
        "id",
        "type",
        *(path[0] for path in selected),
    }
    assert {key: proof[key] for key in proof if key != "proofValue"} == {
        key: base()["proof"][key] for key in proof if key != "proofValue"
    }


@given(selected=selections, data=st.data())
@settings(max_examples=30)
def test_a_changed_leaf_never_verifies(selected: list[Path], data: st.DataObject) -> None:
    """Whichever it is: changed, or taken away."""
    derived = derive(*selected)
    leaves = [
        (path, value)
        for path, value in walk({k: v for k, v in derived.items() if k != "proof"})
        if not isinstance(value, (dict, list))
    ]
    path, value = data.draw(st.sampled_from(leaves))
    if data.draw(st.booleans()):
        tampered = changed(derived, path, remove=True)
    else:
        other = value + 1 if isinstance(value, (int, float)) else f"{value}x"
        tampered = changed(derived, path, other)
    # JSON says the same in two ways: a context can not be left out, but two equal tags are one.
    assume(_states_something_else(tampered, derived))
    assert not _is_accepted(tampered)


def _states_something_else(one: Json, other: Json) -> bool:
    try:
        return _canonical(one) != _canonical(other)
    except CredentialError:
        return True


def _canonical(document: Json) -> bytes:
    return canonicalize_rdfc({key: value for key, value in document.items() if key != "proof"})


def _is_accepted(credential: Json) -> bool:
    try:
        return is_valid(credential)
    except CredentialError:
        return False


@given(hidden=st.sampled_from(PATHS), selected=selections)
@settings(max_examples=20)
def test_what_was_not_selected_can_not_be_added(hidden: Path, selected: list[Path]) -> None:
    """The holder's verifier can not put back what the holder left out, nor anybody else."""
    larger = derive(*selected, hidden)
    smaller = derive(*selected)
    assume(_canonical(larger) != _canonical(smaller))
    assert not _is_accepted({**larger, "proof": smaller["proof"]})
    assert not _is_accepted({**smaller, "proof": larger["proof"]})


def test_the_list_is_shown_as_a_whole() -> None:
    """Its order and its repetitions count; a part of it can not be named."""
    path: Path = ("credentialSubject", "achievement", "resultDescription", 0, "allowedValue")
    derived = derive(path)
    assert _follow(derived, path) == ["A", "B", "C", "B"]
    for other in (["A", "B", "C"], ["B", "A", "C", "B"], ["A", "B", "C", "B", "D"], []):
        assert not _is_accepted(changed(derived, path, other))
    with pytest.raises(UnreadableInput) as refused:
        derive((*path, 1))
    assert refused.value.code == "pointer_indivisible"


def test_look_alikes_are_shown_one_by_one() -> None:
    """Two results that say the same are two blank nodes; each can be shown alone."""
    for number in (0, 1):
        derived = derive(("credentialSubject", "result", number))
        assert derived["credentialSubject"]["result"] == [{"type": ["Result"], "value": "same"}]
        assert is_valid(derived)


def test_one_node_can_not_be_shown_as_two() -> None:
    """Two labels for what was one thing would split what is said of it."""
    derived = derive(("credentialSubject", "result", 2))
    split = copy.deepcopy(derived)
    split["credentialSubject"]["result"] = [{"type": ["Result"]}, {"value": "other"}]
    value = parse_derived(derived["proof"]["proofValue"])
    labels = dict(value.label_map)
    labels[len(labels)] = next(iter(labels.values()))
    with pytest.raises(UnreadableInput):
        parse_derived(_replaced(derived, label_map=labels)["proof"]["proofValue"])
    assert not _is_accepted(split)


def _replaced(derived: Json, **parts: Any) -> Json:
    """Return a derived credential with other parts in its proof value."""
    value = parse_derived(derived["proof"]["proofValue"])
    fields = {name: getattr(value, name) for name in type(value).__slots__} | parts
    text = type(value)(**fields).format()
    return {**derived, "proof": {**derived["proof"], "proofValue": text}}


def test_a_base_proof_is_refused_by_verification() -> None:
    """It is the holder's; the refusal says what to do."""
    with pytest.raises(UnreadableInput, match="Derive a credential from it") as refused:
        is_valid(base())
    assert refused.value.code == "sd_base_proof"
    assert ecdsa_sd_2023.is_base_proof(base()["proof"])
    assert not ecdsa_sd_2023.is_base_proof(derive()["proof"])


def test_the_number_of_signatures_must_fit() -> None:
    """One too few, one too many."""
    derived = derive(("validUntil",))
    signatures = parse_derived(derived["proof"]["proofValue"]).signatures
    for others in (signatures[:-1], (*signatures, signatures[0])):
        with pytest.raises(UnreadableInput) as refused:
            is_valid(_replaced(derived, signatures=others))
        assert refused.value.code == "sd_signature_count"


def test_signatures_in_another_order_do_not_verify() -> None:
    """Each is of one statement."""
    derived = derive(("credentialSubject", "achievement", "name"), ("validUntil",))
    signatures = parse_derived(derived["proof"]["proofValue"]).signatures
    assert not is_valid(_replaced(derived, signatures=tuple(reversed(signatures))))


def test_mandatory_indexes_must_name_statements() -> None:
    """One behind the last is refused."""
    derived = derive(("validUntil",))
    value = parse_derived(derived["proof"]["proofValue"])
    with pytest.raises(UnreadableInput) as refused:
        is_valid(_replaced(derived, mandatory_indexes=(*value.mandatory_indexes, 10_000)))
    assert refused.value.code == "sd_mandatory_index"


def test_each_node_without_id_must_have_its_label() -> None:
    """One too few, and one of a node that is not there."""
    derived = derive(("credentialSubject", "result"))
    labels = dict(parse_derived(derived["proof"]["proofValue"]).label_map)
    for others in (
        {number: label for number, label in labels.items() if number != len(labels) - 1},
        {**labels, len(labels): bytes(32)},
    ):
        with pytest.raises(UnreadableInput) as refused:
            is_valid(_replaced(derived, label_map=others))
        assert refused.value.code == "sd_label_map"


def test_the_proofs_own_key_counts_for_nothing_without_the_issuers() -> None:
    """Whoever signs statements with a key of their own has no base signature over that key."""
    forged_by = KeySigner(
        PrivateKey.generate("P-256"), verification_method=SIGNER.verification_method
    )
    forged = ecdsa_sd_2023.derive(
        ecdsa_sd_2023.add_base_proof(DOCUMENT, signer=forged_by, created=CREATED),
        selective_pointers=[""],
    )
    assert not is_valid(forged)
    true = derive(("validUntil",))
    value = parse_derived(forged["proof"]["proofValue"])
    assert not is_valid(_replaced(true, public_key=value.public_key))


def test_a_key_that_is_no_point_is_refused() -> None:
    """33 bytes that are on no curve; without the issuer's signature they are not even read."""
    key = b"\x80\x24\x05" + bytes(32)
    assert not is_valid(_replaced(derive(("validUntil",)), public_key=key))
    with pytest.raises(InvalidKey) as refused:
        are_signatures_of([b""], signatures=[bytes(64)], public_key=key)
    assert refused.value.code == "key_point"


@pytest.mark.parametrize("algorithm", ["Ed25519", "P-384"])
def test_other_kinds_of_keys_neither_sign_nor_verify(algorithm: Any) -> None:
    """The suite has P-256 alone."""
    key = PrivateKey.generate(algorithm)
    with pytest.raises(InvalidKey) as refused:
        ecdsa_sd_2023.add_base_proof(
            DOCUMENT, signer=KeySigner(key, verification_method="did:example:1#1"), created=CREATED
        )
    assert refused.value.code == "key_algorithm"
    derived = derive(("validUntil",))
    assert not ecdsa_sd_2023.is_proof_valid(derived, proof=derived["proof"], key=key.public_key)


def test_a_proof_of_another_suite_never_verifies() -> None:
    """Whatever its value."""
    derived = derive(("validUntil",))
    for member, value in (("cryptosuite", "ecdsa-rdfc-2019"), ("type", "Ed25519Signature2020")):
        proof = {**derived["proof"], member: value}
        assert not ecdsa_sd_2023.is_proof_valid(derived, proof=proof, key=KEY.public_key)


def test_proof_options_are_covered() -> None:
    """Purpose, date, challenge and domain can not be changed, added or left out."""
    signed = ecdsa_sd_2023.add_base_proof(
        DOCUMENT,
        signer=SIGNER,
        created=CREATED,
        mandatory_pointers=MANDATORY,
        challenge="abc",
        domain="https://verifier.example",
    )
    derived = ecdsa_sd_2023.derive(signed)
    assert is_valid(derived)
    for change in (
        {"challenge": "abd"},
        {"domain": "https://other.example"},
        {"proofPurpose": "authentication"},
        {"created": "2026-11-22T10:00:01Z"},
        {"expires": "2027-01-01T00:00:00Z"},
        {"nonce": "1"},
    ):
        assert not _is_accepted({**derived, "proof": {**derived["proof"], **change}})
    without = {key: value for key, value in derived["proof"].items() if key != "challenge"}
    assert not _is_accepted({**derived, "proof": without})


def test_what_json_ld_would_drop_is_refused_everywhere() -> None:
    """When signing, when deriving and when verifying: net and code are the other suites'."""
    with pytest.raises(UncoveredData) as refused:
        add_base({**DOCUMENT, "nickname": "Ada"})
    assert refused.value.code == "undefined_term"
    with pytest.raises(UncoveredData):
        derive(of={**base(), "nickname": "Ada"})
    with pytest.raises(UncoveredData):
        is_valid({**derive(("validUntil",)), "nickname": "Ada"})


def test_nothing_to_show_is_refused() -> None:
    """No pointers, and nothing mandatory."""
    unmarked = add_base(mandatory=())
    with pytest.raises(UnreadableInput) as refused:
        ecdsa_sd_2023.derive(unmarked)
    assert refused.value.code == "sd_nothing_selected"
    assert is_valid(ecdsa_sd_2023.derive(unmarked, selective_pointers=["/validFrom"]))


def test_everything_can_be_shown() -> None:
    """The empty pointer names the whole document."""
    derived = ecdsa_sd_2023.derive(base(), selective_pointers=[""])
    assert {key: value for key, value in derived.items() if key != "proof"} == DOCUMENT
    assert is_valid(derived)


def test_everything_can_be_mandatory() -> None:
    """Then there are no signatures but one."""
    signed = add_base(mandatory=[""])
    assert parse_base(signed["proof"]["proofValue"]).signatures == ()
    assert is_valid(ecdsa_sd_2023.derive(signed))


def test_a_credential_that_does_not_fit_its_base_proof_is_not_derived_from() -> None:
    """The holder learns it at once, not from a verifier."""
    taken = {key: value for key, value in base().items() if key != "validUntil"}
    for other in (taken, {**base(), "validUntil": "2040-01-01T00:00:00Z"}):
        with pytest.raises(UnreadableInput) as refused:
            ecdsa_sd_2023.derive(other, selective_pointers=[""])
        assert refused.value.code == "sd_base_mismatch"


def test_without_a_base_proof_nothing_is_derived() -> None:
    """No proof at all, a derived one, two base proofs."""
    derived = derive(("validUntil",))
    twice = {**base(), "proof": [base()["proof"], add_base()["proof"]]}
    for other in (DOCUMENT, derived, twice):
        with pytest.raises(UnreadableInput) as refused:
            ecdsa_sd_2023.derive(other, selective_pointers=["/name"])
        assert refused.value.code == "sd_no_base_proof"


def test_a_base_proof_among_others_is_found() -> None:
    """The other proofs stay behind: they cover the whole credential."""
    other = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "proofValue": "z1"}
    derived = ecdsa_sd_2023.derive(
        {**base(), "proof": [other, base()["proof"]]}, selective_pointers=["/validUntil"]
    )
    assert is_valid(derived)


def test_proofs_that_build_on_others_are_refused() -> None:
    """What they cover could not be told once parts are hidden."""
    derived = derive(("validUntil",))
    with pytest.raises(UnreadableInput) as refused:
        is_valid({**derived, "proof": {**derived["proof"], "previousProof": "urn:uuid:1"}})
    assert refused.value.code == "previous_proof"


def test_pointers_that_name_nothing_are_refused_by_issuer_and_holder() -> None:
    """Before anything is signed or shown."""
    for wrong in (["/nothing"], ["issuer"], "/issuer"):
        with pytest.raises(UnreadableInput):
            add_base(mandatory=wrong)
        with pytest.raises(UnreadableInput):
            ecdsa_sd_2023.derive(base(), selective_pointers=wrong)


def test_the_original_is_left_alone() -> None:
    """What comes back shares nothing with what went in."""
    document = build_credential()
    signed = add_base(document)
    signed["issuer"]["name"] = "changed"
    assert document == DOCUMENT
    derived = derive(("issuer",))
    derived["issuer"]["name"] = "changed"
    assert base()["issuer"] == DOCUMENT["issuer"]


def test_two_base_proofs_share_no_secret() -> None:
    """Each has its own HMAC key and its own key pair."""
    one, two = (parse_base(add_base()["proof"]["proofValue"]) for _ in range(2))
    assert one.hmac_key != two.hmac_key
    assert one.public_key != two.public_key


def test_derived_proofs_do_not_tell_how_much_is_hidden() -> None:
    """The labels' HMAC key stays with the holder, and label numbers start anew."""
    derived = derive(("credentialSubject", "result", 2))
    value = parse_derived(derived["proof"]["proofValue"])
    hmac_key = parse_base(base()["proof"]["proofValue"]).hmac_key
    assert sorted(value.label_map) == list(range(len(value.label_map)))
    assert hmac_key.hex() not in repr(derived)
    assert len(value.label_map) == 1
