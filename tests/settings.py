"""The settings the tests and the type checker load: the real ones, with keys that protect nothing."""

from tests import published_keys  # noqa: F401 - it sets the environment, which has to be there first

# isort: split

from clinic.settings import *  # noqa: F403 - everything is taken over
from clinic.settings import DATABASES, STATIC_ROOT, STORAGES

ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]

# The tests of the second step turn it on; the others sign in with a password.
MFA_REQUIRED = False

# Argon2 takes a tenth of a second by design; the tests sign in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# The manifest needs collectstatic, which `make check` runs by itself.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True

# A power cut takes nothing from a test that it could miss; tests/faults run with the real settings.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"

# Each test client makes the middleware anew: without this it would read every static file each time.
WHITENOISE_AUTOREFRESH = True
