"""The demo's trees, from the files in demo_content/, through the same road as an editor's."""

from pathlib import Path

from helpline.audit import actions as audit
from helpline.programmes.models import Programme
from selfhelp.advice import actions, exchange
from selfhelp.advice.models import AdvicePage, Scenario

CONTENT = Path(__file__).parent / "demo_content"


def create_demo_content() -> None:
    """Publish the tree of each programme that has a file and no advice module yet. May be called again."""
    for programme in Programme.objects.order_by("order", "slug"):
        file = CONTENT / f"{programme.slug}.json"
        if file.exists() and not AdvicePage.objects.filter(programme=programme).exists():
            drafted = exchange.import_file(programme=programme, data=file.read_bytes(), user=None)
            for scenario in Scenario.objects.filter(page_id=drafted.page.pk):
                actions.approve_scenario(
                    scenario=scenario, expect=scenario.expect, by=audit.SYSTEM, tree=drafted.tree
                )
            drafted.revision.publish()
