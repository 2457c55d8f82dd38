"""LibreOffice as a person would use it: open our file, edit cells, and save it as another kind."""

import copy
import shutil
import subprocess
from xml.etree import ElementTree

SOFFICE = shutil.which("soffice")
SECONDS = 120
# Semicolons, quotes, UTF-8, from line 1, Dutch, and numbers and days are recognised as such.
DUTCH = "59,34,76,1,,1043,false,true,false"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def convert(path, ending, folder):
    """Open a file in LibreOffice and save it as another kind; return its path."""
    folder.mkdir(exist_ok=True)
    into = f"csv:Text - txt - csv (StarCalc):{DUTCH}" if ending == "csv" else ending
    reading = [f"--infilter=CSV:{DUTCH}"] if path.suffix == ".csv" else []
    profile = f"-env:UserInstallation=file://{folder.parent}/profile"
    command = [SOFFICE, profile, "--headless", *reading, "--convert-to", into]
    command += ["--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    return folder / f"{path.stem}.{ending}"


def edit_flat(path, edits):
    """Write texts in cells of a flat spreadsheet (FODS): by row (0 is the first) and column."""
    for _, (prefix, address) in ElementTree.iterparse(path, events=["start-ns"]):  # noqa: S314 - LibreOffice wrote it
        ElementTree.register_namespace(prefix, address)
    tree = ElementTree.parse(path)  # noqa: S314
    rows = tree.getroot().iter(f"{TABLE}table-row")
    header, *rest = (row for row in rows)
    names = [text_of(cell) for cell in spread(header)]
    for line, name, text in edits:
        cell = spread(rest[line])[names.index(name)]
        for attribute in [each for each in cell.attrib if each.startswith(OFFICE)]:
            del cell.attrib[attribute]
        cell.clear()
        cell.set(f"{OFFICE}value-type", "string")
        ElementTree.SubElement(cell, f"{TEXT}p").text = text
    tree.write(path, encoding="utf-8", xml_declaration=True)


def spread(row):
    """Return the cells of a row, with repeated ones written out."""
    cells = []
    for cell in list(row):
        count = int(cell.attrib.pop(f"{TABLE}number-columns-repeated", "1"))
        if count > 500:
            continue  # the empty rest of the sheet
        place = list(row).index(cell)
        for step in range(1, count):
            row.insert(place + step, copy.deepcopy(cell))
        cells += list(row)[place : place + count]
    return cells


def text_of(cell):
    return "".join(cell.itertext()).strip()
