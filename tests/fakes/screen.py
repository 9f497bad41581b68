"""A phone's screen that shows one chat, on a channel where nothing that was said is ever edited."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from tests.fakes.bell import Bell


class Legible(Protocol):
    """A message that can be read."""

    id: str
    text: str


S = TypeVar("S", bound=Legible)


class Screen(Generic[S]):
    """What a person sees and has heard."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._noticed: set[str] = set()

    @property
    def heard(self) -> list[S]:
        """What the other side wrote, oldest first."""
        raise NotImplementedError

    async def hears(self, substring: str, timeout: float = 5.0) -> S:
        """Waits for a message of the other side that holds `substring`; each is noticed once.

        A second call waits for another one. Raises AssertionError with what was heard.
        """

        def look() -> S | None:
            for shown in self.heard:
                if shown.id not in self._noticed and substring in shown.text:
                    self._noticed.add(shown.id)
                    return shown
            return None

        return await self.sees(look, repr(substring), timeout)

    async def sees(self, look: Callable[[], S | None], what: str, timeout: float = 5.0) -> S:
        """Waits until `look` finds something. Raises AssertionError."""
        try:
            return await self._bell.until(look, timeout)
        except TimeoutError:
            said = "\n".join(f"  {shown.id}: {shown.text!r}" for shown in self.heard)
            raise AssertionError(f"{what} was not heard in {timeout} s; heard:\n{said}") from None
