"""The roles that people hold in organisations. A person may hold several, and none is needed to learn."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody may do for an organisation."""

    ADMIN = "admin", _("administrator")  # members and the organisation's own facts; no awards
    DESIGNER = "designer", _("designer")  # drafts and publishes definitions
    ASSESSOR = "assessor", _("assessor")  # marks evidence
    ISSUER = "issuer", _("issuer")  # releases, corrects and revokes credentials
