"""From an issuer's identifier to the keys that may sign for it: did:key, did:web and https controller documents."""
