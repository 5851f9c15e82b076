"""What other modules may use of the audit record: its words for what was done."""

from santong.domains.platform.audit.wording import action_name

__all__ = ["action_name"]
