"""Lists that were written before a unit was merged still say whom they mean."""

from __future__ import annotations

from faq.fields import catalogue
from handlers.roster.finding import Directory
from storage.seats import Role
from storage.units import Unit

LANG_SON = Unit("20", "province", "tỉnh", "Lạng Sơn", "Tỉnh Lạng Sơn", None, None)
NEW = Unit("06046", "commune", "xã", "Tràng Định", "Xã Tràng Định", "20", None)


def test_an_old_code_stands_for_what_the_unit_is_today() -> None:
    directory = Directory((LANG_SON, NEW), catalogue(), {"06040": "06046", "19": "20"})
    for written in ("06040", "6040", "06046", "Tràng Định"):
        assert directory.unit(written, Role.CADRE, "commune") == NEW
    assert directory.province("19") == LANG_SON
    assert directory.unit("19", Role.OFFICER, "province") == LANG_SON
