"""What an import remembers of an account that is merged into another."""

from rostra.accounts.merging import add_merge_step
from rostra.accounts.models import Merging
from rostra.accounts.steps import Step
from rostra.transfer.models import ImportedRow


def move_imported(merging: Merging) -> bool:
    """A later import gives what the one writes on the old forum to the other."""
    rows = ImportedRow.objects.filter(kind=ImportedRow.Kind.MEMBER)
    rows.filter(our_id=merging.gone_id).update(our_id=merging.kept_id)
    return True


def add_steps() -> None:
    """Called once, when the app is ready."""
    add_merge_step(Step("imported", move_imported))
