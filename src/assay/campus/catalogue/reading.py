"""The design of a version as a value."""

from assay.campus.catalogue.models import DefinitionVersion
from assay.science.designing.design import Design, read_draft

_KEPT = "_design_as_read"


def design_of(version: DefinitionVersion) -> Design:
    """The version's design, read once for each row that was loaded."""
    kept = version.__dict__.get(_KEPT)
    if kept is None or kept[0] is not version.design:  # another one since, by a save or a reload
        kept = (version.design, read_draft(version.design))
        version.__dict__[_KEPT] = kept
    design: Design = kept[1]
    return design
