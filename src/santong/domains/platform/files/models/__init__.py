"""Files, what is stored of them, and what was made from them."""

from santong.domains.platform.files.models.allowances import Allowance
from santong.domains.platform.files.models.blobs import Blob, Rendition
from santong.domains.platform.files.models.files import File, Subtitle, Upload
from santong.domains.platform.files.models.kinds import Kind

__all__ = ["Allowance", "Blob", "File", "Kind", "Rendition", "Subtitle", "Upload"]
