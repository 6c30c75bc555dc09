"""Files that are broken, hostile or no files at all: each is refused with words, at its place, and at once."""

import os
import time
from pathlib import Path

import pytest

from engine.compiler.compile import Result
from engine.diagnostics.render import render_all
from refused.pages import MAIN, STORY
from refused.refusals import codes, compiled

SECONDS = 2.0  # of the processor
VARIABLES = "variables: {x: {range: [0, 9]}, calm: {type: flag}}\n"


def text(written: str) -> str:
    """Return a story with this text."""
    return STORY.replace("A map of Persia lies on the table.", written) + VARIABLES


def when(condition: str) -> str:
    """Return a story with this condition."""
    return f"{STORY}    when: {condition}\n{VARIABLES}"


def do(effects: str) -> str:
    """Return a story with these effects."""
    return f"{STORY}    do: {effects}\n{VARIABLES}"


def formulas(first: str, step: str, links: int, backwards: bool = False) -> str:
    """Return a story with formulas that each use the one before."""
    lines = [f"  f0: {first}\n", *(f"  f{n}: {step.replace('F', f'f{n - 1}')}\n" for n in range(1, links))]
    return STORY + VARIABLES + "formulas:\n" + "".join(reversed(lines) if backwards else lines)


def at_once(folder: Path, files: dict[str, str | bytes]) -> Result:
    """Compile files and render what is said of them, within the time that anything may take."""
    began = time.process_time()
    result = compiled(folder, files)
    render_all(result.diagnostics, result.lines)
    assert time.process_time() - began < SECONDS
    return result


def places(result: Result) -> list[str]:
    """Return what is wrong as `CODE file:line:column`."""
    return [f"{item.code} {span.path}:{span.line}:{span.column}" for item in result.diagnostics if (span := item.span)]


class TestBytes:
    """Files that are no text."""

    def test_no_utf_8(self, tmp_path: Path) -> None:
        story = STORY.replace("A map", "Molotov’s caf\u00e9").encode("cp1252")
        assert places(at_once(tmp_path, {MAIN: story})) == ["E104 story.yaml:8:1"]

    def test_utf_16(self, tmp_path: Path) -> None:
        assert places(at_once(tmp_path, {MAIN: STORY.encode("utf-16")})) == ["E104 story.yaml:1:1"]

    def test_a_byte_order_mark_is_no_harm(self, tmp_path: Path) -> None:
        assert codes(at_once(tmp_path, {MAIN: STORY.encode("utf-8-sig")})) == []

    @pytest.mark.parametrize("end", ["\r\n", "\r"])
    def test_other_ends_of_lines_are_no_harm(self, end: str, tmp_path: Path) -> None:
        story = (STORY + "    titel: The map\n").replace("\n", end)
        assert places(at_once(tmp_path, {MAIN: story})) == ["E210 story.yaml:9:5"]

    @pytest.mark.parametrize("char", ["\0", "\a", "\x1b", "\x7f", "\x84", "\ufffe"])
    def test_a_control_character(self, char: str, tmp_path: Path) -> None:
        story = STORY.replace("A map", f"Caf\u00e9 {char} map")
        assert places(at_once(tmp_path, {MAIN: story})) == ["E111 story.yaml:8:16"]

    def test_too_large(self, tmp_path: Path) -> None:
        story = STORY + "# " + "x" * 17_000_000
        assert places(at_once(tmp_path, {MAIN: story})) == ["E103 story.yaml:1:1"]

    def test_empty(self, tmp_path: Path) -> None:
        assert places(at_once(tmp_path, {MAIN: ""})) == ["E112 story.yaml:1:1"]

    @pytest.mark.parametrize("story", ["- a\n- b\n", "Once upon a time\n", "[a, b]\n", "---\n- a\n"])
    def test_no_mapping(self, story: str, tmp_path: Path) -> None:
        assert codes(at_once(tmp_path, {MAIN: story})) == ["E112"]

    def test_binary(self, tmp_path: Path) -> None:
        assert len(codes(at_once(tmp_path, {MAIN: bytes(range(256)) * 40}))) == 1


class TestFiles:
    """What `include:` names."""

    def test_no_story(self, tmp_path: Path) -> None:
        assert places(at_once(tmp_path, {"world.yaml": "powers: {}"})) == ["E102 story.yaml:1:1"]

    @pytest.mark.parametrize(
        "name",
        ["nowhere.yaml", "nowhere/at/all.yaml", "chapter1", "a\\0b.yaml", "x" * 5_000 + ".yaml", "\U0001f3f0.yaml"],
    )
    def test_a_file_that_is_not_there(self, name: str, tmp_path: Path) -> None:
        expected = "E102" if name.endswith(".yaml") else "E109"
        story = f'{STORY}include: ["{name}"]\n'
        result = at_once(tmp_path, {MAIN: story, "chapter1/a.yaml": "powers: {}"})
        assert places(result) == [f"{expected} story.yaml:9:11"]

    @pytest.mark.parametrize("name", ["../x.yaml", "chapter1/../../x.yaml", "/etc/passwd.yaml", ".."])
    def test_a_file_outside(self, name: str, tmp_path: Path) -> None:
        (tmp_path / "x.yaml").write_text("powers: {}")
        result = at_once(tmp_path / "module", {MAIN: f"{STORY}include: [{name}]\n"})
        assert places(result) == [f"{'E101' if name.endswith('.yaml') else 'E109'} story.yaml:9:11"]

    def test_a_link_out_of_the_folder(self, tmp_path: Path) -> None:
        (tmp_path / "x.yaml").write_text("powers: {}")
        folder = tmp_path / "module"
        folder.mkdir()
        (folder / "inside.yaml").symlink_to(tmp_path / "x.yaml")
        assert places(at_once(folder, {MAIN: f"{STORY}include: [inside.yaml]\n"})) == ["E101 story.yaml:9:11"]

    def test_links_in_a_circle(self, tmp_path: Path) -> None:
        (tmp_path / "a.yaml").symlink_to("b.yaml")
        (tmp_path / "b.yaml").symlink_to("a.yaml")
        assert places(at_once(tmp_path, {MAIN: f"{STORY}include: [a.yaml]\n"})) == ["E102 story.yaml:9:11"]

    def test_a_folder_and_a_pipe(self, tmp_path: Path) -> None:
        (tmp_path / "folder.yaml").mkdir()
        os.mkfifo(tmp_path / "pipe.yaml")
        result = at_once(tmp_path, {MAIN: f"{STORY}include: [folder.yaml, pipe.yaml]\n"})
        assert places(result) == ["E102 story.yaml:9:11", "E102 story.yaml:9:24"]

    def test_a_thousand_and_one_files(self, tmp_path: Path) -> None:
        files: dict[str, str | bytes] = {f"f{number}.yaml": "{}\n" for number in range(1_001)}
        assert places(at_once(tmp_path, {**files, MAIN: f"{STORY}include: [{', '.join(files)}]\n"})) == [
            "E105 story.yaml:9:10"
        ]

    def test_the_story_in_itself(self, tmp_path: Path) -> None:
        assert places(at_once(tmp_path, {MAIN: f"{STORY}include: [./story.yaml]\n"})) == ["E108 story.yaml:9:11"]

    def test_one_file_by_itself_where_a_list_belongs(self, tmp_path: Path) -> None:
        """The list is missing, and nothing that the file defines is called unknown."""
        story = f"{STORY}include: world.yaml\nseats: {{stalin: {{name: Stalin, power: ussr}}}}\n"
        story = story.replace("seats: {stalin: {name: Stalin}}\n", "", 1)
        result = at_once(tmp_path, {MAIN: story, "world.yaml": "powers: {ussr: {name: the Soviet Union}}"})
        assert places(result) == ["E212 story.yaml:8:10"]

    def test_what_stands_in_a_broken_file_is_not_called_unknown(self, tmp_path: Path) -> None:
        story = f"{STORY}    then: treaty\ninclude: [treaty.yaml]\n"
        result = at_once(tmp_path, {MAIN: story, "treaty.yaml": "scenes:\n  treaty: {text: 'The Shah signs.}\n"})
        assert places(result) == ["E110 treaty.yaml:3:1"]


class TestYaml:
    """What stands in YAML and in no story."""

    def test_a_bomb_of_aliases(self, tmp_path: Path) -> None:
        bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
            f"{after}: &{after} [{', '.join([f'*{before}'] * 10)}]\n"
            for before, after in zip("abcdefghi", "bcdefghij", strict=True)
        )
        assert places(at_once(tmp_path, {MAIN: bomb + STORY})) == ["E118 story.yaml:5:8"]

    def test_a_long_text_again_and_again(self, tmp_path: Path) -> None:
        effects = "x = 1; " * 1_400
        scenes = "".join(f"  s{number}: {{when: calm, do: *long}}\n" for number in range(1_000))
        story = f'{STORY}    do: &long "{effects}"\n{scenes}{VARIABLES}'
        assert set(codes(at_once(tmp_path, {MAIN: story}))) == {"E118"}

    def test_an_alias_of_itself(self, tmp_path: Path) -> None:
        assert codes(at_once(tmp_path, {MAIN: "title: &a [*a]\n" + STORY})) == ["E117"]

    @pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
    def test_ten_thousand_deep(self, opening: str, tmp_path: Path) -> None:
        assert codes(at_once(tmp_path, {MAIN: opening * 10_000})) == ["E114" if opening != "? " else "E115"]

    @pytest.mark.parametrize(
        "value", ["!!python/object/apply:os.system ['true']", "!!python/name:os.system", "!!str 5", "!mine x", "!<a> b"]
    )
    def test_a_tag(self, value: str, tmp_path: Path) -> None:
        assert places(at_once(tmp_path, {MAIN: f"{STORY}version: {value}\n"})) == ["E119 story.yaml:9:10"]

    def test_a_tag_on_a_key(self, tmp_path: Path) -> None:
        assert places(at_once(tmp_path, {MAIN: f"{STORY}!!str version: 1\n"})) == ["E119 story.yaml:9:1"]

    def test_tabs(self, tmp_path: Path) -> None:
        result = at_once(tmp_path, {MAIN: STORY.replace("    text:", "\ttext:")})
        assert places(result) == ["E110 story.yaml:8:1"]
        assert [item.help for item in result.diagnostics] == ["indent with spaces; YAML does not allow tabs there"]

    @pytest.mark.parametrize("mark", ["---", "...\n---", "--- # more"])
    def test_two_documents(self, mark: str, tmp_path: Path) -> None:
        assert codes(at_once(tmp_path, {MAIN: f"{STORY}{mark}\n{STORY}"})) == ["E113"]

    def test_a_key_by_alias_stands_twice_too(self, tmp_path: Path) -> None:
        assert codes(at_once(tmp_path, {MAIN: f"{STORY}    &key title: The map\n    *key : The chart\n"})) == ["E116"]

    def test_a_merge_key_is_a_key_like_any_other(self, tmp_path: Path) -> None:
        assert codes(at_once(tmp_path, {MAIN: f"{STORY}    <<: {{title: The map}}\n"})) == ["E210"]

    @pytest.mark.parametrize(
        ("written", "hint"),
        [
            ("*Pravda* prints it.", "a text that begins with `*`"),
            ('"No," he says.', "where a text begins with a quotation mark"),
            ("{{ date }} in Moscow", "a text that begins with `{{`"),
            ("{% if calm %}Calm.{% endif %}", "a text that begins with `{%`"),
            ("[[Timoshenko]] waits.", "a text that begins with `[[`"),
            ("[[Timoshenko]]", "a text that begins with `[[`"),
            ("> A letter", "a text that begins with `>`"),
            ("!Nobody speaks.", "a text that begins with `!`"),
            ("@ noon", "a text that begins with `@`"),
            ("% of oil", "a text that begins with `%`"),
            ("Stalin: no.", "a text with a colon and a space"),
            ("Paper.\n     title: The map", "this line stands deeper"),
            ("Paper.\n    title:The map\n    place: Baku", "a space must stand between `:` and the value"),
        ],
    )
    def test_what_authors_write_and_yaml_misreads(self, written: str, hint: str, tmp_path: Path) -> None:
        [item] = at_once(tmp_path, {MAIN: text(written)}).diagnostics
        assert item.help.startswith(hint)

    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("do: relation(ussr, iran) -= 5, text: They wait", "E202 story.yaml:11:39"),
            ("text: Yes, he says", "E210 story.yaml:11:38"),
            ("text: Yes, he says, otl: true", "E210 story.yaml:11:38"),
        ],
    )
    def test_a_comma_between_braces(self, line: str, expected: str, tmp_path: Path) -> None:
        """What YAML cuts off there is one mistake, not two."""
        powers = "powers: {ussr: {name: the Soviet Union}, iran: {name: Iran}}\n"
        story = f"{STORY}    choices:\n      # a choice\n      wait: {{label: Wait, {line}}}\n{powers}"
        result = at_once(tmp_path, {MAIN: story})
        assert places(result) == [expected]
        assert [item.help[:25] for item in result.diagnostics] == ["between `{` and `}` YAML "]


class TestExpressions:
    """Conditions and effects without measure."""

    @pytest.mark.parametrize("backwards", [False, True])
    @pytest.mark.parametrize("step", ["F + F", "min(F, F)", "(F if calm else F)", "clamp(F, F, 9)", "max(1, F)"])
    def test_formulas_that_grow(self, step: str, backwards: bool, tmp_path: Path) -> None:
        found = codes(at_once(tmp_path, {MAIN: formulas("x", step, 60, backwards)}))
        assert found
        assert set(found) <= {"E404", "E408"}

    @pytest.mark.parametrize("backwards", [False, True])
    def test_a_chain_of_formulas(self, backwards: bool, tmp_path: Path) -> None:
        assert set(codes(at_once(tmp_path, {MAIN: formulas("calm", "not F and calm", 2_000, backwards)}))) == {"E404"}

    @pytest.mark.parametrize(
        "condition",
        [
            "not " * 20_000 + "calm",
            "not " * 2_000 + "calm",
            "not " * 60 + "calm",
            "(" * 300 + "calm" + ")" * 300,
            "x - (" * 60 + "x" + ")" * 60 + " > 1",
            "x + " * 2_000 + "x > 1",
            "-" * 5_000 + "x > 1",
            "min(1, " * 150 + "x" + ")" * 150 + " > 1",
            "calm if calm else " * 500 + "calm",
            "x > 1 and " * 100_000 + "calm",
            "x" * 1_000_000,
            "a." * 4_000 + "a",
            "x[" * 200 + "]" * 200,
            "'" + "x" * 9_000,
            "9" * 9_000,
            "x if " * 1_000,
            "lambda: " * 1_000 + "x",
            "(" * 9_000,
        ],
        ids=lambda condition: f"{condition[:12]}…{len(condition)}",
    )
    def test_a_condition_without_measure(self, condition: str, tmp_path: Path) -> None:
        found = codes(at_once(tmp_path, {MAIN: when(f'"{condition}"')}))
        assert found in (["E201"], ["E202"], ["E206"], ["E301"])

    @pytest.mark.parametrize(
        "effects",
        [
            "x = 1; " * 1_500,
            "x = 1; " * 1_000_000,
            "|\n" + "".join(f"      {' ' * depth}if calm:\n" for depth in range(110)) + " " * 120 + "x = 1\n",
        ],
        ids=lambda effects: f"{effects[:8]}…{len(effects)}",
    )
    def test_effects_without_measure(self, effects: str, tmp_path: Path) -> None:
        effects = effects if effects.startswith("|") else f'"{effects}"'
        assert codes(at_once(tmp_path, {MAIN: do(effects)})) in (["E201"], ["E202"])

    @pytest.mark.parametrize("line", ["x += 1", "if calm: x = 1", "if calm: x = 1\n      else: x = 2"])
    def test_as_many_effects_as_fit(self, line: str, tmp_path: Path) -> None:
        effects = "|\n" + f"      {line}\n" * (9_000 // (len(line) + 1))
        assert codes(at_once(tmp_path, {MAIN: do(effects)})) == []

    @pytest.mark.parametrize("links", [40, 400])
    @pytest.mark.parametrize("backwards", [False, True])
    def test_a_chain_of_procedures(self, links: int, backwards: bool, tmp_path: Path) -> None:
        lines = ["  p0: x = 1\n", *(f"  p{number}: run(p{number - 1})\n" for number in range(1, links))]
        story = STORY + VARIABLES + "procedures:\n" + "".join(reversed(lines) if backwards else lines)
        assert set(codes(at_once(tmp_path, {MAIN: story}))) == {"E412"}

    @pytest.mark.parametrize("value", ["\u00b2", "--5", "+-3", "1_000", "\u0665", "9" * 5_000, "0x10", "1e3", "~"])
    def test_what_looks_like_a_number(self, value: str, tmp_path: Path) -> None:
        story = STORY + f"variables: {{x: {{range: [0, 9], start: '{value}'}}}}\n"
        assert codes(at_once(tmp_path, {MAIN: story})) == ["E305"]
        story = STORY + f"variables: {{x: {{range: [0, '{value}']}}}}\n"
        assert codes(at_once(tmp_path, {MAIN: story})) == ["E212"]
        story = STORY + VARIABLES + f"rules: {{r: {{every: '{value}', do: x = 1}}}}\n"
        assert codes(at_once(tmp_path, {MAIN: story})) == ["E212"]


class TestTexts:
    """Texts without measure."""

    @pytest.mark.parametrize(
        "written",
        [
            "{% if calm %}" * 5_000 + "{% endif %}" * 5_000,
            "{% if calm %}" * 5_000,
            "{% if calm %}" * 40 + "{% endif %}" * 40,
            "{{ " + "(" * 2_000 + "x" + ")" * 2_000 + " }}",
            "{{ " + "not " * 60 + "calm }}",
            "{{ " + "-" * 5_000 + "x }}",
            "{{ " + "x + " * 5_000 + "x }}",
            "{{ " + "x | words " * 2_000 + "}}",
            "{% for a in (1, 2) %}" * 2 + "{{ a }}" + "{% endfor %}" * 2,
            "{% for a in range(1000000000) %}{% endfor %}",
            "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
            "{% set a = 'x' * 1000000000 %}",
            "{{ " + "9" * 9_000 + " }}",
            "{{ 1.0e999 }}",
            "{{ 'x' * 1000000000 }}",
            "{{ ''.__class__.__mro__ }}",
            "{{ self }}",
            "{{ vary('\\ud800', 'b') }}",
            "{% import 'os' as os %}",
            "{% extends '/etc/passwd' %}",
            "{% include '/etc/passwd' %}",
            "x" * 1_000_000,
            "{{" * 20_000,
            "{%" * 20_000,
            "{#" * 20_000,
            "{% raw %}" * 5_000,
        ],
        ids=lambda written: f"{written[:24]}…{len(written)}",
    )
    def test_a_text_without_measure(self, written: str, tmp_path: Path) -> None:
        written = written.replace("'", "''")
        [found] = codes(at_once(tmp_path, {MAIN: text(f"'{written}'")}))
        assert found in ("E207", "E220", "E221", "E222", "E223", "E301", "E403", "E406")

    def test_thousands_of_mistakes_in_one_text(self, tmp_path: Path) -> None:
        written = "{{ a }}" * 3_000
        assert codes(at_once(tmp_path, {MAIN: text(f'"{written}"')})) == ["E301"] * 3_000

    def test_thousands_of_tags_on_lines_of_their_own(self, tmp_path: Path) -> None:
        written = "|\n" + "      {# a #}\n" * 6_000
        assert codes(at_once(tmp_path, {MAIN: text(written)})) == []

    @pytest.mark.parametrize("backwards", [False, True])
    def test_a_chain_of_snippets(self, backwards: bool, tmp_path: Path) -> None:
        lines = ["  s0: Snow.\n", *(f"  s{n}: '{{% include \"s{n - 1}\" %}}'\n" for n in range(1, 400))]
        story = STORY + "snippets:\n" + "".join(reversed(lines) if backwards else lines)
        assert set(codes(at_once(tmp_path, {MAIN: story}))) == {"E426"}
