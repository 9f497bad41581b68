"""Numbers that came in pieces come out in one."""

from itertools import pairwise

import numpy as np
import pytest

from faq.growing import Growing


@pytest.mark.parametrize(
    "ends", [(0, 0), (0, 3), (0, 1 << 20), (0, 700_000, 700_000, 1_500_000, 2_097_152, 2_097_153)]
)
def test_they_come_out_in_the_order_in_which_they_came(ends: tuple[int, ...]) -> None:
    growing = Growing()
    for begin, end in pairwise(ends):
        growing.extend(range(begin, end))
    whole = growing.whole()
    assert whole.dtype == np.uint32
    assert np.array_equal(whole, np.arange(ends[-1]))


@pytest.mark.parametrize("number", [-1, 1 << 32])
def test_what_is_no_such_number_is_refused(number: int) -> None:
    growing = Growing()
    growing.extend([0, (1 << 32) - 1])
    with pytest.raises(OverflowError):
        growing.extend([number])
    assert growing.whole().tolist() == [0, (1 << 32) - 1]
