"""The judged set: resources that stand once among all others, and what people would type to find each.

A query is answered well when the wanted resource is among the first three.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Planted:
    """A resource with its lesson, unit and text."""

    lesson: str
    unit: str
    title: str
    subject: str = "语文"
    kind: str = "plan"
    text: str = "供备课和课堂使用。"


@dataclass(frozen=True)
class Judged:
    """What somebody types, how they come to it, and the title that they want."""

    query: str
    way: str
    wanted: str


PLANTED = (
    Planted("岳阳楼记", "游目骋怀", "岳阳楼记 先忧后乐的情怀 教案"),
    Planted("孔乙己", "世态人情", "孔乙己 人物形象分析 课件", kind="slides"),
    Planted("植树的牧羊人", "人与荒原", "植树的牧羊人 精读导学案"),
    Planted("泊船瓜洲", "明月乡愁", "《泊船瓜洲》一个绿字的推敲 微课", kind="micro"),
    Planted("最后一课", "土地之恋", "都德《最后一课》情景表演脚本", kind="material"),
    Planted("蜘蛛开店", "奇妙想象", "蜘蛛开店 故事续编 教学设计"),
    Planted("出师表", "古代忠臣", "出师表 字词梳理 练习题", kind="questions"),
    Planted("桃花源记", "理想家园", "桃花源记 文言虚词归类 试卷", kind="questions"),
    Planted("鸿门宴", "历史人物", "鸿门宴 座次图解 素材", kind="material"),
    Planted("祝福", "小说女性", "祥林嫂之死 《祝福》研讨课 案例", kind="case"),
    Planted("鸡兔同笼", "数学广角", "鸡兔同笼 列表法与假设法 教案", "数学"),
    Planted("杨辉三角", "数学文化", "杨辉三角 二项式系数的规律 课件", "数学", "slides"),
    Planted("韦达定理", "根与系数", "韦达定理 根与系数的关系 微课", "数学", "micro"),
    Planted("抽屉原理", "鸽巢问题", "抽屉原理 扑克牌游戏 教学案例", "数学", "case"),
    Planted("相似三角形", "图形的相似", "相似三角形的判定 探究单", "数学", "material"),
    Planted("统计图的选择", "数据收集", "统计图的选择 校园调查 作业", "数学", "questions"),
    Planted("阿基米德原理", "浮力", "阿基米德原理 浮力实验 虚拟实验", "物理", "experiment"),
    Planted("欧姆定律", "电流电阻", "欧姆定律 伏安法测电阻 实验报告", "物理", "experiment"),
    Planted("电磁感应", "磁生电", "电磁感应 法拉第的发现 课件", "物理", "slides"),
    Planted("酸碱中和反应", "酸和碱", "酸碱中和反应 紫甘蓝指示剂 家庭实验", "化学", "experiment"),
    Planted("金属活动性顺序", "金属材料", "金属活动性顺序 口诀与应用", "化学", "material"),
    Planted("人体免疫", "健康生活", "人体免疫 三道防线 思维导图", "生物学", "material"),
    Planted("基因的显隐性", "遗传变异", "基因的显性和隐性 豌豆杂交 课件", "生物学", "slides"),
    Planted("辛亥革命", "民国创立", "辛亥革命 武昌首义 时间轴", "历史", "material"),
    Planted("工业革命", "蒸汽时代", "工业革命 珍妮机与蒸汽机 教学设计", "历史"),
    Planted("时区与日界线", "地球运动", "时区与日界线 换算练习", "地理", "questions"),
    Planted("茉莉花", "江南小调", "《茉莉花》各地版本对比欣赏", "音乐", "material"),
    Planted("清明上河图", "风俗长卷", "走进清明上河图 长卷赏析", "美术", "slides"),
    Planted("立定跳远", "跳跃练习", "立定跳远 四步教学法 视频", "体育与健康", "micro"),
    Planted("循环语句", "程序结构", "循环语句 画正多边形 编程微课", "信息科技", "micro"),
)
_TITLES = {planted.lesson: planted.title for planted in PLANTED}
_TYPED = {
    "exact": (
        ("岳阳楼记 先忧后乐的情怀 教案", "岳阳楼记"), ("孔乙己人物形象分析课件", "孔乙己"),
        ("植树的牧羊人精读导学案", "植树的牧羊人"),
        ("蜘蛛开店 故事续编 教学设计", "蜘蛛开店"), ("鸡兔同笼列表法与假设法教案", "鸡兔同笼"),
        ("韦达定理 根与系数的关系 微课", "韦达定理"),
        ("欧姆定律 伏安法测电阻 实验报告", "欧姆定律"), ("人体免疫 三道防线 思维导图", "人体免疫"),
        ("辛亥革命 武昌首义 时间轴", "辛亥革命"),
        ("时区与日界线 换算练习", "时区与日界线"), ("循环语句 画正多边形 编程微课", "循环语句"),
        ("《茉莉花》各地版本对比欣赏", "茉莉花"),
    ),
    "partial": (
        ("先忧后乐", "岳阳楼记"), ("祥林嫂", "祝福"), ("绿字的推敲", "泊船瓜洲"), ("二项式系数规律", "杨辉三角"),
        ("伏安法", "欧姆定律"),
        ("紫甘蓝", "酸碱中和反应"), ("豌豆 杂交", "基因的显隐性"), ("武昌首义", "辛亥革命"),
        ("珍妮机", "工业革命"), ("扑克牌", "抽屉原理"),
        ("法拉第", "电磁感应"), ("四步教学法", "立定跳远"), ("上河图 长卷", "清明上河图"),
        ("校园调查 统计图", "统计图的选择"),
    ),
    "pinyin": (
        ("yueyanglouji", "岳阳楼记"), ("kongyiji", "孔乙己"), ("jitutonglong", "鸡兔同笼"),
        ("weidadingli", "韦达定理"),
        ("oumu dinglv", "欧姆定律"), ("xinhaigeming", "辛亥革命"), ("molihua", "茉莉花"),
        ("qingmingshanghetu", "清明上河图"),
        ("bcgz", "泊船瓜洲"), ("zsdmyr", "植树的牧羊人"), ("yhsj", "杨辉三角"), ("ajmdyl", "阿基米德原理"),
    ),
    "typo": (
        ("岳阳楼计", "岳阳楼记"), ("孔已己", "孔乙己"), ("植树的牧养人", "植树的牧羊人"), ("泊船瓜州", "泊船瓜洲"),
        ("鸡免同笼", "鸡兔同笼"),
        ("杨晖三角", "杨辉三角"), ("伟达定理", "韦达定理"), ("阿基米得原理", "阿基米德原理"),
        ("欧母定律", "欧姆定律"), ("电磁感映", "电磁感应"),
        ("辛亥革名", "辛亥革命"), ("清明上和图", "清明上河图"), ("蜘蛛开点", "蜘蛛开店"), ("桃花园记", "桃花源记"),
    ),
    "synonym": (
        ("孔乙己 ppt", "孔乙己"), ("岳阳楼记 教学设计", "岳阳楼记"), ("出师表 习题", "出师表"),
        ("桃花源记 试题", "桃花源记"),
        ("韦达定理 微视频", "韦达定理"), ("蜘蛛开店 教案", "蜘蛛开店"), ("人体免疫 脑图", "人体免疫"),
        ("鸿门宴 图解 材料", "鸿门宴"),
        ("阿基米德原理 仿真实验", "阿基米德原理"), ("电磁感应 幻灯片", "电磁感应"),
    ),
    "unit": (
        ("游目骋怀", "岳阳楼记"), ("世态人情", "孔乙己"), ("明月乡愁", "泊船瓜洲"), ("数学广角 鸡兔", "鸡兔同笼"),
        ("蒸汽时代", "工业革命"),
        ("江南小调", "茉莉花"), ("风俗长卷", "清明上河图"), ("鸽巢问题", "抽屉原理"),
        ("理想家园 桃花源", "桃花源记"), ("奇妙想象", "蜘蛛开店"),
    ),
}  # fmt: skip
JUDGED = tuple(Judged(query, way, _TITLES[lesson]) for way, pairs in _TYPED.items() for query, lesson in pairs)
