"""What patients may do with their own data: see it, take it along, have it put right, withdraw the form."""

from screening.services.mydata.corrections import (
    ask_for_correction,
    close_correction,
    list_withdrawn,
    open_contact_requests,
    open_correction,
)
from screening.services.mydata.reading import (
    MyData,
    Reader,
    Reading,
    StoredAnswer,
    open_my_data,
    take_my_data,
)
from screening.services.mydata.withdrawing import may_withdraw, withdraw_form

__all__ = [
    "MyData",
    "Reader",
    "Reading",
    "StoredAnswer",
    "ask_for_correction",
    "close_correction",
    "list_withdrawn",
    "may_withdraw",
    "open_contact_requests",
    "open_correction",
    "open_my_data",
    "take_my_data",
    "withdraw_form",
]
