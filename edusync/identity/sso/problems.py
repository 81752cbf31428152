"""Why a provider's answer is refused: the codes stand in the address of the page that tells the person."""

from allauth.socialaccount.providers.base.provider import ProviderException


class AnswerRefused(ProviderException):
    """What came back is not what was asked for. `code` says which check failed; it goes into the log only."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
