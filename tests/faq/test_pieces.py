from faq.pieces import LONGEST, MOST, Pieces


def test_a_piece_is_made_once_also_when_nothing_comes_of_it() -> None:
    made: list[str] = []

    def make(piece: str) -> tuple[str, ...]:
        made.append(piece)
        return tuple(piece.strip("-"))

    pieces = Pieces(make)
    assert [pieces[piece] for piece in ("ab", "-", "ab", "-")] == [("a", "b"), (), ("a", "b"), ()]
    assert made == ["ab", "-"]


def test_pieces_are_not_remembered_for_ever() -> None:
    pieces = Pieces(str.upper)
    for number in range(MOST + 10):
        assert pieces[f"a{number}"] == f"A{number}"
    assert 0 < len(pieces) <= MOST


def test_a_long_piece_is_not_remembered() -> None:
    pieces = Pieces(len)
    assert [pieces["x" * length] for length in (LONGEST, LONGEST + 1)] == [LONGEST, LONGEST + 1]
    assert list(pieces) == ["x" * LONGEST]
