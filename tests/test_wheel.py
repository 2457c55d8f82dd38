import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.shape import ROOT, files, name

FETCH = """
import sys
from socialmap import __file__, create_app
from socialmap.config import resource
assert __file__.startswith(sys.argv[1]), __file__
app = create_app()
page = app.test_client().get("/help")
assert page.status_code == 200, page.status_code
assert "<h1" in page.text
assert resource("static").is_relative_to(sys.argv[1])
"""


MEASUREMENTS = Path("socialmap/bench")


def run(*args, **options):
    done = subprocess.run(args, capture_output=True, text=True, timeout=120, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built from a copy of what is in the project, and what was said meanwhile."""
    copy = tmp_path_factory.mktemp("source")
    for path in files("socialmap", "data", "templates", "static", "setup.cfg", "setup.py",
                      "pyproject.toml", "README.md", "LICENSE"):  # fmt: skip
        target = copy / name(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    vendor = ROOT / "static" / "vendor"
    if vendor.is_dir():
        shutil.copytree(vendor, copy / "static" / "vendor")
    # Who writes no bytecode is warned that the wheel has none.
    environ = {each: os.environ[each] for each in os.environ if each != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "-o", "dist"]
    said = run(*command, cwd=copy, env=environ)
    (built,) = (copy / "dist").glob("*.whl")
    return built, said


@pytest.mark.fail_slow("120s")
def test_the_wheel_is_built_without_warnings(wheel):
    _, said = wheel
    assert "warning" not in said.lower(), said


@pytest.mark.fail_slow("120s")
def test_the_wheel_carries_all_that_is_not_code(wheel):
    carried = set(zipfile.ZipFile(wheel[0]).namelist())
    for path in files("data", "templates", "static", "socialmap"):
        inside = path.relative_to(ROOT)
        if inside.is_relative_to(MEASUREMENTS):
            continue
        if inside.parts[0] != "socialmap":
            inside = Path("socialmap") / inside
        assert inside.as_posix() in carried
    assert any(each.endswith("licenses/LICENSE") for each in carried)
    assert "socialmap/static/vendor/leaflet/leaflet.js" in carried


@pytest.mark.fail_slow("120s")
def test_the_measurements_stay_out_of_the_wheel(wheel):
    carried = [Path(each) for each in zipfile.ZipFile(wheel[0]).namelist()]
    assert not [each for each in carried if each.is_relative_to(MEASUREMENTS)]
    assert not [each for each in carried if each.stem in {"trials", "variants"}]


@pytest.mark.fail_slow("120s")
def test_the_wheel_serves_a_page_where_the_project_is_not(wheel, tmp_path):
    home = tmp_path / "venv"
    venv.create(home, symlinks=True)
    packages = Path(
        run(home / "bin" / "python", "-c", "import site; print(site.getsitepackages()[0])").strip()
    )
    install = [sys.executable, "-m", "pip", "--python", home / "bin" / "python", "install"]
    run(*install, "--no-deps", "--no-index", "--quiet", wheel[0])
    # The libraries are borrowed; a .pth of theirs, such as that of an editable install, is not read.
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    environ = {"PATH": os.environ["PATH"], "SOCIALMAP_DATA": str(tmp_path / "var")}
    assert "evaluate" in run(home / "bin" / "socialmap", "--help", cwd=tmp_path, env=environ)
    run(home / "bin" / "socialmap", "db", "upgrade", cwd=tmp_path, env=environ)
    run(home / "bin" / "python", "-c", FETCH, str(packages), cwd=tmp_path, env=environ)
