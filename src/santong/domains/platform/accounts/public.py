"""What other modules may use of accounts."""

from santong.domains.platform.accounts.founding import lacks_administrator
from santong.domains.platform.accounts.panels import AccountPanel

__all__ = ["AccountPanel", "lacks_administrator"]
