"""How letters leave: to files, to the terminal, or over SMTP."""

from typing import Any
from urllib.parse import unquote, urlsplit

from assay.campus.site.configuration import Configuration

_SECONDS = 20


def mail_settings(configuration: Configuration) -> dict[str, Any]:
    """Django's settings for ``ASSAY_MAIL``: ``file`` (the folder mail in the data directory), ``console``, ``smtp://…``."""
    if configuration.mail == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if configuration.mail == "file":
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(configuration.data / "mail"),
        }
    parts = urlsplit(configuration.mail)
    is_tls = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "",
        "EMAIL_PORT": parts.port or (465 if is_tls else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": is_tls,
        # A relay on this machine may go without; anything else is told the password only inside TLS.
        "EMAIL_USE_TLS": not is_tls and parts.hostname not in {"localhost", "127.0.0.1"},
        "EMAIL_TIMEOUT": _SECONDS,
    }
