"""What becomes of people named in documents when two of them turn out to be one."""

from santong.domains.platform.duplicates.public import MergeRule

RULE = MergeRule("documents", stays={"documents.Remark.person": "says who gave instructions"})
