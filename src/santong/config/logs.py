"""Structured log lines: JSON by default, readable text for a person at a terminal."""

from __future__ import annotations

from typing import Any

import structlog

from santong.config.environment import Environment

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]


def logging_config(environment: Environment) -> dict[str, Any]:
    """The dictionary for `logging.config.dictConfig`; also sets structlog up."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *_renderers(environment.log_format),
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": environment.log_level},
        "loggers": {
            "django": {"level": "INFO", "propagate": True},
            "uvicorn.access": {"level": "WARNING"},
            # It lists the shapes of every document, and with them the characters of names.
            "fontTools": {"level": "WARNING"},
        },
    }


def _renderers(log_format: str) -> list[Any]:
    if log_format == "text":
        # Plain: the fancy formatter would print local variables, and with them personal data.
        return [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
