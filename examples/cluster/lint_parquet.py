"""Lints a collection of documents in Parquet, on all processors of a machine or on a cluster.

    pip install 'postlint[cluster]'
    python lint_parquet.py posts.parquet findings/
    python lint_parquet.py 's3://collection/*.parquet' s3://findings/ --scheduler tcp://head:8786

Each document is looked at by itself: its text is what there is, and no other file. What was found
goes to Parquet files again, one for each partition, with a row a finding. Dask reads, lints and
writes one partition at a time in each process, so memory does not grow with the collection.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import dask
import dask.dataframe as dd
import pandas as pd
import pyarrow as pa

from postlint.api import Configuration, Overrides, SettingsError
from postlint.linting import lint_source
from postlint.source import DecodeError, Source
from postlint.suppression import apply_directives

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.project import FileResult
    from postlint.settings import Settings

#: A row of what is written. The columns of a span count as those of every report do: lines and
#: columns from 1, in code points, the end exclusive.
FINDINGS = pa.schema(
    {
        "document": pa.string(),
        "rule": pa.string(),
        "severity": pa.string(),
        "message": pa.string(),
        "start_line": pa.int64(),
        "start_column": pa.int64(),
        "end_line": pa.int64(),
        "end_column": pa.int64(),
        "suggestions": pa.list_(pa.string()),
    }
)
#: The "rule" of a document that could not be linted; its message says why.
FAILURE = "failure"
#: Their types in pandas, which has none for lists.
_TYPES = {
    field.name: "object" if pa.types.is_list(field.type) else pd.ArrowDtype(field.type)
    for field in FINDINGS
}
_NO_FINDINGS = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in _TYPES.items()})


def lint_partition(
    documents: pd.DataFrame, name: str, text: str, config: str | None
) -> pd.DataFrame:
    """The findings in a table of documents, whose names and texts are in these columns."""
    configuration = _configuration(config)
    rows = [
        row
        for key, content in zip(documents[name], documents[text], strict=True)
        for row in _rows(str(key), content, configuration)
    ]
    columns = zip(*rows, strict=True) if rows else ((),) * len(_TYPES)
    return pd.DataFrame(
        {
            field: pd.Series(list(values), dtype=kind)
            for (field, kind), values in zip(_TYPES.items(), columns, strict=True)
        }
    )


def _configuration(file: str | None) -> Configuration:
    """The settings in a file, read once for each partition; without one, the defaults."""
    return Configuration(Overrides(file=file, isolated=file is None))


def _rows(
    document: str, content: object, configuration: Configuration
) -> Iterator[tuple[Any, ...]]:
    settings = configuration.for_path(document)
    try:
        if isinstance(content, bytes):
            source = Source.from_bytes(content, document)
        else:
            source = Source.from_text("" if pd.isna(content) else str(content), document)
    except DecodeError as error:
        yield _failure(document, str(error))
        return
    result = lint_source(source, settings)
    for failure in result.failures:
        yield _failure(document, failure.message)
    for finding in _without_excused(result, settings):
        start, end = finding.location.start, finding.location.end
        yield (
            *(document, finding.rule, finding.severity.value, finding.message),
            *(start.line, start.column, end.line, end.column),
            list(finding.suggestions),
        )


def _without_excused(result: FileResult, settings: Settings) -> list[Any]:
    """The findings that no directive excuses; those of rules that look across files do not run."""
    not_run = frozenset(rule.name for rule in settings.project_rules)
    found = apply_directives(result.findings, result, settings, not_run)
    return sorted(found, key=lambda finding: finding.sort_key)


def _failure(document: str, message: str) -> tuple[Any, ...]:
    return (document, FAILURE, "error", message, 1, 1, 1, 1, [])


def main() -> None:
    options = _options()
    started = time.perf_counter()
    try:
        # What is wrong with the settings is said here, not by every worker.
        _configuration(options.config).for_path("document.md")
        with _scheduler(options) as processes:
            count = _lint(options)
    except SettingsError as error:
        sys.exit(f"lint_parquet: {error}")
    except (OSError, KeyError, ValueError) as error:
        sys.exit(f"lint_parquet: {options.documents}: {' '.join(str(error).split())}")
    seconds = time.perf_counter() - started
    rate = count / seconds / processes
    print(
        f"{count:,} documents in {seconds:.1f} s, {rate:.0f} a second on each of {processes} cores"
    )


def _lint(options: argparse.Namespace) -> int:
    """Lints and writes; returns the number of documents."""
    columns = [options.name, options.text]
    documents = dd.read_parquet(options.documents, columns=columns, blocksize=options.blocksize)
    findings = documents.map_partitions(
        lint_partition, *columns, options.config, meta=_NO_FINDINGS, enforce_metadata=False
    )
    counted = documents[options.name].map_partitions(len).sum()
    findings.to_parquet(options.findings, schema=FINDINGS, write_index=False, overwrite=True)
    return int(counted.compute())


def _scheduler(options: argparse.Namespace) -> Any:
    """Where the work is done: in the ``with`` block, and it says on how many cores."""
    if options.scheduler is None:
        dask.config.set(scheduler="processes", num_workers=options.processes)
        return nullcontext(options.processes)
    from distributed import Client

    return _Cluster(Client(options.scheduler))


class _Cluster:
    """The cores of a cluster."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def __enter__(self) -> int:
        return sum(self._client.ncores().values())

    def __exit__(self, *_: object) -> None:
        self._client.close()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("documents", help="a Parquet file, a folder of such, or a pattern")
    parser.add_argument("findings", help="the folder to write to; what is in it goes")
    parser.add_argument("--name", default="path", help="the column with a document's name")
    parser.add_argument("--text", default="text", help="the column with its text or bytes")
    parser.add_argument("--config", help="a postlint.toml that every worker can read")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--scheduler", metavar="ADDRESS", help="that of a Dask cluster")
    parser.add_argument("--blocksize", default="64MiB", help="of a partition, in Parquet")
    return parser.parse_args()


if __name__ == "__main__":
    main()
