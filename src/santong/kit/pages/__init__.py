"""Declared pages. See `declared.ModelPages`."""

from santong.kit.pages.columns import Column, DateColumn, NameColumn, NumberColumn, Table, TagColumn, TimeColumn, tag
from santong.kit.pages.declared import BulkAction, ModelPages, PageAction
from santong.kit.pages.filters import ChoiceFilter, FilterSet, KeyFilter, SearchFilter
from santong.kit.pages.panels import (
    Fact,
    FactsPanel,
    HistoryPanel,
    ListPanel,
    Panel,
    PanelOn,
    TemplatePanel,
    ViewerFact,
    link,
    panels_on,
)
from santong.kit.pages.steps import StepPage

__all__ = [
    "BulkAction",
    "ChoiceFilter",
    "Column",
    "DateColumn",
    "Fact",
    "FactsPanel",
    "FilterSet",
    "HistoryPanel",
    "KeyFilter",
    "ListPanel",
    "ModelPages",
    "NameColumn",
    "NumberColumn",
    "PageAction",
    "Panel",
    "PanelOn",
    "SearchFilter",
    "StepPage",
    "Table",
    "TagColumn",
    "TemplatePanel",
    "TimeColumn",
    "ViewerFact",
    "link",
    "panels_on",
    "tag",
]
