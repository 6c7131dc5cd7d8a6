"""What is told of an assessment, the same in every face: which causes, in which words and order."""

from pinprick.account.telling import account, for_clinicians, whole
from pinprick.account.told import Account
from pinprick.account.what_ifs import WhatIf, what_ifs

__all__ = ["Account", "WhatIf", "account", "for_clinicians", "what_ifs", "whole"]
