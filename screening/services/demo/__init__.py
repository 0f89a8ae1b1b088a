"""The demo clinic: invented people, appointments around today, answers generated from the questionnaire."""

from screening.services.demo.clinic import seed_clinic
from screening.services.demo.links import DemoLink, open_link
from screening.services.demo.staff import PASSWORD, STAFF, make_staff

__all__ = ["PASSWORD", "STAFF", "DemoLink", "make_staff", "open_link", "seed_clinic"]
