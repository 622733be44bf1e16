"""The text that a picture carries: one credential, whole, in UTF-8.

Not checked: whether the text is a credential. Whoever takes it out reads and verifies it like any other document.
"""

from assay.science.errors import Code, MalformedDocument
from assay.science.securing import strict_json

# A badge picture is some hundred kilobytes; eight mebibytes leave room for print sizes and stop floods.
MAX_IMAGE_BYTES = 8 << 20
# What Assay reads of any document: a larger one could be taken out, and then be of no use to anybody.
MAX_CREDENTIAL_BYTES = strict_json.MAX_BYTES


def refuse_large_image(image: bytes) -> None:
    """Raise ``MalformedDocument`` with ``TOO_LARGE`` before anything is parsed."""
    if len(image) > MAX_IMAGE_BYTES:
        raise MalformedDocument(f"a picture larger than {MAX_IMAGE_BYTES} bytes", code=Code.TOO_LARGE)


def encoded(text: str) -> bytes:
    """The text as it travels. Raises ``MalformedDocument`` if it is empty, too large, or cannot travel unchanged.

    A zero byte ends a string in many PNG readers, and half a surrogate pair has no UTF-8: either would make two
    programs read two credentials out of one picture. Source: PNG §11.3.3.4, RFC 3629 §3.
    """
    if not text:
        raise MalformedDocument("the picture's credential is empty", clause="OB 3.0 §5.3")
    if "\0" in text:
        raise MalformedDocument("a credential with a zero byte", clause="PNG §11.3.3.4")
    try:
        raw = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise MalformedDocument("a credential with half a surrogate pair", clause="RFC 3629 §3") from error
    if len(raw) > MAX_CREDENTIAL_BYTES:
        raise MalformedDocument(f"a credential larger than {MAX_CREDENTIAL_BYTES} bytes", code=Code.TOO_LARGE)
    return raw


def decoded(raw: bytes) -> str:
    """The text out of its bytes, under the same rules as ``encoded``."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedDocument("the picture's credential is not UTF-8", clause="OB 3.0 §5") from error
    encoded(text)
    return text
