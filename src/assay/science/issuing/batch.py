"""Issue many credentials of a few forms: a cohort, all of one achievement, differing in persons and numbers.

    batch = Batch(issuer)
    texts = [batch.issue(compose(definition, …), at=now) for … in recipients]

What comes out is, byte for byte, what ``issue`` gives, and what ``issue`` refuses is refused with its words. The first
two credentials of a form are issued by ``issue``, and the second is compiled to a template; a later one is only filled
in. A form is all that is in a credential but its texts outside the definition (``DEFINED``).

===============================================  ======================================================================
what our own verification insists on             where that is seen to
===============================================  ======================================================================
its structure, and its words have a meaning      once for a form: it is the same in each of its credentials
all that is in no text that varies, the issuer   once for a form; ``Likeness`` compares each credential with the first
the forms of its texts: URLs, instants           each one: ``by_shape.read_recognised``
no two objects become one by their identifiers   each one: ``Template.fill``
its period, status entries, digests of others    each one, by the same functions, under ``AT_ISSUE``
the key may sign for the issuer at this instant  once for an instant, by the first credential that is issued as of it
the signature fits                               once for a form, once for an instant; each one if ``check_each``
===============================================  ======================================================================

At any doubt ``issue`` decides. A signature is not verified each time because that takes longer than making it, and
signers are deterministic: one that has just signed with the key that is published signs the next with it as well.
``check_each`` is for signers that may fail in between, hardware and services; and where time does not matter.

Not for several threads at once. What the issuer publishes about itself is taken to stay as it is as long as a batch is
used; and composed credentials are never altered.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from assay.science.errors import MalformedDocument, Refused
from assay.science.issuing.issue import VC_JWT, Issuer, issue
from assay.science.issuing.likeness import Likeness
from assay.science.securing import shapes, strict_json
from assay.science.securing.contexts import ContextLibrary, bundled
from assay.science.securing.keys import PublicKey
from assay.science.securing.shape import draft
from assay.science.securing.signer import Signer
from assay.science.securing.strict_json import JsonObject
from assay.science.securing.templates import Template, compile_template
from assay.science.securing.token_templates import TokenTemplate, compile_token_template
from assay.science.status.status_entry import UnknownStatus, read_status_entries
from assay.science.verification.enclosed import check_resources
from assay.science.verification.report import AT_ISSUE
from assay.science.verification.verify import NOTHING
from assay.science.vocabulary.by_shape import read_recognised
from assay.science.vocabulary.credential import UnverifiedCredential

# What a definition says, or the issuer of itself: it is the same for a cohort. Types and contexts never vary at all.
DEFINED: Final = ("/name", "/description", "/image", "/issuer", "/credentialSubject/achievement")
# Forms differ in what is there: with evidence and without, so many results. A table with all of them at once has a few
# dozen; each takes some 200 KB.
MAX_FORMS: Final = 64


class Batch:
    """One issuer's credentials. ``suite`` and ``contexts`` as ``issue`` takes them."""

    def __init__(
        self,
        issuer: Issuer,
        suite: str | None = None,
        contexts: ContextLibrary | None = None,
        *,
        check_each: bool = False,
    ) -> None:
        self._issuer = issuer
        self._suite = suite
        self._library = contexts or bundled()
        self._signer: Signer = _Checked(issuer.signer) if check_each else issuer.signer
        self._forms: list[_Form] = []  # the one used last stands first
        self._as_of: datetime | None = None  # when our own verification has last accepted a credential

    def issue(self, credential: JsonObject, *, at: datetime) -> str:
        """The signed credential as text. Raises as ``issue`` does."""
        for place, form in enumerate(self._forms):
            texts = form.likeness.texts(credential)
            if texts is not None:
                if place:
                    self._forms.insert(0, self._forms.pop(place))
                signed = self._filled_in(form, texts, at)
                return signed if signed is not None else self._issued_again(form, credential, at)
        signed = self._in_full(credential, at)
        vary = self._may_vary(credential)
        self._forms.insert(0, _Form(Likeness(credential, vary), vary))
        del self._forms[MAX_FORMS:]
        return signed

    def _filled_in(self, form: "_Form", texts: tuple[str, ...], at: datetime) -> str | None:
        """The signed text by template; ``None`` where ``issue`` has to decide."""
        if form.template is None or at != self._as_of:
            return None
        filled = form.template.fill(texts, created=at)
        credential = None if filled is None else read_recognised(filled)
        if filled is None or credential is None or not self._is_acceptable(credential, at):
            return None
        try:
            signed = form.template.sign(filled, self._signer)
        except Refused:
            return None
        return signed if signed is not None and len(signed) <= shapes.MAX_TEXT else None

    def _is_acceptable(self, credential: UnverifiedCredential, at: datetime) -> bool:
        """What ``AT_ISSUE`` says of whatever its own texts decide."""
        ends = credential.validity.ends
        # The end of a token is cut to the second, and with it the end of its signature.
        if ends is not None and ends - at <= _SECOND:
            return False
        try:
            entries = read_status_entries(credential.only("credentialStatus"))
        except MalformedDocument:
            return False
        for entry in entries:
            # As a rule nobody has published it yet, and a list that cannot be had is overlooked at issue.
            if not isinstance(entry, UnknownStatus) and self._issuer.own_documents(entry.list_url) is not None:
                return False
        if not credential.may_name("relatedResource"):
            return True
        return not any(map(AT_ISSUE.forbids, check_resources(credential, self._library, NOTHING)))

    def _issued_again(self, form: "_Form", credential: JsonObject, at: datetime) -> str:
        """Another credential of a form, in full; a second one shows that it is worth compiling."""
        signed = self._in_full(credential, at)
        if form.is_new:
            form.is_new = False
            form.template = self._compiled(credential, signed, form.vary)
        return signed

    def _in_full(self, credential: JsonObject, at: datetime) -> str:
        signed = issue(credential, self._issuer, at=at, suite=self._suite, contexts=self._library)
        self._as_of = at
        return signed

    def _may_vary(self, credential: JsonObject) -> list[str]:
        if "proof" in credential:  # somebody else's, which covers what is in it
            return []
        places = draft(credential, shapes.store_of(self._library).steering).places
        return [place for place in places if not f"{place}/".startswith(_FIXED)]

    def _compiled(self, credential: JsonObject, signed: str, vary: list[str]) -> Template | TokenTemplate | None:
        if not vary:
            return None
        if self._suite == VC_JWT:
            kid, kind = self._issuer.method, self._issuer.signer.public_key.kind
            return compile_token_template(credential, vary=vary, kid=kid, kind=kind, contexts=self._library)
        return compile_template(strict_json.parse_object(signed), vary=vary, contexts=self._library)


@dataclass(slots=True)
class _Form:
    """Credentials that differ in some texts. Without a template ``issue`` has to do each of them."""

    likeness: Likeness
    vary: list[str]
    template: Template | TokenTemplate | None = None
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class _Checked:
    """A signer each of whose signatures is verified before anybody holds it."""

    signer: Signer

    @property
    def public_key(self) -> PublicKey:
        return self.signer.public_key

    def sign(self, message: bytes) -> bytes:
        signature = self.signer.sign(message)
        self.public_key.verify(signature, message)
        return signature


_FIXED = tuple(f"{place}/" for place in DEFINED)
_SECOND = timedelta(seconds=1)
