"""Whether the software is well: what it writes about itself, what is looked at, and figures for a monitor."""

from screening.services.health.figures import Figure, figures
from screening.services.health.heartbeats import WorkerBeat, is_worker_alive
from screening.services.health.looking import are_guards_placed, do_keys_open, is_rulebook_usable, write_probe

__all__ = [
    "Figure",
    "WorkerBeat",
    "are_guards_placed",
    "do_keys_open",
    "figures",
    "is_rulebook_usable",
    "is_worker_alive",
    "write_probe",
]
