"""What issuing needs of a key: that it signs."""

from typing import Protocol

from assay.science.securing.keys import PublicKey


class Signer(Protocol):
    """Something that holds one private key: a file, a hardware token, a remote service."""

    @property
    def public_key(self) -> PublicKey:
        """The key that verifies what this signs."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Sign ``message`` (not a digest), deterministically: the same message gives the same bytes.

        Ed25519 gives 64 bytes (RFC 8032); P-256 and P-384 give r ‖ s, 64 and 96 bytes, with nonces by RFC 6979.
        """
        ...
