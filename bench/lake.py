"""How fast the five questions are answered, by DuckDB and by a Spark cluster: `python -m bench.lake`.

Invented facts of half a year, written as the export writes them (a file for each month and county,
as after joining). DuckDB answers each question once to warm the page cache, then is measured; so
`slowest_s` is the slowest of the five. A Spark standalone master and two workers (a quick run: one), processes of
their own on loopback, answer the same five; `unequal` counts the values in which the engines differ (means may
differ in the last bits, because sums are added up in another order).

BENCH_ROWS is how many facts there are: 10,000,000 if it isn't set. No database takes part.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import ibis
import numpy as np
import psutil
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench.contract import Run, at_least, at_most, main, say
from bench.lakefacts import invent
from santong.domains.governance.analytics.engines import answer, facts_in, spark
from santong.domains.governance.analytics.questions import FIVE
from santong.kit.testing.postgres import free_port

LIMITS = {"slowest_s": at_most(2), "engines": at_least(2), "unequal": at_most(0)}
ROW_GROUP = 250_000
LOOPBACK = "127.0.0.1"
SPARK = {"spark.driver.maxResultSize": "2g", "spark.executor.memory": "2g"}
LIGHT_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
HASTY = {"spark.driver.extraJavaOptions": LIGHT_JAVA, "spark.executor.extraJavaOptions": LIGHT_JAVA}
"""For quick runs: what lives for seconds isn't worth compiling well."""
PATIENCE = 60


def measure(run: Run) -> dict[str, float]:
    """Generate, ask DuckDB, ask Spark, compare."""
    rows = int(os.environ.get("BENCH_ROWS", run.pick(10_000_000, 200_000)))
    with tempfile.TemporaryDirectory(prefix="santong-lake-") as folder:
        say(f"writing {rows:,} facts")
        paths = write(Path(folder), rows)
        duck, took = ask_duckdb(paths, run.pick(3, 1))
        figures = {"rows": rows, "slowest_s": max(took.values()), "mb": sum(p.stat().st_size for p in paths) / 1e6}
        figures |= {f"duckdb_s: {name}": seconds for name, seconds in took.items()}
        there = ask_spark(Path(folder), paths, run.pick(2, 1))
        if there is None:
            return {**figures, "engines": 1, "unequal": 0}
        answers, slow = there
        figures |= {f"spark_s: {name}": seconds for name, seconds in slow.items()}
        differing = {name: unequal(duck[name], answers[name]) for name in FIVE}
        say(f"values that differ: {differing}")
        return {
            **figures, "engines": 2, "unequal": sum(differing.values()),
            "values": sum(table.num_rows * table.num_columns for table in duck.values()),
        }  # fmt: skip


def write(folder: Path, rows: int) -> list[Path]:
    """One file for each month and county; their paths."""
    table = invent(rows)
    months = pc.strftime(table["day"], "%Y-%m")
    paths = []
    for month in sorted(pc.unique(months).to_pylist()):
        monthly = table.filter(pc.equal(months, month))
        for county in sorted(pc.unique(monthly["county"]).to_pylist()):
            part = monthly.filter(pc.equal(monthly["county"], county))
            path = folder / f"month={month}" / f"county={county}" / "facts.parquet"
            path.parent.mkdir(parents=True)
            pq.write_table(part, path, compression="zstd", row_group_size=ROW_GROUP)
            paths.append(path)
    return paths


def ask_duckdb(paths: list[Path], times: int) -> tuple[dict[str, pa.Table], dict[str, float]]:
    """The answers, and the median of seconds that each question took."""
    answers, took = {}, {}
    with facts_in("duckdb:", paths) as facts:
        for name, question in FIVE.items():
            answers[name] = answer(question(facts))
            seconds = []
            for _ in range(times):
                start = time.perf_counter()
                answer(question(facts))
                seconds.append(time.perf_counter() - start)
            took[name] = sorted(seconds)[len(seconds) // 2]
            say(f"  DuckDB, {name}: {took[name]:.2f} s, {answers[name].num_rows:,} rows")
    return answers, took


def ask_spark(folder: Path, paths: list[Path], workers: int) -> tuple[dict[str, pa.Table], dict[str, float]] | None:
    """The same from a cluster of processes started for it; None where Java or pyspark is missing."""
    if not (shutil.which("java") and find_spec("pyspark")):
        say("NOT COMPARED WITH SPARK: it needs Java and pyspark (the extra `spark`)")
        return None
    answers, took = {}, {}
    with spark_cluster(folder / "spark", workers) as url, spark(url, SPARK if workers > 1 else HASTY) as session:
        session.read.parquet(*[str(path) for path in paths]).createOrReplaceTempView("facts")
        facts = ibis.pyspark.connect(session).table("facts")
        for name, question in FIVE.items():
            start = time.perf_counter()
            answers[name] = answer(question(facts))
            took[name] = time.perf_counter() - start
            say(f"  Spark, {name}: {took[name]:.1f} s, {answers[name].num_rows:,} rows")
    return answers, took


@contextmanager
def spark_cluster(folder: Path, workers: int) -> Iterator[str]:
    """A standalone master and its workers on loopback, as docs/operations.md starts them; stopped by their ids."""
    folder.mkdir()
    spec = find_spec("pyspark")
    assert spec is not None and spec.origin is not None
    home = Path(spec.origin).parent
    environment = {**os.environ, "SPARK_LOCAL_IP": LOOPBACK, "SPARK_DAEMON_JAVA_OPTS": LIGHT_JAVA}
    port = free_port()
    url = f"spark://{LOOPBACK}:{port}"
    started: list[subprocess.Popen[bytes]] = []

    def start(name: str, *arguments: str) -> None:
        with (folder / f"{name}.log").open("wb") as log:
            command = [str(home / "bin" / "spark-class"), *arguments]
            started.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=folder))

    try:
        start(
            "master", "org.apache.spark.deploy.master.Master",
            "--host", LOOPBACK, "--port", str(port), "--webui-port", "0",
        )  # fmt: skip
        wait_for(folder / "master.log", "I have been elected leader")
        for number in range(workers):
            start(
                f"worker{number}", "org.apache.spark.deploy.worker.Worker", "--host", LOOPBACK, "--webui-port", "0",
                "--cores", "1", "--memory", "3g", "--work-dir", str(folder), url,
            )  # fmt: skip
        for number in range(workers):
            wait_for(folder / f"worker{number}.log", "Successfully registered with master")
        say(f"Spark: master and workers are the processes {[process.pid for process in started]}")
        yield url
    finally:
        for process in reversed(started):
            stop(process)


def wait_for(log: Path, text: str) -> None:
    """Until a log says something."""
    end = time.monotonic() + PATIENCE
    while text not in log.read_text(errors="replace"):
        if time.monotonic() > end:
            raise TimeoutError(log.read_text(errors="replace"))
        time.sleep(0.1)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process with those that it started."""
    group = [*psutil.Process(process.pid).children(recursive=True)] if process.poll() is None else []
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    _gone, alive = psutil.wait_procs(group, 5)
    for one in alive:
        one.kill()


def unequal(one: pa.Table, other: pa.Table) -> int:
    """In how many values two answers differ."""
    if one.num_rows != other.num_rows or one.column_names != other.column_names:
        return max(one.num_rows, other.num_rows) * len(one.column_names)
    return sum(_unequal_column(one[name], other[name]) for name in one.column_names)


def _unequal_column(one: pa.ChunkedArray, other: pa.ChunkedArray) -> int:
    if pa.types.is_floating(one.type):
        close = np.isclose(one.to_numpy(), other.to_numpy(), rtol=1e-12, atol=0, equal_nan=True)
        return int((~close).sum())
    same = pc.equal(one.combine_chunks(), other.cast(one.type).combine_chunks())
    return int(one.length() - (pc.sum(same).as_py() or 0))


if __name__ == "__main__":
    main("lake", measure, LIMITS)
