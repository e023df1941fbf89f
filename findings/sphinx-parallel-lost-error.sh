#!/usr/bin/env bash
# Question: does `sphinx-build -j 2` fail where `sphinx-build` fails: where a handler of an event raises an error while
#   pages are written?
# Guess, written before the run: yes, with "Sphinx parallel build error" and the same status, 2.
# Seen: with -j 2 it ends with 0 and prints nothing, though the page of the error and others after it are missing. It
#   fails as expected if no further part of the pages is waiting when the error comes.
# Cause: a process sends its error through a pipe, which is read in ParallelTasks.join(), and also in add_task(), each
#   time that the next part is handed over. There `except Exception: self.terminate()` drops the error; what ran is
#   ended, and what is handed over later runs on. So the error is lost if it comes before the last part is handed over:
#   where documents take long to resolve, as those of large projects do.
# Surprising: https://www.sphinx-doc.org/en/master/man/sphinx-build.html describes -j as a division of the work only.
# Instead: count the pages of a site that was built with -j before it is published, or build it with one process.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check sphinx==9.0.4
mkdir docs
{
  printf 'Levels\n======\n\n.. toctree::\n\n'
  for number in $(seq 10 69); do
    printf '   page%s\n' "$number"
    printf 'Page %s\n=======\n\nText.\n' "$number" >"docs/page$number.rst"
  done
} >docs/index.rst
cat >docs/conf.py <<'END'
import time


def resolve(app, doctree, docname):
    time.sleep(0.1)  # a transform that takes its time


def check(app, pagename, templatename, context, doctree):
    if pagename == "page12":
        raise ValueError("page12 has a fault")


def setup(app):
    app.connect("doctree-resolved", resolve)
    app.connect("html-page-context", check)
END
{
  venv/bin/sphinx-build --version
  for jobs in 1 2; do
    status=0
    venv/bin/sphinx-build -q -W -j "$jobs" docs "site$jobs" 2>log || status=$?
    there=$(find "site$jobs" -name 'page*.html' | wc -l)
    printf -- '-j %s: status %s, ' "$jobs" "$status"
    if grep -q 'page12 has a fault' log; then printf 'reported, '; else printf 'not reported, '; fi
    if [ -e "site$jobs/page12.html" ]; then printf 'page12 is there, '; else printf 'page12 is missing, '; fi
    if [ "$there" -lt 59 ]; then echo 'others, too'; else echo 'no others'; fi
  done
} | tee seen
cat >expected <<'END'
sphinx-build 9.0.4
-j 1: status 2, reported, page12 is missing, others, too
-j 2: status 0, not reported, page12 is missing, others, too
END
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
