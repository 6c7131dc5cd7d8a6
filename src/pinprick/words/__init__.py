"""The sentences of ours, by key, in a file for each language; and the words that join what the
knowledge base says."""

from pinprick.words.catalogue import ENGLISH, NoWords, languages, say

__all__ = ["ENGLISH", "NoWords", "languages", "say"]
