"""An organisation whose name reads like another's is held: it can prepare, and neither publish nor issue."""

from assay.campus.people.lookalike import in_punycode, mixed_word, skeleton
from assay.campus.people.models import Organisation
from assay.science.errors import Code, Refused


def why_held(name: str, *, besides: Organisation | None = None) -> str:
    """Why a name must wait for a person's look, or "" if it need not. ``besides``: the organisation that has it."""
    word = mixed_word(name)
    if word is not None:
        return f"“{word}” mixes letters of different alphabets; in plain letters it is {in_punycode(word)}"[:300]
    others = Organisation.objects.filter(name_skeleton=skeleton(name)).order_by("founded_at")
    other = (others.exclude(id=besides.id) if besides else others).first()
    if other is None:
        return ""
    plain = "" if name.isascii() else f"; in plain letters the new one is {in_punycode(name)}"
    return f"the name reads like “{other.name}”, an organisation that is here already{plain}"[:300]


def refuse_if_held(organisation: Organisation) -> None:
    """Raise ``Refused`` for an organisation that is held. For verbs that publish or issue in its name."""
    if organisation.held_because:
        raise Refused(
            f"{organisation.name} cannot publish or issue yet: {organisation.held_because}. Ask whoever runs this"
            " platform to look at it",
            code=Code.NOT_ALLOWED,
        )
