"""Share work among processes, each with all that this one has in memory."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from typing import TypeVar

from sphinx.application import Sphinx
from sphinx.errors import SphinxError, SphinxParallelError
from sphinx.util.parallel import ParallelTasks

Item = TypeVar("Item")
Result = TypeVar("Result")

EACH = 250
"""Items for which a process of its own pays: to fork a build of 10,000 papers takes as long as some of them."""

ENDED = "a process of the build was ended from outside, as where memory is short; build with fewer processes (-j 1)"


def processes_of(app: Sphinx) -> int:
    """Return by how many processes a build writes: one, unless Sphinx writes documents by several."""
    return app.parallel if app.builder.parallel_ok else 1


def share(items: Sequence[Item], work: Callable[[Sequence[Item]], Result], processes: int) -> list[Result]:
    """Return what work makes of each part of some items, of which every process gets as many.

    The processes leave nothing in the memory of this one but their results and what they log. Sphinx may lose the error
    of one that fails while another is started; so errors are results here.

    :param processes: the most processes; there are fewer if one would get fewer items than :data:`EACH`.
    :raises SphinxError: the first error of a process; there is one, too, for a process that was ended from outside.
    """
    processes = min(processes, len(items) // EACH)
    if processes < 2:  # noqa: PLR2004
        return [work(items)]

    def attempt(part: Sequence[Item]) -> Result | SphinxError:
        try:
            return work(part)
        except SphinxError as error:
            return error
        except Exception as error:  # noqa: BLE001  (as Sphinx reports those of its own processes)
            summary = traceback.format_exception_only(error)[-1].strip()
            return SphinxParallelError(summary, traceback.format_exc())

    results: list[Result | SphinxError] = []
    tasks = ParallelTasks(processes)
    try:
        for start in range(processes):
            tasks.add_task(attempt, items[start::processes], lambda _part, result: results.append(result))
        tasks.join()
    except EOFError as error:
        raise SphinxError(ENDED) from error
    for result in results:
        if isinstance(result, SphinxError):
            raise result
    if len(results) < processes:
        raise SphinxError(ENDED)
    return [result for result in results if not isinstance(result, SphinxError)]
