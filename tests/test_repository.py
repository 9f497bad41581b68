"""What holds for the repository as a whole: sizes, locks, packaging, words that have no place in it."""

from __future__ import annotations

import re
import subprocess
import tomllib
import zipfile
from pathlib import Path

import pytest

from storage import migrate

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "handlers", "storage", "faq")
LOCKS = ("requirements.lock", "requirements-dev.lock")
MOST_LINES = 400


def sources() -> list[Path]:
    return [file for name in PACKAGES for file in (ROOT / name).rglob("*.py")]


def checks() -> list[Path]:
    return [file for name in ("tests", "benchmarks") for file in (ROOT / name).rglob("*.py")]


def texts() -> list[Path]:
    """Every text file that is or will be in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    files = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    endings = {".py", ".md", ".toml", ".yaml", ".yml", ".ftl", ".js", ".css", ".html", ".example", ".service", ""}
    return [file for file in files if file.is_file() and file.suffix in endings]


def test_no_file_is_too_long() -> None:
    # A migration is written by a tool and never grows.
    written = {file for file in sources() if "versions" in file.parts}
    counted = {file: file.read_text("utf-8").count("\n") for file in {*sources(), *checks()} - written}
    assert {str(file): lines for file, lines in counted.items() if lines > MOST_LINES} == {}


def test_no_file_is_a_drawer() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "service"}
    assert [file for file in sources() if file.stem in drawers or file.parent.name in drawers] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_versions_and_hashes_and_no_address(name: str) -> None:
    lock = (ROOT / name).read_text("utf-8")
    assert "://" not in lock
    assert not re.search(r"(^|\s)[.~]?/", lock, re.MULTILINE)
    assert not re.search(r"^\s*-", lock.replace("    --hash=", ""), re.MULTILINE)
    for requirement in re.split(r"\n(?=\S)", lock.strip()):
        assert re.match(r"[a-z0-9._-]+==\S+ \\\n", requirement), requirement.splitlines()[0]
        assert "--hash=sha256:" in requirement


def pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / name).read_text("utf-8"), re.MULTILINE))


def test_both_locks_agree_and_hold_every_dependency() -> None:
    run, dev = (pins(name) for name in LOCKS)
    assert run.items() <= dev.items()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for lock, wanted in ((run, project["dependencies"]), (dev, project["optional-dependencies"]["dev"])):
        names = {re.split(r"[\[<>=~ ]", item)[0].lower().replace("_", "-").replace(".", "-") for item in wanted}
        assert names <= {name.replace(".", "-").replace("_", "-") for name in lock}


def test_no_path_of_a_machine_stands_anywhere() -> None:
    # No path of anybody's machine, no address of a package mirror. In halves, so that this file does not find itself.
    pattern = re.compile(r"(?<![\w.*])/(wo" r"rk|ro" r"ot|ho" r"me|Us" r"ers|o" r"pt/pypi)/|file:" r"///")
    found = {
        f"{file.relative_to(ROOT)}: {match.group()}"
        for file in texts()
        for match in pattern.finditer(file.read_text("utf-8", "replace"))
    }
    assert found == set()


def test_no_document_waits_for_a_figure() -> None:
    files = [file for file in texts() if file.suffix == ".md"]
    assert [str(file.relative_to(ROOT)) for file in files if "@@" in file.read_text("utf-8")] == []


def test_links_between_documents_lead_somewhere() -> None:
    for file in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", file.read_text("utf-8")):
            if not target.startswith("docs/images/"):
                assert (file.parent / target).exists(), f"{file.name} → {target}"


def test_both_readmes_show_the_same_commands() -> None:
    def commands(name: str) -> list[str]:
        lines = (ROOT / name).read_text("utf-8").splitlines()
        return [line.split("#")[0].strip() for line in lines if re.match(r"(caunoi|make|pip|python3|cp) ", line)]

    assert commands("README.md") == commands("README.vi.md")


def test_the_wheel_holds_all_data(tmp_path: Path) -> None:
    hatchling = pytest.importorskip("hatchling.builders.wheel")
    made = next(hatchling.WheelBuilder(str(ROOT)).build(directory=str(tmp_path)))
    with zipfile.ZipFile(made) as wheel:
        packed = set(wheel.namelist())
    kept = {
        ".yaml",
        ".ftl",
        ".html",
        ".css",
        ".js",
        ".json",
        ".mako",
        ".svg",
        ".woff2",
        ".png",
        ".ico",
        ".webmanifest",
    }
    data = [file for name in PACKAGES for file in (ROOT / name).rglob("*") if file.suffix in kept]
    assert len(data) > 5
    assert {str(file.relative_to(ROOT)) for file in data} <= packed
    assert any(name.startswith(f"storage/migrations/versions/{migrate.head()}_") for name in packed)


def test_the_unit_reads_the_settings_that_a_command_beside_it_reads() -> None:
    unit = (ROOT / "deploy" / "caunoi.service").read_text("utf-8")
    user, folder, program = (
        re.search(rf"^{name}=(\S+)", unit, re.MULTILINE) for name in ("User", "WorkingDirectory", "ExecStart")
    )
    assert user
    assert folder
    assert program
    assert "EnvironmentFile" not in unit
    assert "DynamicUser" not in unit
    shown = f"sudo -u {user[1]} env -C {folder[1]} {program[1]} invite --role admin"
    assert shown in (ROOT / "docs" / "systemd.md").read_text("utf-8")
