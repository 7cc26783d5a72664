#!/usr/bin/env python
"""The bill of materials of what runs on a server (CycloneDX): pinned Python packages, and what comes from npm into every page."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def stueckliste():
    befehl = [Path(sys.executable).parent / "cyclonedx-py", "requirements", ROOT / "requirements" / "portal.txt", "--of", "JSON"]
    liste = json.loads(subprocess.run(befehl, check=True, capture_output=True, text=True).stdout)
    pakete = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for name in json.loads((ROOT / "package.json").read_text())["dependencies"]:
        paket = pakete[f"node_modules/{name}"]
        liste["components"].append(
            {
                "type": "library",
                "bom-ref": name,
                "name": name,
                "version": paket["version"],
                "purl": f"pkg:npm/{name.replace('@', '%40')}@{paket['version']}",
                "licenses": [{"license": {"id": paket["license"]}}],
            }
        )
    return liste


if __name__ == "__main__":
    ziel = ROOT / "build" / "stueckliste.cdx.json"
    ziel.parent.mkdir(exist_ok=True)
    ziel.write_text(json.dumps(stueckliste(), indent=1))
    print(f"Geschrieben: {ziel.relative_to(ROOT)}")
