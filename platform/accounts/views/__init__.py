"""The pages of signing in and of accounts."""

from accounts.views import leaving
from accounts.views.demonstration import demonstration
from accounts.views.manage import accounts
from accounts.views.own_account import account
from accounts.views.sign_in import sign_in

__all__ = ["account", "accounts", "demonstration", "leaving", "sign_in"]
