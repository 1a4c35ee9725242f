"""The words of a printed opinion. Paper is Chinese, whatever language the screen is in."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from consult.domain.codes import Certainty, Medium, RecommendationKind, Sex

TITLE: Final = "远程会诊诊疗意见报告"
STATEMENT: Final = "本意见供申请医疗机构参考，诊疗决定由申请医疗机构作出并承担责任。"
LABELS: Final[Mapping[str, object]] = MappingProxyType(
    {
        "page": "第",
        "case_number": "会诊编号",
        "amend_reason": "更正说明",
        "summary": "病情摘要（专家所理解的）",
        "answers": "对所提问题的答复",
        "cannot": "无法回答，需要：",
        "diagnoses": "诊断意见",
        "basis": "依据：",
        "differential": "鉴别：",
        "recommendations": "处理建议",
        "columns": ["序", "类别", "内容", "用法 / 时间 / 去处"],
        "red_flags": "出现以下情况立即处理或转送",
        "plain_words": "给患者的话",
        "limits": "本次会诊的局限",
        "qr": "扫码验真",
    }
)
SEXES: Final[Mapping[Sex, str]] = MappingProxyType(
    {Sex.MALE: "男", Sex.FEMALE: "女", Sex.UNKNOWN: "未说明"}
)
CERTAINTIES: Final[Mapping[Certainty, str]] = MappingProxyType(
    {
        Certainty.DEFINITE: "确定",
        Certainty.PROBABLE: "很可能",
        Certainty.POSSIBLE: "可能",
        Certainty.EXCLUDED: "已排除",
    }
)
MEDIA: Final[Mapping[Medium, str]] = MappingProxyType(
    {
        Medium.VIDEO: "视频",
        Medium.AUDIO: "语音",
        Medium.TEXT: "书面",
        Medium.IMAGES_ONLY: "仅阅影像资料",
    }
)
KINDS: Final[Mapping[RecommendationKind, str]] = MappingProxyType(
    {
        RecommendationKind.TEST: "检查",
        RecommendationKind.DRUG: "药物",
        RecommendationKind.PROCEDURE: "操作",
        RecommendationKind.MONITORING: "观察",
        RecommendationKind.SEND_AT_ONCE: "立即转送",
        RecommendationKind.REFERRAL: "转诊",
        RecommendationKind.FOLLOW_UP: "随访",
    }
)
