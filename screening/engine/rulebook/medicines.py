"""Reading medicine classes, and the words that mean nothing beside a name."""

from screening.engine.medicines import MedicineClass, MedicineWords
from screening.engine.rulebook.reader import Problems, Reader, top_tables, unique
from screening.engine.rulebook.source import RulebookSource


def read_medicine_classes(source: RulebookSource, problems: Problems) -> dict[str, MedicineClass]:
    """Read `[[medicine_classes]]`."""
    rows = []
    for reader in top_tables(source, "medicine_classes", problems, "id"):
        row = MedicineClass(
            id=reader.text("id"),
            title=reader.text("title"),
            names=reader.texts("names"),
            topical_names=reader.texts("topical_names"),
            systemic_names=reader.texts("systemic_names"),
        )
        if not (row.names or row.topical_names or row.systemic_names):
            reader.note("has no names")
        reader.done()
        rows.append((reader, row.id, row))
    return unique(rows)


def read_medicine_words(source: RulebookSource, problems: Problems) -> MedicineWords:
    """Read `[medicine_words]`."""
    reader = Reader(
        source.document.get("medicine_words", {}), ("medicine_words", 0), "medicine_words", problems
    )
    topical, systemic, ignored = (frozenset(reader.texts(key)) for key in ("topical", "systemic", "ignored"))
    reader.done()
    return MedicineWords(topical, systemic, ignored)
