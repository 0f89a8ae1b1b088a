"""What no verb does any more once a patient has withdrawn the form."""

from screening.models import Appointment, Review
from screening.services.errors.mydata import FormWithdrawn


def refuse_withdrawn(appointment: Appointment) -> None:
    """FormWithdrawn where the patient of this appointment has withdrawn the form."""
    if Review.objects.withdrawn_for(appointment):
        raise FormWithdrawn
