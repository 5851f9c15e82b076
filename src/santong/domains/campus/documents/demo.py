"""Documents of the demonstration."""

from santong.kit.demo import Region


def send_documents(region: Region) -> None:
    """Filled in below."""
