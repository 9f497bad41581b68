import pytest

from faq.entry import Status
from faq.fields import Catalogue, catalogue


def test_two_ministries_with_their_departments() -> None:
    known = catalogue()
    assert list(known.ministries) == ["MOIT", "MAE"]
    assert known.ministries["MOIT"].provincial_department == "Sở Công Thương"
    assert known.ministries["MAE"].vi == "Bộ Nông nghiệp và Môi trường"


def test_each_field_belongs_to_a_known_ministry_and_is_named_twice() -> None:
    known = catalogue()
    assert len(known.fields) == len(known.fields_of("MOIT")) + len(known.fields_of("MAE")) == 38
    for field in known.fields.values():
        assert field.ministry in known.ministries
        assert field.vi
        assert field.en
    assert known.fields["industrial-clusters"].vi == "Cụm công nghiệp"
    assert known.fields_of("MOF") == ()


def test_every_status_is_explained() -> None:
    assert set(catalogue().statuses) == set(Status)


def test_the_catalogue_is_read_once_and_cannot_be_changed() -> None:
    known: Catalogue = catalogue()
    assert catalogue() is known
    with pytest.raises(TypeError):
        known.fields["new"] = known.fields["alcohol"]  # type: ignore[index]
