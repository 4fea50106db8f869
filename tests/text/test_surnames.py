"""Lists of people are sorted by surname, whatever the order of the name; invented people only."""

import pytest

from archive.text.surnames import parted, sort_key


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("Ilse Marchetti", "Marchetti"),
        ("Edda", "Edda"),
        ("Sir Corin Vesely", "Vesely"),
        ("Piet Hallam Jr.", "Hallam"),
        ("Lucien-Marie Farro", "Farro"),
        ("Люсьен Фарро", "Фарро"),
        ("Олег Иванович Сорокин", "Сорокин"),
        ("Сорокин Олег Иванович", "Сорокин"),
        ("Nguyễn Thị Lan", "Nguyễn"),
        ("Tran Van Hoa", "Tran"),
        ("Lin Jianyu", "Lin"),
        ("Jianyu Lin", "Lin"),
        ("Zhao Mei", "Zhao"),
        ("林安书", "林安书"),
        ("王 小雲", "王"),
        ("Kim Do-yun", "Kim"),
        ("Park Min Seo", "Park"),
        ("Szabados Péter", "Szabados"),
        ("Péter Szabados", "Szabados"),
        ("Anna Peter", "Peter"),
        ("Greta von Ahlen", "Ahlen"),
        ("Greta Von Ahlen", "Von Ahlen"),
        ("Joris van der Meulen", "Meulen"),
        ("Joris Van der Meulen", "Meulen"),
        ("Charles de Brissac", "Brissac"),
        ("Gino Di Salvo", "Di Salvo"),
        ("Omar al-Haddad", "Haddad"),
        ("Omar El-Haddad", "Haddad"),
        ("Omar Al Haddad", "Al Haddad"),
        ("Salim bin Haddad", "Haddad"),
        ("José Manuel Ribas Ortuño", "Ribas Ortuño"),
        ("María del Carmen Ribas Ortuño", "Ribas Ortuño"),
        ("Carlos Ribas", "Ribas"),
        ("António Ribas Conceição", "Conceição"),
        ("Carlos Ribas da Cunha", "Cunha"),
        ("Lee Anderson", "Anderson"),
        ("Hu Smith", "Smith"),
    ],
)
def test_the_surname_is_set_apart(name, surname):
    of = parted(name)
    assert of.surname == surname
    assert " ".join("".join(of).split()) == name


def test_names_are_sorted_by_surname_then_by_the_rest():
    names = ["Ilse Marchetti", "Zhao Mei", "Omar al-Haddad", "Anna Marchetti", "Greta von Ahlen", "Émile Évrard"]
    assert sorted(names, key=sort_key) == [
        "Greta von Ahlen", "Émile Évrard", "Omar al-Haddad", "Anna Marchetti", "Ilse Marchetti", "Zhao Mei",
    ]  # fmt: skip
