"""The report of a past run made good for the few posts that have changed since.

Of the other posts nothing is read but what the changed ones link to. That is right while nothing
else has changed, rules go post by post (``Rule.per_post``), and what the rules may ask of a changed
post on behalf of others is the same as before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from postlint.project import fails

if TYPE_CHECKING:
    from postlint.cache.replay import PastRun
    from postlint.cache.results import ResultCache
    from postlint.facts import LinkFacts
    from postlint.project import FileResult, Report
    from postlint.runner import Run


def renew(past: PastRun, run: Run, cache: ResultCache) -> Report | None:
    """The report of today; None when all posts have to be looked at.

    ``run`` has linted nothing yet, and has no results but those of the changed posts afterwards.
    """
    known = past.report()
    if known is None or any(found.location.path not in past.keys for found in known.findings):
        return None  # of what is found in a configuration, each post that has a link may be a cause
    run.lint_files(tuple(past.changed))
    for path in past.changed:
        before = cache.read(past.keys[path])
        now = run.results[path]
        if before is None or now.failures or _for_others(before) != _for_others(now):
            return None
    others = {path: key for path, key in past.keys.items() if path not in run.results}
    run.results.expect_later(others, cache.read)
    changed = run.report(past.changed)
    if changed.failures or run.results.lacks_some:
        return None
    if any(found.location.path in others for found in changed.findings):
        return None
    kept = [found for found in known.findings if found.location.path in others]
    failed = changed.failed or (past.failed and fails(kept, run.configuration.for_path))
    findings = sorted((*kept, *changed.findings), key=lambda found: found.sort_key)
    return replace(known, findings=tuple(findings), failed=failed)


def _for_others(result: FileResult) -> LinkFacts | None:
    """What rules may ask of a post on behalf of others: all but what it links to itself."""
    facts = result.facts
    return None if facts is None else replace(facts.links, links=(), entries=())
