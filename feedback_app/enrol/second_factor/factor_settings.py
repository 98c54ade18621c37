"""What the doors of the second factor need of the server's settings."""

from __future__ import annotations

from dataclasses import dataclass

from feedback_app.base.sealing import Sealer
from feedback_app.enrol.second_factor.passkeys import RelyingParty, relying_party
from feedback_app.enrol.second_factor.proof import Browser
from feedback_app.settings import Settings


@dataclass(frozen=True, slots=True)
class FactorSettings:
    """How this server seals secrets, whom passkeys are for, whether factors are required."""

    sealer: Sealer
    party: RelyingParty | None
    required: str

    def browser(self, token_hash: str) -> Browser:
        """A browser that asks this server."""
        return Browser(token_hash, self.party)


def totp_sealer(settings: Settings) -> Sealer:
    """What seals the secrets of code apps; what an earlier secret of this server sealed, it opens."""
    return Sealer(settings.secret_key, *settings.earlier_secrets)


def factor_settings(settings: Settings) -> FactorSettings:
    """Those of a server."""
    return FactorSettings(totp_sealer(settings), relying_party(settings.public_url), settings.second_factor)
