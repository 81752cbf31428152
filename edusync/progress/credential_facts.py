"""What the app above knows of certificates: progress asks through a registered provider and does not import it."""

from collections.abc import Mapping
from typing import Protocol


class CertificateProvider(Protocol):
    """Implemented by the credentials app."""

    def codes_of_learner(self, learner_id: int) -> Mapping[int, str]:
        """Codes of the learner's valid certificates by enrollment id, in ONE query."""
        ...


_provider: CertificateProvider | None = None


def register_certificates(provider: CertificateProvider) -> None:
    """Take the credentials app's answers from now on."""
    global _provider
    _provider = provider


def certificate_codes(learner_id: int) -> Mapping[int, str]:
    """Codes of valid certificates by enrollment id; empty while nobody answers."""
    return _provider.codes_of_learner(learner_id) if _provider else {}
