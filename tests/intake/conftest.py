"""A patient of a clinic with the starter rulebook."""

import pytest

from tests.intake.patients import PatientInBrowser, open_form


@pytest.fixture
def ada(db: None) -> PatientInBrowser:
    """Has opened her link for microneedling of the whole face."""
    return open_form()
