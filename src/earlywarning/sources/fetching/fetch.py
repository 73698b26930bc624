"""Every source in turn: what is not held yet is fetched, screened, put in place, written down."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from earlywarning.definitions.publication import DataSet, PlainFile, Publication, Sources
from earlywarning.errors import EarlyWarningError, SourceError, UsageError
from earlywarning.settings import today
from earlywarning.sources.boundary import of_file
from earlywarning.sources.fetching import pages, statistics_api
from earlywarning.sources.fetching.download import Part, Received, download, keep
from earlywarning.sources.fetching.failures import FetchError, NotThereError, UnreachableError
from earlywarning.sources.fetching.polite import Clock, Polite
from earlywarning.sources.fetching.record import (
    ASIDE,
    Change,
    Fetched,
    FetchLog,
    Result,
    Tried,
    now,
)
from earlywarning.sources.fetching.screen import screen
from earlywarning.sources.fetching.telling import line_of
from earlywarning.sources.reading import DATA_SUFFIXES

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class FetchJob:
    """What fetching one data set or file needs."""

    polite: Polite
    record: FetchLog
    catalogue: statistics_api.Catalogue
    source: str
    publication: Publication
    name: str

    def tried(self, outcome: Result, message: str = "", version: str = "") -> None:
        """Write an attempt down."""
        attempt = Tried(self.source, self.name, version, now(), outcome, message)
        self.record.try_out(attempt)

    def aside(self, version: str) -> Path:
        """Return where the bytes are gathered; hidden, so that no run reads a half file."""
        return self.record.folder / ASIDE / f"{self.source}.{self.name}.{version or 'file'}.part"


def chosen(sources: Sources, names: tuple[str, ...]) -> dict[str, Publication]:
    """Return the publications that were asked for; all where none was named.

    Raises:
        UsageError: naming what is not known, and what comes near.
    """
    known = sources.publications
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=3) or sorted(known)
            raise UsageError(f"no source {name!r}; did you mean {', '.join(near)}?")
    return {name: known[name] for name in names or known}


def fetch_all(
    sources: Sources,
    names: tuple[str, ...],
    folder: Path,
    *,
    address: str = "",
    clock: Clock | None = None,
    detail: Say = lambda _: None,
    tell: Say = lambda _: None,
) -> list[Tried]:
    """Fetch what is new of each source into a folder; `tell` gets one line per source.

    Raises:
        UsageError: if a source is not known.
        EarlyWarningError: if the folder cannot be written.
        SourceError: if the record in the folder is not one.
    """
    wanted = chosen(sources, names)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EarlyWarningError(f"{folder}: cannot be written: {error}") from error
    record = FetchLog(folder)
    with Polite(sources.fetching, clock, address, detail) as polite:
        catalogue = statistics_api.Catalogue(polite)
        for source, publication in wanted.items():
            before = len(record.tried)
            for one in publication.parts():
                job = FetchJob(polite, record, catalogue, source, publication, one.name)
                _attempt(job, one, detail)
            if publication.by_hand:
                job = FetchJob(polite, record, catalogue, source, publication, "")
                job.tried("by_hand", f"{publication.by_hand}; see {publication.page}")
            tell(line_of(source, record.tried[before:]))
    return record.tried


def _attempt(job: FetchJob, one: DataSet | PlainFile, detail: Say) -> None:
    """Fetch one data set or file; whatever goes wrong with it concerns no other."""
    try:
        # Whatever an answer holds, it costs its own source and no other.
        with of_file(f"{job.source} {job.name}", private=False):
            _fetch_data_set(job, one) if isinstance(one, DataSet) else _fetch_file(job, one)
    except UnreachableError as error:
        job.tried("unreachable", str(error))
    except FetchError as error:
        job.tried("refused" if str(error).startswith("refused") else "failed", str(error))
    except SourceError as error:
        job.tried("failed", str(error))
    last = job.record.tried[-1]
    detail(f"  {job.source} {job.name}: {last.outcome} {last.version} {last.message}".rstrip())


def _fetch_data_set(job: FetchJob, wanted: DataSet) -> None:
    found = job.record.id_of(job.source, wanted.name)
    try:
        data_set_id = found or job.catalogue.find(job.publication, wanted)
        versions = statistics_api.versions(job.polite, data_set_id)
    except NotThereError:
        if not found:
            raise
        # What was remembered is gone: a data set can be replaced by another.
        data_set_id = job.catalogue.find(job.publication, wanted)
        versions = statistics_api.versions(job.polite, data_set_id)
    for version in versions:
        held = job.record.held(job.source, wanted.name, version.number)
        if held is None:
            _take_version(job, data_set_id, version)
        elif version is versions[-1] and (held.etag or held.last_modified):
            _look_again(job, held, version)
        elif version is versions[-1]:
            job.tried("unchanged", version=version.number)


def _take_version(job: FetchJob, data_set_id: str, version: statistics_api.Version) -> None:
    received = download(job.polite, version.address, job.aside(version.number))
    assert received is not None  # nothing was asked under a condition
    _screened(received, ".csv", version.rows)
    listed = statistics_api.changes(job.polite, data_set_id, version.number)
    published = str(version.published or today())
    basis = "api" if version.published else "fetched"
    changes = [
        Change(job.source, job.name, version.number, published, **change) for change in listed
    ]
    row = _row(job, received, version.address, f"{job.name}__{version.number}.csv")
    row |= {"data_set_id": data_set_id, "version": version.number}
    row |= {"release_title": version.release, "published": published, "published_basis": basis}
    _keep(job, received, Fetched(**row), changes)


def _look_again(job: FetchJob, held: Fetched, version: statistics_api.Version) -> None:
    """Ask whether the newest version is still what it was: its number says so, its bytes prove it.

    Other bytes under the same number are a release of their own, out on the day they were seen.
    """
    received = download(
        job.polite, held.address, job.aside(version.number), held.etag, held.last_modified
    )
    if received is None or received.sha256 == held.sha256:
        _forget(received)
        job.tried("unchanged", version=version.number)
        return
    _screened(received, ".csv", version.rows)
    name = f"{job.name}__{version.number}__{received.sha256[:8]}.csv"
    row = _row(job, received, held.address, name)
    row |= {"data_set_id": held.data_set_id, "version": version.number}
    row |= {"release_title": version.release, "outcome": "changed under the same version"}
    _keep(job, received, Fetched(**row), [])


def _fetch_file(job: FetchJob, file: PlainFile) -> None:
    address = pages.address_of(job.polite, file)
    held = job.record.held(job.source, file.name)
    same = held if held and held.address == address else None
    received = download(
        job.polite,
        address,
        job.aside(""),
        same.etag if same else "",
        same.last_modified if same else "",
    )
    if received is None or (held and received.sha256 == held.sha256):
        _forget(received)
        job.tried("unchanged")
        return
    name = PurePosixPath(urlsplit(address).path).name
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in DATA_SUFFIXES:
        raise FetchError(f"{address}: not the address of a data file")
    _screened(received, suffix, None)
    row = _row(job, received, address, f"{received.sha256[:8]}__{name}")
    _keep(job, received, Fetched(**row), [])


def _screened(received: Received, suffix: str, rows: int | None) -> None:
    try:
        screen(received, suffix, rows=rows)
    except FetchError:
        _forget(received)
        raise


def _forget(received: Received | None) -> None:
    """Throw away what is not wanted, so that no later fetch continues it."""
    if received is not None:
        Part(received.path).drop()


def _row(job: FetchJob, received: Received, address: str, name: str) -> dict[str, str]:
    """Return the fields that every record has; without a day from the service, today's stands."""
    return {
        "source": job.source,
        "data_set": job.name,
        "data_set_id": "",
        "version": "",
        "release_title": "",
        "published": str(today()),
        "published_basis": "fetched",
        "address": address,
        "etag": received.etag,
        "last_modified": received.last_modified,
        "sha256": received.sha256,
        "bytes": str(received.size),
        "file": f"{job.source}/{name}",
        "fetched_at": now(),
        "outcome": "new",
    }


def _keep(job: FetchJob, received: Received, row: Fetched, changes: list[Change]) -> None:
    keep(received, job.record.folder / row.file)
    job.record.add(row, changes)
    job.tried("new", row.outcome if row.outcome != "new" else "", row.version)
