"""The words in which the platform records its own events; `docs/records-profile.md` explains them."""

from __future__ import annotations

from dataclasses import dataclass

ADL = "http://adlnet.gov/expapi/verbs"
TIN_CAN = "http://id.tincanapi.com/verb"
STREAMS = "http://activitystrea.ms/schema/1.0"
ADL_NEWER = "https://w3id.org/xapi/adl/verbs"
ADL_TYPES = "http://adlnet.gov/expapi/activities"
TIN_CAN_TYPES = "http://id.tincanapi.com/activitytype"


@dataclass(frozen=True)
class Verb:
    """A verb from a public registry, with its texts."""

    iri: str
    english: str
    chinese: str

    @property
    def as_json(self) -> dict[str, object]:
        return {"id": self.iri, "display": {"zh-CN": self.chinese, "en": self.english}}


VERBS = {
    "viewed": Verb(f"{TIN_CAN}/viewed", "viewed", "查看"),
    "downloaded": Verb(f"{TIN_CAN}/downloaded", "downloaded", "下载"),
    "played": Verb("https://w3id.org/xapi/video/verbs/played", "played", "播放"),
    "attempted": Verb(f"{ADL}/attempted", "attempted", "尝试"),
    "completed": Verb(f"{ADL}/completed", "completed", "完成"),
    "passed": Verb(f"{ADL}/passed", "passed", "通过"),
    "failed": Verb(f"{ADL}/failed", "failed", "未通过"),
    "answered": Verb(f"{ADL}/answered", "answered", "作答"),
    "scored": Verb(f"{ADL}/scored", "scored", "得分"),
    "submitted": Verb(f"{STREAMS}/submit", "submitted", "提交"),
    "shared": Verb(f"{ADL}/shared", "shared", "分享"),
    "commented": Verb(f"{ADL}/commented", "commented on", "评论"),
    "rated": Verb(f"{TIN_CAN}/rated", "rated", "评分"),
    "reviewed": Verb(f"{TIN_CAN}/reviewed", "reviewed", "评审"),
    "attended": Verb(f"{ADL}/attended", "attended", "参加"),
    "registered": Verb(f"{ADL}/registered", "registered for", "报名"),
    "logged-in": Verb(f"{ADL_NEWER}/logged-in", "logged in to", "登录"),
}

ACTIVITY_TYPES = {
    "resource": f"{TIN_CAN_TYPES}/resource",
    "course": f"{ADL_TYPES}/course",
    "lesson": f"{ADL_TYPES}/lesson",
    "assessment": f"{ADL_TYPES}/assessment",
    "question": f"{ADL_TYPES}/question",
    "media": f"{ADL_TYPES}/media",
    "meeting": f"{ADL_TYPES}/meeting",
    "application": f"{STREAMS}/application",
    "collection": f"{TIN_CAN_TYPES}/collection-simple",
}
