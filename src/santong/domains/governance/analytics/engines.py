"""Where questions are computed: DuckDB in this process, or a Spark cluster. `ANALYTICS_URL` says which."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import ibis
import ibis.expr.types as ir
import pyarrow as pa

LOOPBACK = "127.0.0.1"


class NoEngine(Exception):
    """The engine that `ANALYTICS_URL` names can't be used; the text says what to do."""


@contextmanager
def facts_in(url: str, paths: Sequence[Path]) -> Iterator[ir.Table]:
    """The facts of Parquet files as a table of an engine. `url`: "duckdb:" or "spark://host:port"."""
    names = [str(path.resolve()) for path in paths]
    if urlsplit(url).scheme == "spark":
        with spark(url) as session:
            session.read.parquet(*names).createOrReplaceTempView("facts")
            yield ibis.pyspark.connect(session).table("facts")
        return
    connection = ibis.duckdb.connect()
    try:
        yield connection.read_parquet(names, table_name="facts", hive_partitioning=False)
    finally:
        connection.disconnect()


@contextmanager
def spark(url: str, settings: Mapping[str, str] | None = None) -> Iterator[Any]:
    """A Spark session on a master (`spark://…`, or `local[2]` for tests); ended afterwards.

    On a master of this machine everything stays on loopback.
    """
    try:
        from pyspark.sql import SparkSession  # an optional extra
    except ImportError:
        raise NoEngine("Spark needs its extra: pip install 'santong[spark]', and Java 17 or later.") from None
    given = {**_defaults(url), **(settings or {})}
    if given.get("spark.driver.host") == LOOPBACK:
        os.environ.setdefault("SPARK_LOCAL_IP", LOOPBACK)
    builder = SparkSession.builder.master(url).appName("santong")
    for name, value in given.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    finally:
        session.stop()


def _defaults(url: str) -> dict[str, str]:
    here = not url.startswith("spark:") or urlsplit(url).hostname in (LOOPBACK, "localhost")
    local = {"spark.driver.host": LOOPBACK, "spark.driver.bindAddress": LOOPBACK} if here else {}
    return {
        **local,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.sources.parallelPartitionDiscovery.threshold": "10000",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.adaptive.enabled": "true",
        "spark.sql.shuffle.partitions": "8",
    }


def answer(question: ir.Table) -> pa.Table:
    """Compute a question."""
    return question.to_pyarrow()
