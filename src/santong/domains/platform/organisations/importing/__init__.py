"""Lists of organisations as bureaus keep them, for the import wizard."""

from santong.domains.platform.organisations.importing.target import OrganisationImport

__all__ = ["OrganisationImport"]
