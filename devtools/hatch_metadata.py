"""Build hook: the wheel's dependencies are the lines of requirements/*.in."""

from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


def requirements(path: Path) -> list[str]:
    lines = (line.split("#")[0].strip() for line in path.read_text().splitlines())
    return [line for line in lines if line and not line.startswith("-")]


class RequirementsHook(MetadataHookInterface):
    def update(self, metadata: dict[str, Any]) -> None:
        folder = Path(self.root) / "requirements"
        metadata["dependencies"] = requirements(folder / "base.in")
        metadata["optional-dependencies"] = {
            name: requirements(folder / f"{name}.in") for name in ("server", "saml", "s3")
        }
