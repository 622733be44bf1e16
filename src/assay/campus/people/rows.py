"""What every table has: a key that sorts by time and is never shown; and a public id that tells nothing."""

import secrets
import uuid

import uuid_utils.compat
from django.db import models


def new_key() -> uuid.UUID:
    """A UUIDv7: rows made together lie together on disk. It tells when it was made, so strangers never see it."""
    return uuid_utils.compat.uuid7()


def new_public_id() -> str:
    """128 random bits as 32 hexadecimal digits: what stands in addresses. Nobody guesses one."""
    return secrets.token_hex(16)


class Row(models.Model):
    """A row with a UUIDv7 as its key."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)

    class Meta:
        """No table of its own."""

        abstract = True


class PublicRow(Row):
    """A row that strangers can be led to: by its public id, never by its key."""

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)

    class Meta:
        """No table of its own."""

        abstract = True
