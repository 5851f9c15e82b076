"""What modules use of full-text search."""

from santong.kit.fulltext.index import Entry, Index
from santong.kit.fulltext.ranking import Candidate
from santong.kit.fulltext.search import BEST, MOST_USED, NEWEST, ORDERS, SHOWN, Found, search
from santong.kit.fulltext.terms import learn, suggest
from santong.kit.fulltext.tokens import load_dictionary

__all__ = [
    "BEST",
    "MOST_USED",
    "NEWEST",
    "ORDERS",
    "SHOWN",
    "Candidate",
    "Entry",
    "Found",
    "Index",
    "learn",
    "load_dictionary",
    "search",
    "suggest",
]
