"""The WSGI application that granian serves."""

import os

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from assay.adapters.children import PARENT
from assay.adapters.leash import end_with
from assay.campus.site.logs import configure_logs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assay.campus.site.settings")
django.setup()
configure_logs(settings.CONFIGURATION.log)
if PARENT in os.environ:  # started by ./run serve: our parent is granian, which may be killed as well
    end_with(os.getppid())
application = get_wsgi_application()
# Now and not with the first request: that one would wait, and a room that cannot be loaded would look like a bad page.
get_resolver().url_patterns  # noqa: B018 -- reading it loads them
