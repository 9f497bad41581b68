"""Places that are no more: whoever types their names finds what they are today."""

from __future__ import annotations

from datetime import date

from faq.places import Former, Gazetteer, Place

DAY = date(2027, 1, 1)
LANG_SON = Place("20", "province", "tỉnh", "Lạng Sơn", "Tỉnh Lạng Sơn", "20")
NEW = Place("06060", "commune", "xã", "Tràng Định", "Xã Tràng Định", "20")
OTHER = Place("06070", "commune", "xã", "Bình Gia", "Xã Bình Gia", "20")
THAT_KHE = Place("06040", "commune", "xã", "Thất Khê", "Xã Thất Khê", "20")


def known(*former: Former) -> Gazetteer:
    return Gazetteer((LANG_SON, NEW, OTHER), former)


def test_the_old_name_leads_to_the_successor_and_says_so() -> None:
    merged = Former(THAT_KHE, "06060", "merge", DAY)
    for typed in ("that khe", "xã Thất Khê", "thất khê lạng sơn"):
        found = known(merged).find_commune(typed, "20")
        assert (found.exact, found.former) == (NEW, merged)
    assert known(merged).find_commune("that khee", "20").choices == (NEW,)
    assert known(merged).find_commune("trang dinh").former is None
    assert (known(merged).today("06040"), known(merged).today("x")) == ("06060", "x")
    assert (known(merged).get("06040"), known(merged).is_today("06040")) == (THAT_KHE, False)
    assert THAT_KHE not in known(merged).places


def test_of_a_split_the_parts_are_offered() -> None:
    parts = [Former(THAT_KHE, heir.code, "split", DAY) for heir in (NEW, OTHER)]
    found = known(*parts).find_commune("thất khê")
    assert found.exact is None
    assert set(found.choices) == {NEW, OTHER}
    assert found.former in parts


def test_a_place_that_bore_the_name_of_one_of_its_parts_is_found_at_once() -> None:
    before = Place("06059", "commune", "phường", "Tràng Định", "Phường Tràng Định", "20")
    found = known(Former(before, "06060", "merge", DAY)).find_commune("tràng định")
    assert (found.exact, found.former) == (NEW, None)


def test_a_merged_province_is_offered_and_its_other_names_go_along() -> None:
    bac_ninh = Place("24", "province", "tỉnh", "Bắc Ninh", "Tỉnh Bắc Ninh", "24")
    hue = Place("46", "province", "thành phố", "Huế", "Thành phố Huế", "46")
    places = Gazetteer((LANG_SON, bac_ninh), (Former(hue, "24", "merge", DAY),))
    assert places.find_province("huế").choices == (bac_ninh,)
    assert places.find_province("tt huế").exact == bac_ninh
