#!/usr/bin/env bash
# Question: is the sum of a column of half-precision numbers the same for all rows and for the one group that holds them?
# Guess, written before the run, of casts alone: they round to the nearest. The sums were tried in the same run.
# Seen: no. 4,000 times 1 are 4000 and, as a group, 2048; 4,000 times 0.1 are 400 and 256. The mean of the group is right,
#   1 and 0.1. If the query also asks for the sum divided by the length, the sum of the group is 4000 as well: it
#   depends on what else is asked for. Of 5,000 numbers between 0 and 1 the group has 2048 instead of 2494. There is no
#   warning.
# Cause: as the results show, the sum of a group is kept in half precision, where 2048 + 1 is 2048, and any other sum in
#   a wider type that is rounded once. SQL and the streaming engine do the same.
# Surprising: the documentation of sum has the small integers cast to Int64 "to prevent overflow issues", and no word on
#   groups. That of Float16 recommends Float32 for computing, because it is faster.
# Instead: cast in the aggregation, pl.col("a").cast(pl.Float32).sum().
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check polars==2.1.0 numpy==2.4.6
cat >probe.py <<'EOF'
import numpy as np
import polars as pl

print("polars", pl.__version__)
TOTAL = pl.col("a").sum()
SAMPLES = {
    "2,000 times 1": np.full(2000, 1.0),
    "4,000 times 1": np.full(4000, 1.0),
    "4,000 times 0.1": np.full(4000, 0.1),
    "5,000 in 0 to 1": np.random.default_rng(0).random(5000),
}
for name, values in SAMPLES.items():
    frame = pl.DataFrame({"g": [0] * len(values), "a": values.astype(np.float16)})
    group = frame.group_by("g")
    print(name)
    print("  all rows               ", frame.select(TOTAL).item())
    print("  group                  ", group.agg(TOTAL)["a"].item())
    print("  group, streaming       ", frame.lazy().group_by("g").agg(TOTAL).collect(engine="streaming")["a"].item())
    print("  group, SQL             ", frame.sql("SELECT g, SUM(a) AS a FROM self GROUP BY g")["a"].item())
    print("  group, mean            ", group.agg(pl.col("a").mean())["a"].item())
    print("  group, sum and quotient", group.agg(TOTAL, (TOTAL / pl.len()).alias("q"))["a"].item())
    print("  group, as Float32      ", f"{group.agg(pl.col('a').cast(pl.Float32).sum())['a'].item():.6g}")
EOF
venv/bin/python probe.py | tee seen
cat >expected <<'EOF'
polars 2.1.0
2,000 times 1
  all rows                2000.0
  group                   2000.0
  group, streaming        2000.0
  group, SQL              2000.0
  group, mean             1.0
  group, sum and quotient 2000.0
  group, as Float32       2000
4,000 times 1
  all rows                4000.0
  group                   2048.0
  group, streaming        2048.0
  group, SQL              2048.0
  group, mean             1.0
  group, sum and quotient 4000.0
  group, as Float32       4000
4,000 times 0.1
  all rows                400.0
  group                   256.0
  group, streaming        256.0
  group, SQL              256.0
  group, mean             0.0999755859375
  group, sum and quotient 400.0
  group, as Float32       399.902
5,000 in 0 to 1
  all rows                2494.0
  group                   2048.0
  group, streaming        2048.0
  group, SQL              2048.0
  group, mean             0.49853515625
  group, sum and quotient 2494.0
  group, as Float32       2493.17
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
