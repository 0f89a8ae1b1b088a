"""`python -m bench.clinic.measure preview|read [LAST_DAY]`: one measurement, printed as JSON."""

import gc
import json
import resource
import sys
import threading
import time
from collections.abc import Callable, Iterator
from itertools import islice
from multiprocessing import active_children
from pathlib import Path
from statistics import median
from typing import Any

from bench.days import ON
from screening.engine import Rulebook, canonical_json, digest_of, parse_rulebook
from screening.models import RulebookDraft, RulebookJob, RulebookVersion
from screening.services.audit import SYSTEM
from screening.services.processes import YOUNG_OBJECTS, cores
from screening.services.rulebook.impact.previewing import Preview, preview_chunk
from screening.services.rulebook.impact.stored import Chunk, Days, chunks_on, stored_in
from screening.services.rulebook.jobs import queue_job, run_due_jobs

CHUNK, CHUNKS = 250, 24


def stricter(document: dict[str, Any]) -> dict[str, Any]:
    """The starter rulebook with a longer wait after isotretinoin."""
    text = json.dumps([rule for rule in document["rules"] if rule["id"] == "isotretinoin_recent"])
    (changed,) = json.loads(text.replace('"6 months"', '"12 months"'))
    rules = [changed if rule["id"] == changed["id"] else rule for rule in document["rules"]]
    return {**document, "rules": rules, "cases": []}


def draft_document() -> dict[str, Any]:
    version: RulebookVersion = RulebookVersion.objects.active().get()
    return stricter(json.loads(version.document))


def preview(last: str) -> dict[str, Any]:
    """Run the job up to a day, on all cores, as the worker does."""
    document = draft_document()
    draft = RulebookDraft.objects.create(
        title="Stricter", document=canonical_json(document), digest=digest_of(document)
    )
    job = queue_job(draft=draft, kind="impact", options={"last": last}, by=SYSTEM)
    peaks = Peaks()
    peaks.start()
    start, used = time.perf_counter(), cpu_seconds()
    run_due_jobs()
    taken, used = time.perf_counter() - start, cpu_seconds() - used
    peaks.over.set()
    done = RulebookJob.objects.get(pk=job.pk)
    if done.status != "done":
        raise SystemExit(f"the job failed: {done.failure}")
    return {
        "result": json.loads(done.result),
        "cores": cores(),
        "seconds": taken,
        "cpu_seconds": used,
        "coordinator_mb": peak_mb("self"),
        "worker_mb": max(peaks.found.values(), default=0),
    }


def cpu_seconds() -> float:
    """Processor time of this process and of those it has seen end."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


class Peaks(threading.Thread):
    """Looks at the memory of the pool's processes; the kernel keeps each one's peak."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.over = threading.Event()
        self.found: dict[int, int] = {}

    def run(self) -> None:
        while not self.over.wait(0.2):
            for child in active_children():
                self.found[child.pid or 0] = max(self.found.get(child.pid or 0, 0), peak_mb(child.pid or 0))


def peak_mb(process: int | str) -> int:
    """The peak resident memory of a process; 0 where it is gone."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)


def read() -> dict[str, Any]:
    """One process, in turn: a chunk merely read, decrypted and decoded, and previewed. Microseconds each."""
    rulebook: Rulebook = parse_rulebook(draft_document())
    looked_at = Preview(rulebook, ON)
    chunks = list(islice(chunks_on(Days(), CHUNK), CHUNKS + 1))
    for chunk in chunks[:1]:  # compiles the rules, fills the caches of names
        preview_chunk(looked_at, chunk)
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)  # as in the processes of the pool
    pairs = [timed(chunk, looked_at) for chunk in chunks[1:]]
    return {
        "read": median(pair[0] for pair in pairs),
        "preview": median(pair[1] for pair in pairs),
        "ratio": median(pair[1] / pair[0] for pair in pairs),
    }


def timed(chunk: Chunk, looked_at: Preview) -> tuple[float, float]:
    """Both on one chunk."""
    return (
        microseconds(lambda: exhaust(stored_in(chunk))),
        microseconds(lambda: preview_chunk(looked_at, chunk)),
    )


def exhaust(found: Iterator[object]) -> None:
    """Look at each, keep none."""
    for _each in found:
        pass


def microseconds(run: Callable[[], object]) -> float:
    """Processor time per questionnaire: another process on the same core does not count."""
    start = time.process_time()
    run()
    return (time.process_time() - start) / CHUNK * 1e6


if __name__ == "__main__":
    print(json.dumps(read() if sys.argv[1] == "read" else preview(sys.argv[2])))
