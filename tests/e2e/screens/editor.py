"""The editor of a page lesson."""

from tests.e2e import acts

SCREENS = {"instructor": {"page-editor": f"/teach/{acts.SHOWCASE}/build/22"}}
