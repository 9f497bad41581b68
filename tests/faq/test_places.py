from collections import Counter, defaultdict
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.places import MAX_CHOICES, Found, Gazetteer, Place
from faq.text import accented, folded

VIET_NAM = Gazetteer.from_package()
COMMUNES = [place for place in VIET_NAM.places if place.kind == "commune"]
PROVINCES = [place for place in VIET_NAM.places if place.kind == "province"]
GIA_LAI, LANG_SON, THANH_HOA = "52", "20", "38"


def commune(text: str, province: str | None = None) -> str | None:
    exact = VIET_NAM.find_commune(text, province).exact
    return exact.full_name if exact else None


def offered(text: str, province: str | None = None) -> list[str]:
    found = VIET_NAM.find_commune(text, province)
    assert found.exact is None
    return [place.full_name for place in found.choices]


def test_the_package_gives_the_whole_country() -> None:
    assert len(PROVINCES) == 34
    assert len(COMMUNES) == 3321
    assert Counter(place.type for place in COMMUNES) == {"xã": 2621, "phường": 687, "đặc khu": 13}
    assert VIET_NAM.get("20") == Place("20", "province", "tỉnh", "Lạng Sơn", "Tỉnh Lạng Sơn", "20")
    assert VIET_NAM.get("01") == Place("01", "province", "thành phố", "Hà Nội", "Thành phố Hà Nội", "01")
    assert VIET_NAM.get("06040") == Place("06040", "commune", "xã", "Thất Khê", "Xã Thất Khê", "20")
    assert VIET_NAM.get("99999") is None


def test_names_have_no_doubled_spaces() -> None:
    for place in VIET_NAM.places:
        assert "  " not in place.full_name
        assert place.full_name.lower() == f"{place.type} {place.name.lower()}"


@pytest.mark.parametrize(
    "text",
    [
        "Xã Chư Sê",
        "xa chu se",
        "Chư Sê",
        "chuse gia lai",
        "chusegialai",
        "CHU SE, GIA LAI",
        "x. Chư Sê",
        "UBND xã Chư Sê, tỉnh Gia Lai",
        "em ở xã chư sê ạ",
        "gia lai chu se",
        "xachuse",
    ],
)
def test_one_commune_in_many_spellings(text: str) -> None:
    assert commune(text) == "Xã Chư Sê"
    assert commune(text, GIA_LAI) == "Xã Chư Sê"


def test_type_words_decide_when_they_separate() -> None:
    assert commune("p. đông tiến", THANH_HOA) == "Phường Đông Tiến"
    assert commune("phuong dong tien", THANH_HOA) == "Phường Đông Tiến"
    assert commune("xa dong tien", THANH_HOA) == "Xã Đồng Tiến"
    assert commune("phuong my tho", "82") == "Phường Mỹ Tho"


def test_type_words_that_do_not_separate_leave_a_choice() -> None:
    assert set(offered("xa van lang", "19")) == {"Xã Văn Lang", "Xã Văn Lăng"}
    assert set(offered("xa ba to", "51")) == {"Xã Ba Tô", "Xã Ba Tơ"}


def test_diacritics_decide_and_lazy_ones_may() -> None:
    assert commune("Văn Lăng", "19") == "Xã Văn Lăng"
    assert commune("Văn Lang", "19") == "Xã Văn Lang"
    assert commune("Van Lăng", "19") == "Xã Văn Lăng"
    assert commune("xã Thanh An", "79") == "Xã Thanh An"


def test_bare_letters_that_happen_to_be_a_name_are_not_diacritics() -> None:
    assert set(offered("thanh an", "79")) == {"Xã Thanh An", "Xã Thạnh An"}


def test_type_and_diacritics_that_disagree_leave_a_choice() -> None:
    assert set(offered("xã Đông Tiến", THANH_HOA)) == {"Phường Đông Tiến", "Xã Đồng Tiến"}
    assert offered("phường Chư Sê") == ["Xã Chư Sê"]


def test_wrong_diacritics_are_a_misspelling() -> None:
    assert offered("Chử Sê") == ["Xã Chư Sê"]
    assert set(offered("Sơn Ha", "51")) == {"Xã Sơn Hà", "Xã Sơn Hạ"}


@pytest.mark.parametrize("text", ["xa chu ce", "chu s", "Chư Xê", "chư sêê", "cư sê"])
def test_a_misspelt_name_is_offered_and_never_taken(text: str) -> None:
    assert offered(text, GIA_LAI)[0] == "Xã Chư Sê"


def test_a_name_of_several_provinces_is_never_picked() -> None:
    found = VIET_NAM.find_commune("phường Phú Thọ")
    assert found.exact is None
    assert {place.province_code for place in found.choices if place.type == "phường"} == {"25", "79"}
    assert commune("phường Phú Thọ", "25") == "Phường Phú Thọ"
    assert commune("phu tho, tp hcm") == "Phường Phú Thọ"


def test_a_merged_province_still_narrows() -> None:
    found = VIET_NAM.find_commune("tân an, long an")
    assert found.exact is not None
    assert (found.exact.full_name, found.exact.province_code) == ("Phường Tân An", "80")


def test_the_name_of_another_province_is_offered_after_near_ones() -> None:
    assert "Xã Chư Sê" in offered("chu se", LANG_SON)
    assert commune("chư sê gia lai", LANG_SON) is None


def test_an_old_commune_of_an_old_district_is_only_offered() -> None:
    assert offered("xã Ia Ko, huyện Chư Sê, tỉnh Gia Lai") == ["Xã Ia Ko"]


def test_a_type_word_may_be_part_of_a_name() -> None:
    assert commune("Xa Dung") == "Xã Xa Dung"
    assert commune("xã xa dung") == "Xã Xa Dung"
    assert commune("Phương Liệt") == "Phường Phương Liệt"
    assert commune("xa son tinh quang ngai") == "Xã Sơn Tịnh"


def test_numbers_and_signs_in_names() -> None:
    assert commune("P.1 Bảo Lộc") == "Phường 1 Bảo Lộc"
    assert commune("x. d'ran") == "Xã D'Ran"
    assert commune("M'Drak") == "Xã M’Drắk"
    assert commune("văn miếu quốc tử giám") == "Phường Văn Miếu - Quốc Tử Giám"


def test_every_commune_is_found_by_its_exact_name() -> None:
    for place in COMMUNES:
        province = VIET_NAM.get(place.province_code)
        assert province is not None
        assert VIET_NAM.find_commune(place.full_name, place.province_code).exact == place
        for text in (f"{place.full_name}, {province.full_name}", f"{place.full_name} {province.name}"):
            assert VIET_NAM.find_commune(text).exact == place, text


def test_every_commune_is_found_or_offered_when_typed_bare() -> None:
    for place in COMMUNES:
        for text in (folded(place.full_name), folded(place.name), folded(place.name).replace(" ", "")):
            found = VIET_NAM.find_commune(text, place.province_code)
            assert place in (found.exact, *found.choices), text


def test_the_ten_clashing_names_are_never_picked_bare() -> None:
    names: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in COMMUNES:
        names[place.province_code, folded(place.name).replace(" ", "")].append(place)
    clashes = {key: places for key, places in names.items() if len(places) > 1}
    assert len(clashes) == 10
    for (province, key), places in clashes.items():
        for text in (key, folded(places[0].name), folded(places[0].name).upper()):
            found = VIET_NAM.find_commune(text, province)
            assert found.exact is None
            assert set(places) <= set(found.choices)
        for place in places:
            exact = VIET_NAM.find_commune(place.full_name, province).exact
            assert exact == place


def test_no_name_of_several_owners_in_the_country_is_picked_bare() -> None:
    names: dict[str, list[Place]] = defaultdict(list)
    for place in COMMUNES:
        names[folded(place.name).replace(" ", "")].append(place)
    shared = [places for places in names.values() if len(places) > 1]
    assert len(shared) >= 371
    for places in shared:
        found = VIET_NAM.find_commune(folded(places[0].name))
        assert found.exact is None
        assert set(found.choices) <= set(VIET_NAM.places)
        assert len(found.choices) == min(len(places), MAX_CHOICES)


def test_every_province_is_found_in_each_spelling() -> None:
    for place in PROVINCES:
        spellings = (place.name, place.full_name, folded(place.name), folded(place.full_name).upper())
        for text in (*spellings, folded(place.name).replace(" ", ""), accented(place.name)):
            assert VIET_NAM.find_province(text).exact == place, text


@pytest.mark.parametrize(
    ("text", "name"),
    [("tp hcm", "Hồ Chí Minh"), ("TP.HCM", "Hồ Chí Minh"), ("sài gòn", "Hồ Chí Minh"), ("Đắc Lắc", "Đắk Lắk")],
)
def test_everyday_names_of_provinces(text: str, name: str) -> None:
    exact = VIET_NAM.find_province(text).exact
    assert exact is not None
    assert exact.name == name


@pytest.mark.parametrize(("text", "now"), [("Kon Tum", "51"), ("binh duong", "79"), ("tỉnh Hòa Bình", "25")])
def test_a_merged_province_is_offered_as_the_province_of_today(text: str, now: str) -> None:
    found = VIET_NAM.find_province(text)
    assert found.exact is None
    assert [place.code for place in found.choices] == [now]


def test_a_misspelt_province_is_offered() -> None:
    found = VIET_NAM.find_province("lạng xơn")
    assert found.exact is None
    assert found.choices[0].name == "Lạng Sơn"
    assert len(VIET_NAM.find_province("quảng").choices) <= MAX_CHOICES


def test_nothing_is_found_in_nothing() -> None:
    for text in ("", "   ", "?!", "😀", "\x00", "\ud800"):
        assert VIET_NAM.find_commune(text) == Found()
        assert VIET_NAM.find_province(text) == Found()
    assert VIET_NAM.find_commune("Chư Sê", "không có") == Found(choices=VIET_NAM.find_commune("Chử Sê").choices)


@given(st.text(max_size=200), st.sampled_from([None, "52", "20"]))
def test_no_text_raises(text: str, province: str | None) -> None:
    for found in (VIET_NAM.find_commune(text, province), VIET_NAM.find_province(text)):
        assert len(found.choices) <= MAX_CHOICES
        assert found.exact is None or not found.choices


@pytest.mark.parametrize("text", ["xã " * 5000, "a" * 1_000_000, "đăklăk" * 3000, "phường xã tỉnh " * 900])
def test_a_flood_costs_little(text: str) -> None:
    began = perf_counter()
    VIET_NAM.find_commune(text)
    VIET_NAM.find_province(text)
    assert perf_counter() - began < 0.5
