"""What members say in the owner's fields, and who reads it."""

from dataclasses import dataclass

from rostra.accounts.models import ProfileAnswer, ProfileField, Reader
from rostra.accounts.models.profile_field import FieldKind
from rostra.accounts.ranks import HEIGHTS


@dataclass(frozen=True, slots=True)
class Answer:
    """What a member says, under the field's label."""

    label: str
    text: str
    is_link: bool


def answers_of(*, reader: Reader, member_id: int) -> tuple[Answer, ...]:
    """What a member says that this reader may read, in the owner's order: one query."""
    said = ProfileAnswer.objects.filter(user=member_id).select_related("field")
    return tuple(
        Answer(one.field.label, one.text, one.field.kind == FieldKind.LINK)
        for one in said.order_by("field__place", "field")
        if reader.pk == member_id or reader.height >= HEIGHTS[one.field.readers]
    )


def fields_with_answers(*, member_id: int) -> list[tuple[ProfileField, str]]:
    """All fields, each with what the member answered or an empty text: two queries."""
    said = ProfileAnswer.objects.filter(user=member_id)
    texts = dict(said.values_list("field", "text"))
    return [(field, texts.get(field.pk, "")) for field in ProfileField.objects.all()]
