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
    "assay.campus.site.health.answer_probes",
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
    "assay.campus.site.middleware.with_headers",
    "assay.campus.site.middleware.with_tools",
    "assay.campus.site.middleware.with_bounded_bodies",
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
    {"NAME": "assay.campus.people.repetition.RepetitionValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/me"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "assay.campus.people.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1", "password2"]
ACCOUNT_SIGNUP_FORM_CLASS = "assay.campus.people.accounts.NameForm"
ACCOUNT_FORMS = {
    "login": "assay.campus.people.account_forms.SignIn",
    "signup": "assay.campus.people.account_forms.SignUp",
    "request_login_code": "assay.campus.people.account_forms.AskForCode",
    "confirm_login_code": "assay.campus.people.account_forms.TypeSignInCode",
    "confirm_email_verification_code": "assay.campus.people.account_forms.TypeAddressCode",
    "confirm_password_reset_code": "assay.campus.people.account_forms.TypeResetCode",
    "reset_password": "assay.campus.people.account_forms.ForgetPassword",
    "reset_password_from_key": "assay.campus.people.account_forms.NewPassword",
    "change_password": "assay.campus.people.account_forms.ChangePassword",
    "set_password": "assay.campus.people.account_forms.SetPassword",
    "add_email": "assay.campus.people.account_forms.AddAddress",
    "reauthenticate": "assay.campus.people.account_forms.TypePasswordAgain",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# Codes, not links: a code works only in the browser that asked for it, so who reads the mail alone does not get in.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
# Mail may take minutes to arrive, and each code allows three tries.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password, a new passkey: its owner is told
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if CONFIGURATION.is_https else "http"
MFA_ADAPTER = "assay.campus.people.accounts.PasskeyAdapter"
MFA_FORMS = {
    "add_webauthn": "assay.campus.people.account_forms.AddPasskey",
    "signup_webauthn": "assay.campus.people.account_forms.FirstPasskey",
    "authenticate": "assay.campus.people.account_forms.TypeAppCode",
    "reauthenticate": "assay.campus.people.account_forms.TypeAppCodeAgain",
    "activate_totp": "assay.campus.people.account_forms.ActivateApp",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not CONFIGURATION.is_https  # http://localhost, where browsers allow it too
MFA_TOTP_ISSUER = "Assay"

# --- security ---------------------------------------------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIGURATION.is_https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# The browser takes a cookie of this name from this very host alone, over TLS.
SESSION_COOKIE_NAME = "__Host-assay" if CONFIGURATION.is_https else "assay"
CSRF_COOKIE_NAME = "__Host-csrf" if CONFIGURATION.is_https else "csrf"
CSRF_TRUSTED_ORIGINS = [CONFIGURATION.origin]
CSRF_FAILURE_VIEW = "assay.campus.site.problems.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # the token of a share must not leave in a Referer header
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if CONFIGURATION.is_https else 0
X_FRAME_OPTIONS = "DENY"
if CONFIGURATION.behind_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # rate limits count callers, not the proxy
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
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000  # the largest design has some 1,300: 20 criteria, 8 levels each, 30 outcomes
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 << 20

# --- words, times, files ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # from the package itself: nothing to collect, nothing to forget
WHITENOISE_AUTOREFRESH = False
# Rate limits are counted in the cache: several processes must share it, one alone keeps it in memory. With Django's
# 300 entries, whoever asks from 300 addresses makes it forget how often a password was tried.
CACHES = {
    "default": {
        **(
            {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
            if CONFIGURATION.workers == 1
            else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "site_cache"}
        ),
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}
DEFAULT_FROM_EMAIL = CONFIGURATION.mail_from
globals().update(mail_settings(CONFIGURATION))
LOGGING_CONFIG = None  # site.logs sets it up, where a command or a server starts
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
