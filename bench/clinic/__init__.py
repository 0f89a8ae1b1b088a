"""A clinic's database for measuring. Importing this sets Django up with the environment it is started in."""

import django

django.setup()
