"""The areas of the world of 1940: their names, the present countries they are made of, and our own strokes.

Read when the atlas is drawn (`draw.py`), never when it is used. A ring is a row of points, each its longitude east
and its latitude north in degrees.
"""

NAMES = {
    # the Soviet Union and its neighbours
    "leningrad": "Leningrad and the north-west", "karelia": "Murmansk and Karelia",
    "moscow": "Moscow and the centre", "smolensk": "Smolensk", "voronezh": "Voronezh and Kursk",
    "volga": "the lower Volga", "kuibyshev": "the middle Volga", "kuban": "the Kuban and Grozny",
    "baku": "Transcaucasia", "urals": "the Urals", "siberia": "western Siberia", "baikal": "eastern Siberia",
    "amur": "the Far East", "kamchatka": "Kamchatka", "north_sakhalin": "northern Sakhalin",
    "kazakhstan": "Kazakhstan", "turkestan": "Turkestan", "estonia": "Estonia", "latvia": "Latvia",
    "lithuania": "Lithuania", "belorussia": "White Russia", "west_belorussia": "western White Russia",
    "ukraine_west": "Galicia and Volhynia", "ukraine_right": "the Ukraine west of the Dnieper",
    "ukraine_left": "the Ukraine east of the Dnieper", "crimea": "the Crimea", "bessarabia": "Bessarabia",
    "finland": "Finland", "tuva": "Tuva", "mongolia": "Mongolia",
    # Asia's east
    "hokkaido": "Hokkaido", "honshu": "Honshu", "kyushu": "Kyushu and Shikoku", "okinawa": "Okinawa",
    "karafuto": "Karafuto", "kuriles": "the Kuriles", "korea": "Korea", "taiwan": "Taiwan",
    "manchuria": "Manchuria", "mengjiang": "Mengjiang", "north_china": "northern China",
    "yangtze": "the lower Yangtze", "canton": "Canton", "hainan": "Hainan", "hong_kong": "Hong Kong",
    "china": "Free China", "yanan": "Yan'an", "xinjiang": "Xinjiang", "tibet": "Tibet", "tonkin": "Tonkin",
    "annam": "Annam and Laos", "saigon": "southern Indochina", "siam": "Thailand", "malaya": "Malaya",
    "singapore": "Singapore", "borneo": "northern Borneo", "sumatra": "Sumatra", "java": "Java",
    "kalimantan": "Dutch Borneo", "celebes": "Celebes and the Moluccas", "dutch_guinea": "Dutch New Guinea",
    "timor": "Timor", "luzon": "Luzon", "mindanao": "the southern Philippines", "tenasserim": "Tenasserim",
    "rangoon": "Rangoon and the delta", "mandalay": "upper Burma", "assam": "Assam", "bengal": "Bengal",
    "indus": "the Indus country", "baluchistan": "Baluchistan", "india": "India", "ceylon": "Ceylon",
    "nepal": "Nepal",
    # Asia's west
    "afghanistan": "Afghanistan", "north_persia": "northern Persia", "tehran": "Tehran", "khorasan": "Khorasan",
    "south_persia": "southern Persia", "khuzestan": "Khuzestan", "iraq": "Iraq", "gulf": "the Gulf coast",
    "arabia": "Arabia", "syria": "Syria and the Lebanon", "palestine": "Palestine and Transjordan",
    "turkey": "Turkey", "cyprus": "Cyprus",
    # Europe
    "germany": "Germany", "austria": "Austria", "bohemia": "Bohemia and Moravia", "poland": "Poland",
    "slovakia": "Slovakia", "east_prussia": "East Prussia", "denmark": "Denmark", "norway": "Norway",
    "sweden": "Sweden", "low_countries": "the Low Countries", "france": "France", "vichy": "Vichy France",
    "switzerland": "Switzerland", "italy": "Italy", "albania": "Albania", "hungary": "Hungary",
    "romania": "Romania", "bulgaria": "Bulgaria", "yugoslavia": "Yugoslavia", "greece": "Greece", "spain": "Spain",
    "portugal": "Portugal", "gibraltar": "Gibraltar", "britain": "Britain", "ireland": "Ireland", "malta": "Malta",
    # Africa
    "morocco": "Morocco", "algeria": "Algeria and Tunisia", "libya": "Libya", "egypt": "Egypt",
    "sudan": "the Sudan", "abyssinia": "Abyssinia", "kenya": "British East Africa",
    "french_africa": "French Africa", "west_africa": "British West Africa", "elsewhere": "elsewhere",
    # the Pacific
    "aleutians": "the Aleutians", "alaska": "Alaska", "hawaii": "Hawaii", "midway": "Midway", "wake": "Wake",
    "guam": "Guam", "marianas": "the Marianas", "carolines": "the Carolines", "marshalls": "the Marshalls",
    "gilberts": "the Gilberts", "iwojima": "Iwo Jima", "new_guinea": "New Guinea", "solomons": "the Solomons",
    "australia": "Australia", "south_seas": "the South Seas",
}  # fmt: skip

COUNTRIES = {
    "baikal": ["Russia"], "kazakhstan": ["Kazakhstan"], "turkestan": ["Uzbekistan", "Turkmenistan", "Kyrgyzstan",
    "Tajikistan"], "baku": ["Georgia", "Armenia", "Azerbaijan"], "ukraine_right": ["Ukraine"],
    "bessarabia": ["Moldova"], "belorussia": ["Belarus"], "estonia": ["Estonia"], "latvia": ["Latvia"],
    "lithuania": ["Lithuania"], "finland": ["Finland", "Åland"], "mongolia": ["Mongolia"], "honshu": ["Japan"],
    "korea": ["North Korea", "South Korea"], "taiwan": ["Taiwan"], "china": ["China", "Macao"],
    "hong_kong": ["Hong Kong"], "annam": ["Vietnam", "Laos"], "saigon": ["Cambodia"], "siam": ["Thailand"],
    "malaya": ["Malaysia"], "singapore": ["Singapore"], "borneo": ["Brunei"], "celebes": ["Indonesia"],
    "timor": ["Timor-Leste"], "luzon": ["Philippines"], "mandalay": ["Myanmar"], "india": ["India",
    "Siachen Glacier"], "nepal": ["Nepal", "Bhutan"], "bengal": ["Bangladesh"], "indus": ["Pakistan"],
    "ceylon": ["Sri Lanka"], "afghanistan": ["Afghanistan"], "south_persia": ["Iran"], "iraq": ["Iraq"],
    "gulf": ["Kuwait", "Bahrain", "Qatar", "United Arab Emirates", "Oman"], "arabia": ["Saudi Arabia", "Yemen"],
    "syria": ["Syria", "Lebanon"], "palestine": ["Palestine", "Israel", "Jordan"], "turkey": ["Turkey"],
    "cyprus": ["Cyprus", "N. Cyprus"], "germany": ["Germany"], "austria": ["Austria"], "bohemia": ["Czechia"],
    "poland": ["Poland"], "slovakia": ["Slovakia"], "denmark": ["Denmark"], "norway": ["Norway"],
    "sweden": ["Sweden"], "low_countries": ["Netherlands", "Belgium", "Luxembourg"], "france": ["France"],
    "switzerland": ["Switzerland", "Liechtenstein"], "italy": ["Italy", "San Marino"], "albania": ["Albania"],
    "hungary": ["Hungary"], "romania": ["Romania"], "bulgaria": ["Bulgaria"], "yugoslavia": ["Serbia", "Croatia",
    "Slovenia", "Bosnia and Herz.", "Montenegro", "Macedonia", "Kosovo"], "greece": ["Greece"], "spain": ["Spain",
    "Andorra"], "portugal": ["Portugal"], "britain": ["United Kingdom", "Isle of Man", "Jersey", "Guernsey"],
    "ireland": ["Ireland"], "malta": ["Malta"], "morocco": ["Morocco", "W. Sahara"], "algeria": ["Algeria",
    "Tunisia"], "libya": ["Libya"], "egypt": ["Egypt"], "sudan": ["Sudan", "S. Sudan"], "abyssinia": ["Ethiopia",
    "Eritrea", "Somalia", "Djibouti"], "kenya": ["Kenya", "Uganda", "Tanzania", "Somaliland"],
    "french_africa": ["Mauritania", "Mali", "Niger", "Senegal", "Burkina Faso", "Guinea", "Benin", "Côte d'Ivoire",
    "Togo", "Chad", "Central African Rep.", "Cameroon", "Gabon", "Congo", "Madagascar"], "west_africa": ["Nigeria",
    "Ghana", "Sierra Leone", "Gambia"], "alaska": ["United States of America"], "guam": ["Guam"],
    "marianas": ["N. Mariana Is."], "carolines": ["Micronesia", "Palau"], "marshalls": ["Marshall Is."],
    "gilberts": ["Kiribati", "Nauru", "Tuvalu"], "new_guinea": ["Papua New Guinea"], "solomons": ["Solomon Is."],
    "australia": ["Australia"], "south_seas": ["Samoa", "Fiji", "Vanuatu", "New Caledonia", "Tonga",
    "American Samoa", "Wallis and Futuna Is."],
}  # fmt: skip

_RUSSIA = ("baikal",)
_CHINA = ("china",)

# What is drawn over what, in this order: (area, inside which areas only, ring).
STROKES: list[tuple[str, tuple[str, ...], str]] = [
    # Russia, from west to east
    ("siberia", _RUSSIA, "59 80, 95 80, 95 48, 59 48"),
    ("urals", ("siberia", *_RUSSIA), "52 80, 70 80, 66 66, 63 60, 62 55, 62 50, 52 50, 53 54, 51 57, 50 62"),
    ("karelia", _RUSSIA, "28 72, 42 72, 42 60.8, 36 60.8, 29 61.8"),
    ("kuibyshev", _RUSSIA, "44 62, 51.5 62, 52 57, 53 54, 52.5 50, 46 52, 44 54"),
    ("leningrad", _RUSSIA, "27 61.8, 36 60.8, 38 60.8, 38 58.6, 32.5 57, 29 55.9, 27 57.3"),
    ("smolensk", _RUSSIA, "29 56.1, 32.5 57, 34.8 57, 34.8 52.4, 31 52"),
    ("voronezh", _RUSSIA, "31 53, 34.8 53.4, 38 53.4, 42.5 53.2, 42.5 49.6, 39 49.6, 34 50"),
    ("volga", _RUSSIA,
     "42.5 53.2, 46 52, 50 51.5, 51 49, 49.5 45, 46 44.6, 44.5 46.2, 42.3 46.8, 42.3 49.6, 42.5 51"),
    ("kuban", _RUSSIA, "36 47.6, 40 49.8, 42.4 49.7, 42.3 46.8, 44.5 46.2, 46 44.6, 48 45, 49 41, 40 42.5, 36 44"),
    ("moscow", _RUSSIA, "34.8 60.8, 38 60.8, 44 62, 44 54, 42.5 53.2, 34.8 53.4, 34.8 57, 33 57.5, 38 58.6, 38 60.8"),
    ("karelia", _RUSSIA, "36 72, 52 72, 52 61, 36 60"),
    ("kuibyshev", _RUSSIA, "42 62, 53 62, 53 50, 42 50"),
    ("east_prussia", ("poland", *_RUSSIA), "19 53.4, 22.9 53.6, 22.9 55.4, 19 55.4"),
    ("tuva", ("siberia", *_RUSSIA), "88.5 50, 90 53.2, 96 53.6, 99 52, 98.5 49.8, 92 49.8"),
    ("north_sakhalin", _RUSSIA, "141.4 50, 145.2 50, 145.2 55, 141.7 55"),
    ("karafuto", _RUSSIA, "141.3 45.6, 145.2 45.6, 145.2 50, 141.3 50"),
    ("kuriles", _RUSSIA, "145.2 43.2, 157 43.2, 157 50.9, 154 50.9, 145.2 46"),
    ("kamchatka", _RUSSIA, "154 63, 180 71, 206 70, 180 50, 154 50"),
    ("amur", _RUSSIA, "119 57, 132 60, 154 62, 154 50.5, 141.2 45, 130 42, 128 48, 119 52"),
    # what is left between the strokes
    ("leningrad", _RUSSIA, "26 62.5, 40 62.5, 40 56.5, 26 56.5"),
    ("smolensk", _RUSSIA, "26 56.5, 36 56.5, 36 51, 26 51"),
    ("kuban", _RUSSIA, "36.8 47.5, 50 47.5, 50 40, 36.8 40"),
    # the frontiers of 1940 in the west
    ("west_belorussia", ("belorussia",), "23 51, 27.3 51, 27.3 54, 27.9 55.9, 23 55.9"),
    ("ukraine_west", ("ukraine_right",), "22 47.8, 26.3 48.1, 26.2 50.2, 27.5 51.8, 23 52"),
    ("ukraine_left", ("ukraine_right",),
     "30.6 53, 30.8 50.4, 33.4 48.9, 35.1 47.9, 34.4 47.3, 33.3 46.7, 32.5 46.5, 33.5 46, 41 46, 41 53"),
    ("crimea", ("ukraine_right", "ukraine_left", *_RUSSIA), "32 44, 36.8 44, 36.8 46, 33.6 46.1, 32 45.6"),
    ("bessarabia", ("ukraine_right",), "28.1 45.2, 30.4 45.7, 30.2 46.3, 28.9 46.1, 28.2 45.6"),
    # China and its neighbours
    ("manchuria", _CHINA,
     "119.9 39.8, 117.6 40.6, 116.2 41.2, 115.9 42.2, 117.5 43.5, 119 46.3, 115.5 47.6, 115.4 50.2, 119 54.5, "
     "128 54, 136.5 49.5, 136 43, 130 41.5, 124.5 39.3, 121.3 38.2"),
    ("mengjiang", _CHINA,
     "106.8 40.6, 110 40.2, 113.2 39.6, 115.9 40.5, 116.2 41.2, 115.9 42.2, 117.5 43.5, 119.2 46.4, 113 46.5, "
     "107 42.4"),
    ("xinjiang", _CHINA, "72 36.6, 80.2 35.4, 89 36.4, 93 38.4, 96.3 41, 96.3 44.5, 90 49.5, 80 49, 72 41"),
    ("tibet", _CHINA, "78 35.4, 80.2 35.4, 89 36.3, 95 34.5, 98.6 32, 99 27, 90 26, 78 30"),
    ("yanan", _CHINA, "107.2 38, 107.6 35.6, 109.6 35.3, 110.4 37, 110.6 39.2, 108.6 38.8"),
    ("north_china", _CHINA,
     "119.9 39.8, 117.6 40.6, 115.9 40.6, 113.2 39.7, 111.3 39.6, 110.7 36.8, 111.4 35, 114.3 34.7, 117 34.3, "
     "120 34.2, 123 37"),
    ("yangtze", _CHINA,
     "114.6 34.7, 115 32.5, 113.6 31.8, 111.8 31, 112.6 29.8, 115 29.2, 117 29.8, 119.2 29.9, 120.2 29.8, "
     "122.9 29.6, 123 34.2, 117 34.3"),
    ("canton", _CHINA, "112.4 21.7, 112.6 23.6, 113.9 23.6, 115 22.4, 114.5 21.7"),
    ("hainan", _CHINA, "108.4 17.5, 111.5 17.5, 111.5 20.2, 108.4 20.2"),
    ("hokkaido", ("honshu",), "139.2 41.45, 146.2 42.6, 146.2 45.8, 139.2 45.8"),
    ("kyushu", ("honshu",), "128.5 30, 134.9 33.2, 134.7 34.25, 132.9 34.2, 132 33.7, 130.95 33.98, 128.5 34.8"),
    # the south
    ("tonkin", ("annam",), "102 19.9, 104.4 19.9, 105.5 19.2, 109 19.6, 109 23.6, 102 22.6"),
    ("saigon", ("annam",), "104.4 8.3, 107 8.3, 110 10.8, 110 12.4, 107.4 12.4, 104.4 11.2"),
    ("borneo", ("malaya",), "109 0.5, 120 0.5, 120 8, 109 8"),
    ("sumatra", ("celebes",), "95 6, 98 6, 104.2 1, 107.5 -2, 106 -5.8, 104 -6, 95 3"),
    ("java", ("celebes",), "104.9 -6.2, 106 -5.8, 109 -5.5, 116.2 -6.5, 116.2 -9.5, 104.9 -8"),
    ("kalimantan", ("celebes",), "108.2 2.6, 112 5, 118.4 5, 118.4 -5, 108.2 -4"),
    ("dutch_guinea", ("celebes",), "130.4 0.5, 141.3 0.5, 141.3 -9.5, 134 -8, 131.8 -4"),
    ("mindanao", ("luzon",), "116.5 4, 127 4, 127 12.3, 122.2 12.3, 119.7 12.3, 116.5 9"),
    ("tenasserim", ("mandalay",), "96.5 9.5, 97.2 16.4, 97.5 17.7, 99.9 16.5, 99.9 9.5"),
    ("rangoon", ("mandalay",), "93.9 15.5, 97.5 15.5, 97.4 17.7, 97.2 19.4, 94.4 19.4, 92 21"),
    ("assam", ("india",), "89.7 25.1, 89.7 27, 97.5 29.6, 97.5 27, 94.6 24, 93 21.9, 92 22.9, 92.4 25.1"),
    ("bengal", ("india",), "86 21.5, 88.1 21.3, 89.2 21.3, 89.2 26.4, 89.8 26.9, 88 27.3, 88 25, 86 24"),
    ("baluchistan", ("indus",), "60.8 25, 66.6 24.9, 67.3 26.4, 68.7 28, 70.1 29.2, 69.8 31.2, 66.3 31.6, 60.8 30"),
    # Persia
    ("khuzestan", ("south_persia",), "47.4 33, 49.4 33, 50.8 31, 50.6 29.8, 48 29.8"),
    ("khorasan", ("south_persia",), "55.8 38.6, 61.5 38.6, 61.5 30.5, 58.5 31.5, 56.5 33.5, 55.5 36"),
    ("north_persia", ("south_persia",), "43.5 40, 48.5 40, 56 38.6, 55.6 36.3, 52 36, 49 36.4, 46 35.7, 44 36.8"),
    ("tehran", ("south_persia",), "48.6 36.5, 52 36.1, 54.2 36.1, 54.2 34.2, 50.2 34.1, 48.6 35"),
    # Europe
    ("vichy", ("france",),
     "-1.4 42.6, -0.6 44.6, 0.4 45.8, 0.9 47.1, 3 46.9, 5.5 46.6, 6.2 46.2, 8 44, 8.5 42.2, 9.9 42.8, "
     "9.7 41.2, 3 41.8"),
    # the Pacific
    ("hawaii", ("alaska",), "195 15, 206 15, 206 25, 195 25"),
    ("aleutians", ("alaska",), "170 50, 196.5 50, 196.5 55.6, 170 55.6"),
]  # fmt: skip

# Ground too small for the scale, drawn as dots: (longitude, latitude, radius in pixels).
ISLETS = {
    "hong_kong": [(114.15, 22.35, 1.6)], "singapore": [(103.85, 1.35, 1.6)], "gibraltar": [(-5.35, 36.15, 1.6)],
    "malta": [(14.4, 35.9, 1.4)], "okinawa": [(127.9, 26.5, 2.2), (129.4, 28.3, 1.5)], "iwojima": [(141.3, 24.8,
    1.5)], "midway": [(182.6, 28.2, 1.7)], "wake": [(166.6, 19.3, 1.6)], "guam": [(144.8, 13.45, 1.7)],
    "marianas": [(145.75, 15.2, 1.9), (145.6, 16.4, 1.2)], "carolines": [(151.8, 7.4, 1.8), (134.5, 7.4,
    1.6), (158.2, 6.9, 1.6)], "marshalls": [(167.5, 9.0, 1.7), (171.2, 7.1, 1.6), (170.9, 8.8, 1.2)],
    "gilberts": [(173.0, 1.4, 1.7), (174.5, -1.2, 1.2)], "hawaii": [(201.9, 21.4, 1.8)], "solomons": [(160.1, -9.6,
    1.6)],
}  # fmt: skip
