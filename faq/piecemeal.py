"""What is large goes piece by piece, so that nobody waits until all of it is gone."""


class Piecemeal:
    """Something whose parts, when it goes, go one after the other: between two of them others get the interpreter.

    A bank of a million entries that is replaced takes ninety milliseconds to go. What other objects share with it
    stays.
    """

    def __del__(self) -> None:
        """Let go of one part after the other."""
        parts = self.__dict__
        while parts:
            parts.popitem()
