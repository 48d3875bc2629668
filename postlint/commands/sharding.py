"""What ``--shard`` and ``postlint merge`` do: lint a part of a site, and join the parts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from postlint.cache.folder import replace_file
from postlint.command import FAILED, OK, complain
from postlint.commands.checking import CheckRequest
from postlint.commands.performing import (
    discover_for,
    lint_discovered,
    opened_cache,
    perform_with,
    print_exactly,
)
from postlint.disk import size_of
from postlint.runner import Run
from postlint.settings import SettingsError
from postlint.shards.joining import check_complete, results_of
from postlint.shards.parts import parts_of
from postlint.shards.record import (
    Asked,
    ShardError,
    ShardHead,
    encode,
    maker_of,
    read_head,
    site_digest,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from postlint.cache.results import ResultCache
    from postlint.changes.scope import Scope
    from postlint.shards.parts import Shard


def write_shard(request: CheckRequest, shard: Shard) -> int:
    """Lints a part of what a request is about and writes what is to be joined.

    The exit status is 0 once that is written: whether anything was found, or a post could not be
    read, is for the report on the whole to say. Raises ``SettingsError``.
    """
    with opened_cache(request) as cache:
        configuration = request.configuration()
        discovered = discover_for(request, configuration)
        sizes = {path: size_of(path) for path in discovered.paths}
        paths = tuple(parts_of(sizes, shard.count)[shard.number - 1])
        run = lint_discovered(replace(discovered, paths=paths), request, configuration, cache)
    results = [run.results[path] for path in paths]
    for failure in sorted(failure for result in results for failure in result.failures):
        complain(f"{failure.path}: {failure.message}")
    made_by = maker_of(configuration, paths)
    head = ShardHead(shard.number, shard.count, made_by, site_digest(sizes), _asked(request))
    return _write(encode(head, results), request.output)


def merge_shards(paths: Sequence[str], **options: Any) -> int:
    """Reports on the posts whose shards are in files; returns the exit status of that report.

    ``options`` are those of ``CheckRequest`` that say how to report. Raises ``SettingsError``.
    """
    try:
        shards = {path: read_head(path) for path in paths}
        check_complete(shards)
        asked = next(iter(shards.values())).asked
        request = CheckRequest(**msgspec.structs.asdict(asked), **options)
        return perform_with(lambda *around: _joined(shards, *around), request)
    except ShardError as error:
        raise SettingsError(str(error)) from error


def _asked(request: CheckRequest) -> Asked:
    values = {name: getattr(request, name) for name in Asked.__struct_fields__}
    return msgspec.convert(values, Asked, from_attributes=True)


def _joined(
    shards: Mapping[str, ShardHead],
    request: CheckRequest,
    cache: ResultCache | None,
    scope: Scope | None,
) -> Run:
    configuration = request.configuration()
    discovered = discover_for(request, configuration)
    run = Run(configuration, failures=discovered.failures, cache=cache, scope=scope)
    sizes = {path: size_of(path) for path in discovered.paths}
    run.results.expect(len(sizes))
    for result in results_of(shards, sizes, configuration):
        run.results.keep(result)
    return run


def _write(parts: Iterable[bytes], output: str | None) -> int:
    try:
        if output is None:
            print_exactly(b"".join(parts))
        else:
            replace_file(Path(output), *parts)
    except OSError as error:
        complain(f"{output or 'standard output'}: {error.strerror}")
        return FAILED
    return OK
