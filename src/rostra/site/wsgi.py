"""Rostra as a WSGI application: Django alone, without the front."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rostra.site.settings")
application = get_wsgi_application()
