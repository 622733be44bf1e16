"""What a person holds, found by its owner: whatever is not hers is not there."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from assay.campus.catalogue.addresses import version_path
from assay.campus.catalogue.reading import design_of
from assay.campus.issuing.models import Credential, Offer
from assay.campus.issuing.offers import offers_to
from assay.campus.issuing.standing import Standing, StandingWord, standing_of
from assay.campus.people.models import Person
from assay.campus.people.permission import not_found
from assay.campus.people.tenancy import across_tenants
from assay.campus.wallet.answer import is_for
from assay.campus.wallet.models import Answer, Holding, Share

_HEAVY = ("signed", "unsigned", "record", "award__version__achievement", "award__version__words")


@dataclass(frozen=True, slots=True)
class Held:
    """One credential in a list: what it is called, where it stands now, how many links show it."""

    holding: Holding
    standing: Standing
    shares: int

    @property
    def credential(self) -> Credential:
        """The row of issuing."""
        return self.holding.credential

    @property
    def title(self) -> str:
        """As the version says it that was earned; later versions may be called otherwise."""
        return title_of(self.credential)

    @property
    def badge(self) -> str:
        """The address of its mark."""
        return badge_path(self.credential)


@dataclass(frozen=True, slots=True)
class Wallet:
    """Everything of one person: what waits for an answer, what is held, what was replaced, what was declined."""

    offers: list[Offer]
    held: list[Held]
    replaced: list[Held]
    declined: list[Held]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show at all."""
        return not (self.offers or self.held or self.replaced or self.declined)


def wallet_of(person: Person, *, at: datetime) -> Wallet:
    """The person's wallet, the newest first. Two queries, however much there is.

    Of the declined those are shown that can still be taken after all.
    """
    live = Q(shares__revoked_at__isnull=True) & (Q(shares__expires_at__isnull=True) | Q(shares__expires_at__gt=at))
    rows = (
        _holdings()
        .filter(person=person)
        .select_related("credential__offer")
        .defer(*(f"credential__{name}" for name in _HEAVY))
        .annotate(live_shares=Count("shares", filter=live))
        .order_by("-credential__valid_from", "-id")
    )
    found = [Held(row, standing_of(row.credential, at=at), row.live_shares) for row in rows]
    accepted = [each for each in found if each.holding.answer == Answer.ACCEPTED]
    return Wallet(
        offers=offers_to(person),
        held=[each for each in accepted if each.standing.word is not StandingWord.SUPERSEDED],
        replaced=[each for each in accepted if each.standing.word is StandingWord.SUPERSEDED],
        declined=[each for each in found if each.holding.answer == Answer.DECLINED and _lasts(each, at)],
    )


def find_holding(person: Person, public_id: str) -> Holding:
    """One accepted credential of this person. Raises ``Refused`` NOT_FOUND for anybody else's as for none."""
    found = _holdings().filter(person=person, public_id=public_id, answer=Answer.ACCEPTED).first()
    return found or not_found()


def find_offer(person: Person, public_id: str) -> Offer:
    """An offer that was made to this person, answered or not, by its credential's public id.

    Raises ``Refused`` NOT_FOUND for anybody else's as for none.
    """
    with across_tenants():  # found by its owner, in the next line
        found = Offer.objects.filter(credential__public_id=public_id).select_related("organisation", "person").first()
    return found if found is not None and is_for(found, person) else not_found()


def shares_of(holding: Holding) -> list[Share]:
    """All links to it, the newest first, each with ``opened`` (how often) and ``last_opened``. One query."""
    counted = holding.shares.annotate(opened=Count("openings"), last_opened=Max("openings__at"))
    return list(counted.order_by("-made_at", "-id"))


def find_successor(holding: Holding) -> Holding | None:
    """The same person's holding of what has replaced it, if she has accepted that."""
    following = Holding.objects.filter(credential=holding.credential.replaced_by_id, answer=Answer.ACCEPTED)
    return following.filter(person=holding.person_id).first()


def title_of(credential: Credential) -> str:
    """What was earned, in the words of the version that was."""
    return design_of(credential.award.version).title


def badge_path(credential: Credential) -> str:
    """Where its mark is served."""
    return f"{version_path(credential.award.version)}/badge.svg"


def _holdings() -> QuerySet[Holding]:
    return Holding.objects.select_related(
        "person", "credential__organisation", "credential__award__version__definition", "credential__revocation"
    )


def _lasts(declined: Held, at: datetime) -> bool:
    return declined.credential.offer.expires_at >= at and declined.standing.word is StandingWord.ACTIVE
