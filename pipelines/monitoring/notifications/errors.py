"""Why a message could not be sent, in words that hold no secret."""

from pipelines.errors import PcplanError


class UnsentError(PcplanError):
    """A message was not taken; `may_come_right` says whether another try makes sense."""

    def __init__(self, said: str, may_come_right: bool) -> None:
        super().__init__(said)
        self.may_come_right = may_come_right
