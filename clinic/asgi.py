"""The ASGI entry point: `clinic.asgi:application`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")

application = get_asgi_application()

from clinic.unavailable import look_at_keys  # noqa: E402 - Django has to be set up first

look_at_keys()
