"""Whether a credential still counts for its issuer: status entries, bitstring lists and revocation lists."""
