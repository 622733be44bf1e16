"""Django's settings, all from ``configuration``. Nothing here is read from anywhere else."""

from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from assay.campus.site.configuration import Configuration, Mode
from assay.campus.site.database import database_settings
from assay.campus.site.mail import mail_settings
from assay.campus.site.secret_key import secret_key

CONFIGURATION = Configuration.read()

DEBUG = False
SECRET_KEY = secret_key(CONFIGURATION.data)
_HOST = CONFIGURATION.host.rsplit(":", 1)[0]
ALLOWED_HOSTS = [_HOST] if CONFIGURATION.mode is Mode.PRODUCTION else [_HOST, "localhost", "127.0.0.1", "[::1]"]

INSTALLED_APPS = [
    "assay.campus.site",
    "assay.campus.demo",
    "assay.campus.wallet",
    "assay.campus.verifying",
    "assay.campus.issuing",
    "assay.campus.assessing",
    "assay.campus.catalogue",
    "assay.campus.people",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "ninja",
]
MIDDLEWARE = [
    "assay.campus.site.request_log.log_requests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "assay.campus.site.middleware.with_tools",
    "assay.campus.site.problems.ProblemMiddleware",
]
ROOT_URLCONF = "assay.campus.site.urls"
WSGI_APPLICATION = "assay.campus.site.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "assay.campus.site.context.everywhere",
            ],
        },
    }
]

DATABASES = {"default": database_settings(CONFIGURATION)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"  # Django's own tables; ours have UUIDv7 keys

# --- people -----------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    # NIST SP 800-63B-4 §3.1.1: length alone, no rules of composition, and none of the well-known ones.
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_REDIRECT_URL = "/me"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "assay.campus.people.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1", "password2"]
ACCOUNT_SIGNUP_FORM_CLASS = "assay.campus.people.accounts.NameForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not CONFIGURATION.is_https  # http://localhost, where browsers allow it too
MFA_TOTP_ISSUER = "Assay"

# --- security ---------------------------------------------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIGURATION.is_https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-assay" if CONFIGURATION.is_https else "assay"
CSRF_TRUSTED_ORIGINS = [CONFIGURATION.origin]
CSRF_FAILURE_VIEW = "assay.campus.site.problems.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # the token of a share must not leave in a Referer header
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if CONFIGURATION.is_https else 0
X_FRAME_OPTIONS = "DENY"
if CONFIGURATION.behind_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 << 20  # a badge picture in an API call; uploaded files are streamed to disk
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 << 20

# --- words, times, files ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
STATIC_ROOT = CONFIGURATION.data / "static"
WHITENOISE_USE_FINDERS = True  # from the package itself: nothing to collect, nothing to forget
WHITENOISE_AUTOREFRESH = False
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
DEFAULT_FROM_EMAIL = CONFIGURATION.mail_from
globals().update(mail_settings(CONFIGURATION))
LOGGING_CONFIG = None  # site.logs sets it up once the settings are read
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
