"""The WSGI application that granian serves."""

import os

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from assay.campus.site.logs import configure_logs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assay.campus.site.settings")
django.setup()
configure_logs(settings.CONFIGURATION.log)
application = get_wsgi_application()
