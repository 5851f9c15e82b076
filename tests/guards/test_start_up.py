"""What a process loads before it answers: libraries that few requests need must not keep all others waiting."""

from __future__ import annotations

import subprocess
import sys

from django.utils.module_loading import import_string

from santong.kit.demo import DemoStep
from santong.kit.registry import registry

HEAVY = (
    "PIL",
    "boto3",
    "duckdb",
    "fontTools",
    "fpdf",
    "ibis",
    "jieba",
    "numpy",
    "onnxruntime",
    "openpyxl",
    "pandas",
    "pyarrow",
    "pypdfium2",
    "pyspark",
    "rapidocr",
    "weasyprint",
    "xlsxwriter",
)
LOAD = """
import sys
import django
django.setup()
import santong.config.asgi
from django.urls import get_resolver
get_resolver().url_patterns
print(*{name.partition(".")[0] for name in sys.modules})
"""


def test_starting_loads_no_library_that_only_some_functions_need():
    loaded = subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, check=True).stdout.split()
    assert "django" in loaded
    assert [name for name in HEAVY if name in loaded] == []


def test_every_step_of_the_demonstration_is_there():

    for step in registry.of(DemoStep):
        assert callable(import_string(step.run)), step.name
