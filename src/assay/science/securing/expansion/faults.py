"""What expansion refuses, by the standard's own names for it.

Source: JSON-LD 1.1 API §9.4.2 (``JsonLdErrorCode``).
"""

from typing import Final

from assay.science.errors import Code, MalformedDocument

# These change what signed words mean; all others are a document that says less than it seems to.
_REDEFINES: Final = frozenset({"protected term redefinition", "invalid context nullification"})


def fault(code: str) -> MalformedDocument:
    """The error that the standard calls ``code``, for instance ``invalid @id value``."""
    kind = Code.CONTEXT_REFUSED if code in _REDEFINES else Code.DATA_LOSS
    return MalformedDocument(f"not JSON-LD: {code}", clause="JSON-LD 1.1 API §5.1", code=kind)


def scoped_fault(cause: MalformedDocument) -> MalformedDocument:
    """The error of a term whose own context cannot be processed: the kind stays that of the cause."""
    return MalformedDocument("not JSON-LD: invalid scoped context", clause=cause.clause, code=cause.code)
