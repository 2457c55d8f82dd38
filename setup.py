"""The packages of the wheel; everything else about it stands in setup.cfg.

Three folders that stand beside the code come into the package, which setup.cfg cannot say together
with `find:`. The measurements stay out: they need the project itself.
"""

from setuptools import find_packages, setup

BESIDE = ("data", "static", "templates")

setup(
    packages=[
        *find_packages(
            include=["socialmap", "socialmap.*"], exclude=["socialmap.bench", "socialmap.bench.*"]
        ),
        *(f"socialmap.{folder}" for folder in BESIDE),
    ],
    package_dir={f"socialmap.{folder}": folder for folder in BESIDE},
)
