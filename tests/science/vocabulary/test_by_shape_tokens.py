"""Reading a token by the shape of its payload says the same as reading it, its claims and their dates included."""

import json
from datetime import timedelta
from typing import Any

import pytest

from assay.science.errors import AssayError, Code
from assay.science.securing import jcs, shapes, vc_jwt
from assay.science.securing.contexts import VC_2, ContextLibrary, bundled
from assay.science.securing.data_integrity import secure
from assay.science.securing.jws import sign_compact
from assay.science.securing.token_dates import taken_out
from assay.science.securing.vc_jwt import REGISTERED, TokenKind, check_claims
from assay.science.verification.asking import drive
from assay.science.verification.first_sight import always, at_first_sight
from assay.science.verification.report import Check
from assay.science.verification.verify import verify
from assay.science.vocabulary.by_shape import read_known
from assay.science.vocabulary.credential import UnverifiedCredential
from assay.science.vocabulary.reading import read
from tests.cast import BRUNEL, NOW
from tests.science.securing.badges import MINIMAL, changed
from tests.world import World

Json = dict[str, Any]
DOCUMENT: Json = changed(changed(MINIMAL, "/issuer/id", BRUNEL.id), "/validUntil", "2030-11-22T09:00:00Z")
OTHER_KIND: Json = {"@context": [VC_2], "type": ["VerifiableCredential"], "issuer": BRUNEL.id}
SECONDS = int(NOW.timestamp())


def token(document: Json = DOCUMENT, **claims: Any) -> str:
    """A token of the layout ``payload``, as others may write it."""
    payload = jcs.canonicalize({**document, **claims})
    return sign_compact(payload, header={"kid": BRUNEL.method}, signer=BRUNEL.key)


def ours(document: Json = DOCUMENT) -> str:
    return vc_jwt.secure_as_jwt(document, signer=BRUNEL.key, kid=BRUNEL.method)


def fresh(*learned: str) -> ContextLibrary:
    """A library that knows the shapes of these tokens and no other."""
    library = bundled().extended({})
    for text in learned:
        assert keep(text, library)
    return library


def keep(text: str, library: ContextLibrary) -> bool:
    """Learn the shape of a token as verifying it does; whether there is one to be learned."""
    _, kept = at_first_sight(text, read(text), library, always)
    if kept is None:
        return False
    kept()
    return True


def outcome(raw: str | bytes, library: ContextLibrary | None = None) -> tuple[Any, ...]:
    """What reading says of a token and its claims, by shape or (without a library) by the parser."""
    try:
        credential = read(raw) if library is None else read_known(raw, library)
    except AssayError as error:
        return (type(error), error.code, error.reason)
    assert credential.token is not None
    return (
        credential.kind,
        credential.model,
        credential.issuer,
        credential.validity,
        credential.document,
        credential.token.jws,
        {name: claim for name, claim in credential.token.claims.items() if name in REGISTERED},
        credential.token.layout,
        checked(credential),
    )


def checked(credential: UnverifiedCredential) -> Any:
    """What comes of comparing the claims with the document, and when the token ends."""
    assert credential.token is not None
    try:
        check_claims(credential.token, kind=TokenKind.CREDENTIAL)
        return credential.token.expires
    except AssayError as error:
        return (error.code, error.reason)


# The same token, or the same fault.


def test_a_token_of_a_known_shape_is_read_as_by_the_parser() -> None:
    library = fresh(ours())
    later = changed(changed(DOCUMENT, "/validFrom", "2027-01-01T00:00:00Z"), "/id", "urn:x:2")

    for text in (ours(), ours(later), f"{ours()}\n"):
        assert read_known(text, library).recognised
        assert outcome(text, library) == outcome(text.encode(), library) == outcome(text)
        assert outcome(text)[8] == read(text).validity.ends  # the claims fit


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("iss", "did:web:mallory.example"),
        ("iss", 3),
        ("sub", "did:example:mallory"),
        ("jti", "urn:x:other"),
        ("nbf", SECONDS + 1),
        ("nbf", 0),
        ("nbf", "1"),
        ("nbf", 1.5),
        ("nbf", -5),
        ("nbf", True),
        ("nbf", 10**15 - 1),
        ("nbf", 10**15),
        ("exp", SECONDS),
        ("exp", None),
        ("iat", 5),
        ("iat", "yesterday"),
        ("aud", ["a", "b"]),
        ("nonce", '","nbf":5,"x":"'),
        ("cnf", {"kid": "a"}),
    ],
)
def test_claims_are_compared_with_the_document_as_on_the_long_way(claim: str, value: Any) -> None:
    text = (
        token(iss=BRUNEL.id, nbf=SECONDS, **{claim: value}) if claim not in {"iss", "nbf"} else token(**{claim: value})
    )
    library = fresh(ours(), text)

    assert read_known(text, library).recognised
    assert outcome(text, library) == outcome(text)


@pytest.mark.parametrize("claims", [{}, {"exp": SECONDS}, {"nbf": SECONDS, "exp": SECONDS + 9, "iat": SECONDS}])
def test_dates_are_no_part_of_the_shape(claims: Json) -> None:
    library = fresh(token(iss=BRUNEL.id, **claims))

    other = token(iss=BRUNEL.id, **{name: value + 1_000 for name, value in claims.items()})

    assert read_known(other, library).recognised
    assert outcome(other, library) == outcome(other)


@pytest.mark.parametrize(
    "document",
    [
        changed(DOCUMENT, "/credentialSubject", [MINIMAL["credentialSubject"]]),
        changed(DOCUMENT, "/issuer", BRUNEL.id),
        {**OTHER_KIND, "credentialSubject": [{"id": "did:example:ada"}, {"id": "urn:x:grace"}]},
        {**OTHER_KIND, "credentialSubject": {"type": "https://brunel.example/words#Learner"}},
    ],
    ids=["one subject in a list", "an issuer by name", "two subjects", "with no names"],
)
def test_whatever_the_claims_may_repeat_is_compared_in_whatever_form_it_stands(document: Json) -> None:
    claims = {"sub": "did:example:ada", "jti": MINIMAL["id"], "iss": BRUNEL.id}
    library = fresh(token(document, **claims))

    for more in ({}, {"sub": "urn:x:other"}, {"jti": "urn:x:other"}, {"iss": "urn:x:other"}):
        text = token(document, **{**claims, **more})
        assert read_known(text, library).recognised
        assert outcome(text, library) == outcome(text)


def test_claims_beside_a_document_are_claims_only_in_a_token() -> None:
    """The same text by itself is a document with members that have no meaning."""
    text = token(iss=BRUNEL.id)
    library = fresh(text)
    payload = jcs.canonicalize({**DOCUMENT, "iss": BRUNEL.id}).decode()
    assert shapes.recognise(payload, library)

    credential = read_known(payload, library)

    assert credential.recognised is None
    assert credential.document == {**DOCUMENT, "iss": BRUNEL.id}


def test_a_document_that_was_learned_by_itself_is_known_in_a_token() -> None:
    library = bundled().extended({})
    assert shapes.learn(jcs.canonicalize(DOCUMENT).decode(), json.loads(jcs.canonicalize(DOCUMENT)), library)

    assert outcome(token(), library) == outcome(token())


@pytest.mark.parametrize(
    "raw",
    [
        ours().replace(".", "", 1),
        ours() + ".",
        ours()[:-3] + "=",
        "eyJhbGciOiJFZERTQSJ9..",
        "eyJhbGciOiJFZERTQSJ9.gA.gA",
        "eyJhbGciOiJFZERTQSJ9.e30.e30",
        "eyJjcml0IjpbXX0.e30.e30",
        ours().encode() + b"\xff",
        ours().encode() + "\u00a0".encode(),
        "\ufeff" + ours(),
    ],
)
def test_what_is_no_token_is_refused_as_by_reading(raw: str | bytes) -> None:
    assert outcome(raw, fresh(ours())) == outcome(raw)
    assert isinstance(outcome(raw)[0], type)


def test_white_space_around_a_text_may_be_any_and_around_bytes_is_ascii() -> None:
    library = fresh(ours())

    assert outcome(f"{ours()}\u00a0", library) == outcome(f"{ours()}\u00a0") == outcome(ours())
    assert outcome(f"{ours()}\r\n".encode(), library) == outcome(ours())


# Taking out the dates.


@pytest.mark.parametrize(
    ("payload", "left", "dates"),
    [
        ('{"a":1,"exp":5,"nbf":70}', '{"a":1,"exp":0,"nbf":0}', {"exp": 5, "nbf": 70}),
        ('{"a":1,"iat":123456789012345}', '{"a":1,"iat":0}', {"iat": 123456789012345}),
        ('{"a":1,"exp":0}', '{"a":1,"exp":0}', {}),
        ('{"a":1,"exp":-5}', '{"a":1,"exp":-5}', {}),
        ('{"a":1,"exp":05}', '{"a":1,"exp":05}', {}),
        ('{"a":1,"exp":5.0}', '{"a":1,"exp":5.0}', {}),
        ('{"a":1,"exp":5e3}', '{"a":1,"exp":5e3}', {}),
        ('{"a":1,"exp":1234567890123456}', '{"a":1,"exp":1234567890123456}', {}),
        ('{"a":1,"exp":"5"}', '{"a":1,"exp":"5"}', {}),
        ('{"a":1,"exp": 5}', '{"a":1,"exp": 5}', {}),
        ('{"a":1,"exp":5 }', '{"a":1,"exp":5 }', {}),
        (r'{"a":",\"exp\":5,"}', r'{"a":",\"exp\":5,"}', {}),
        (r'{"a\"exp":5,"b":1}', r'{"a\"exp":5,"b":1}', {}),
        (r'{"a":{"x,\"exp":5},"b":1}', r'{"a":{"x,\"exp":5},"b":1}', {}),
        ('{"a":1,"expires":5,"xexp":6}', '{"a":1,"expires":5,"xexp":6}', {}),
        ("", "", {}),
    ],
)
def test_a_date_is_whole_seconds_under_its_name_and_0_stands_in_its_place(
    payload: str, left: str, dates: dict[str, int]
) -> None:
    assert taken_out(payload) == (left, dates)


# Attacks.


def proof_of(text: str, at: int) -> Any:
    """What is found about the signature of a token, some seconds later, where shapes are learned by the way."""
    world = World().with_issuer(BRUNEL).on(NOW + timedelta(seconds=at))
    report = drive(verify(text, at=world.at, contexts=LIBRARY), world.documents.get)
    return report.credential and bool(report.credential.recognised), report.outcome(Check.PROOF).name


LIBRARY = bundled().extended({})


@pytest.mark.parametrize("first", [0, 5, SECONDS + 10**6])
@pytest.mark.parametrize("name", ["exp", 'x"exp'])
def test_attack_a_date_inside_a_claim_does_not_prolong_a_token(name: str, first: int) -> None:
    """What stands in ``cnf`` the holder may have chosen."""
    shapes.forget(LIBRARY)
    header: Json = {"kid": BRUNEL.method, "typ": "vc+jwt"}

    def confirmed(date: int) -> str:
        claims = {**DOCUMENT, "iss": BRUNEL.id, "cnf": {name: date}, "exp": SECONDS + 100}
        return sign_compact(jcs.canonicalize(claims), header=header, signer=BRUNEL.key)

    assert proof_of(confirmed(first), at=0)[1] == "HOLDS"

    for date in (first, SECONDS + 10**6):
        assert proof_of(confirmed(date), at=99)[1] == "HOLDS"
        assert proof_of(confirmed(date), at=101)[1] == "FAILS"
        assert outcome(confirmed(date), LIBRARY) == outcome(confirmed(date))


@pytest.mark.parametrize("first", [0, 5])
@pytest.mark.parametrize("name", ["iat", "nbf", 'x"nbf'])
@pytest.mark.parametrize("learned", ["in a token", "by itself"])
def test_attack_a_date_inside_a_proof_is_part_of_what_was_proved(name: str, first: int, learned: str) -> None:
    """A suite over JSON signs members of a proof that no context knows."""
    proved = secure(
        DOCUMENT,
        signer=BRUNEL.key,
        method=BRUNEL.method,
        created=NOW,
        suite="eddsa-jcs-2022",
        contexts=bundled(),
        more={name: first},
    )
    library = bundled().extended({})
    claims = {"iat": 0} if learned == "in a token" else {}
    if claims:
        keep(token(proved, **claims), library)
    else:
        text = jcs.canonicalize(proved).decode()
        assert shapes.learn(text, json.loads(text), library)
    forged = token(changed(proved, f"/proof/0/{name}", 77), **claims)

    assert outcome(forged, library) == outcome(forged)
    assert outcome(forged)[4]["proof"][0][name] == 77


def test_attack_a_name_in_disguise_is_no_date() -> None:
    library = fresh(token(iss=BRUNEL.id, exp=SECONDS))
    payload = jcs.canonicalize({**DOCUMENT, "iss": BRUNEL.id, "exp": SECONDS}).decode()
    disguised = payload.replace('"exp"', r'"e\u0078p"')
    text = sign_compact(disguised.encode(), header={"kid": BRUNEL.method}, signer=BRUNEL.key)
    assert read(text).token is not None

    assert outcome(text, library) == outcome(text)
    assert keep(text, library)
    assert outcome(text, library) == outcome(text)
    twice = sign_compact(
        disguised.replace("{", '{"exp":5,', 1).encode(), header={"kid": BRUNEL.method}, signer=BRUNEL.key
    )
    assert outcome(twice, library) == outcome(twice)
    assert outcome(twice)[1] is Code.DUPLICATE_KEY
