"""The classes that come with the product: of the catalogue of government procurement, and what classrooms have beside.

The codes are those of the catalogue (kept like GB/T 14885-2010 by public code bases; 待核 against the decree in force,
which GB/T 14885-2022 renumbers). What has no code there that was found has none here.
"""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection

from santong.domains.campus.assets.models import AssetClass

Group = AssetClass.Group
CLASSES = (
    # code, name, group, years of use
    ("A02010103", "服务器", Group.SERVER, 6),
    ("A02010104", "台式计算机", Group.COMPUTER, 6),
    ("A02010105", "便携式计算机", Group.COMPUTER, 6),
    ("A02010107", "平板式微型计算机", Group.COMPUTER, 5),
    ("A0201060401", "液晶显示器", Group.DISPLAY, 6),
    ("A02010201", "路由器", Group.NETWORK, 6),
    ("A0201020201", "以太网交换机", Group.NETWORK, 6),
    ("A02010301", "防火墙", Group.NETWORK, 6),
    ("A0201060101", "喷墨打印机", Group.PRINTING, 6),
    ("A0201060102", "激光打印机", Group.PRINTING, 6),
    ("A02061504", "不间断电源(UPS)", Group.POWER, 6),
    ("A02091001", "普通电视设备(电视机)", Group.DISPLAY, 6),
    ("", "交互式智慧黑板", Group.DISPLAY, 6),
    ("", "交互式触控一体机", Group.DISPLAY, 6),
    ("", "投影机", Group.DISPLAY, 6),
    ("", "视频展示台", Group.DISPLAY, 6),
    ("", "无线接入点", Group.NETWORK, 5),
    ("", "录播主机", Group.RECORDING, 6),
    ("", "摄像机", Group.RECORDING, 6),
    ("", "功放与音箱", Group.RECORDING, 8),
    ("", "扫描仪", Group.PRINTING, 6),
    ("", "教学仪器", Group.TEACHING, 8),
    ("", "家具", Group.FURNITURE, 15),
    ("", "其他设备", Group.FURNITURE, 8),
)
OTHER_WORDS = {
    "台式计算机": ("台式电脑", "台式机", "电脑主机", "微机", "学生机", "计算机"),
    "便携式计算机": ("笔记本电脑", "笔记本", "手提电脑"),
    "平板式微型计算机": ("平板电脑", "学生平板", "平板"),
    "液晶显示器": ("显示器",),
    "以太网交换机": ("交换机",),
    "激光打印机": ("打印机",),
    "不间断电源(UPS)": ("UPS", "不间断电源"),
    "普通电视设备(电视机)": ("电视机", "电视"),
    "交互式智慧黑板": ("智慧黑板", "纳米黑板"),
    "交互式触控一体机": ("触控一体机", "教学一体机", "班班通", "电子白板", "一体机"),
    "投影机": ("投影仪", "短焦投影"),
    "视频展示台": ("展示台", "展台", "高拍仪"),
    "无线接入点": ("无线AP", "AP", "无线路由器"),
    "录播主机": ("录播设备", "录播系统"),
    "摄像机": ("摄像头", "监控摄像"),
    "功放与音箱": ("功放", "音箱", "音响", "扩音机"),
    "教学仪器": ("实验仪器", "显微镜"),
    "家具": ("课桌椅", "办公桌", "文件柜", "讲台"),
    "其他设备": ("其他", "其它"),
}
"""What schools write instead of the name of a class, the more exact words first."""


def load_after_migration(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Bring the shipped classes to what stands here, whenever migrations have run."""
    if using != DEFAULT_DB_ALIAS or AssetClass._meta.db_table not in connection.introspection.table_names():
        return
    known = set(AssetClass._base_manager.filter(path="").values_list("name", flat=True))
    # Not through the audited manager: no person does this, and every database has the same rows.
    AssetClass._base_manager.bulk_create(
        AssetClass(path="", code=code, name=name, group=group, lifetime=years)
        for code, name, group, years in CLASSES
        if name not in known
    )
