"""The answers as variables: per item what an answer can be, as far as any leaf can tell answers apart."""

from screening.engine.proofs.domains.base import Domain, Versions
from screening.engine.proofs.domains.body import AreasDomain
from screening.engine.proofs.domains.choices import ChoiceDomain, ChoicesDomain
from screening.engine.proofs.domains.dates import DateDomain
from screening.engine.proofs.domains.entries import EntriesDomain
from screening.engine.proofs.domains.medicines import MedicinesDomain
from screening.engine.proofs.domains.numbers import NumberDomain
from screening.engine.proofs.domains.texts import TextDomain

__all__ = [
    "AreasDomain",
    "ChoiceDomain",
    "ChoicesDomain",
    "DateDomain",
    "Domain",
    "EntriesDomain",
    "MedicinesDomain",
    "NumberDomain",
    "TextDomain",
    "Versions",
]
