"""The steps between which issuing may be killed and must lose nothing: each is a failpoint that the tests die at."""

from enum import StrEnum


class Step(StrEnum):
    """One place in a verb. ``adapters.failpoints`` dies there when a test asks for it."""

    KEY_MADE = "key-made"  # sealed on disk, not yet known to the database
    KEY_RECORDED = "key-recorded"
    KEY_ROTATED = "key-rotated"
    AWARD_BEFORE_INTENDED = "award-before-intended"
    AWARD_IN_INTENDED = "award-in-intended"  # inside the first transaction
    AWARD_AFTER_INTENDED = "award-after-intended"
    SIGN_AFTER_SIGNATURE = "sign-after-signature"  # signed in memory only
    SIGN_IN_RECORDED = "sign-in-recorded"  # inside the second transaction
    SIGN_AFTER_RECORDED = "sign-after-recorded"
    STATUS_BEFORE_SIGNATURE = "status-before-signature"
    STATUS_BEFORE_PUBLISHED = "status-before-published"
    STATUS_IN_PUBLISHED = "status-in-published"
    STATUS_AFTER_PUBLISHED = "status-after-published"
    RELEASE_BEFORE = "release-before"
    RELEASE_IN = "release-in"  # inside the third transaction
    RELEASE_AFTER = "release-after"
    REVOKE_BEFORE = "revoke-before"
    REVOKE_IN = "revoke-in"
    REVOKE_AFTER = "revoke-after"  # the bit is set, the list that is served does not show it yet
    CORRECT_BEFORE_INTENDED = "correct-before-intended"
    CORRECT_IN_INTENDED = "correct-in-intended"
    CORRECT_AFTER_INTENDED = "correct-after-intended"
    REPLY_CLAIMED = "reply-claimed"  # the Idempotency-Key is taken, nothing is done yet
    REPLY_BEFORE_KEPT = "reply-before-kept"  # done, and the answer not yet kept
    REPLY_AFTER_KEPT = "reply-after-kept"
