"""A world that was never compiled, for looking at the map alone: the summer of 1940."""

from engine.atlas.atlas import open_atlas
from engine.atlas.ground import Front, Ground, Holder, Town

_POWERS = {
    Holder("ussr", "the Soviet Union", "S", "red"): (
        "leningrad karelia moscow smolensk voronezh volga kuibyshev kuban baku urals siberia baikal amur kamchatka "
        "north_sakhalin kazakhstan turkestan belorussia west_belorussia ukraine_west ukraine_right ukraine_left crimea"
    ),
    Holder("japan", "Japan", "J", "lime"): (
        "hokkaido honshu kyushu okinawa karafuto kuriles korea taiwan north_china yangtze canton hainan marianas"
    ),
    Holder("manchukuo", "Manchukuo", "m", "straw"): "manchuria mengjiang",
    Holder("kmt", "Chongqing", "C", "blue"): "china xinjiang",
    Holder("uk", "Britain", "B", "magenta"): "britain egypt iraq india bengal assam indus baluchistan malaya singapore",
    Holder("germany", "Germany", "G", "brown"): "germany austria bohemia poland norway low_countries france",
}


def _ground() -> Ground:
    areas, holders = open_atlas().by_id, tuple(_POWERS)
    held = {areas[area].number: place for place, names in enumerate(_POWERS.values(), 1) for area in names.split()}
    return Ground(
        holders,
        held,
        {areas["north_china"].number: "northern China"},
        frozenset({frozenset({1, 3}), frozenset({4, 5})}),
        (Front("The march into Persia", "Tabriz", ((44.5, 38.9), (47.5, 38.2), (48.9, 38.4))),),
        (
            Town("Moscow", (37.6, 55.75)),
            Town("Tokyo", (139.7, 35.7)),
            Town("Berlin", (13.4, 52.5)),
            Town("Baku", (49.9, 40.4), 1),
            Town("Tabriz", (46.3, 38.1), 2),
        ),
    )


GROUND = _ground()
