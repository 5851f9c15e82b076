"""What the installation's own commands use of accounts."""

from santong.domains.platform.accounts.founding import lacks_administrator

__all__ = ["lacks_administrator"]
