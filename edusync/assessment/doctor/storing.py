"""Changes of sums written to their tables: added to what stands there, never read first."""

from collections import Counter
from typing import Any

from django.db.models import F

from edusync.assessment.doctor.sums import ItemSums, QuizSums
from edusync.assessment.models import ItemChoice, ItemGroupCount, ItemStatistic, QuizStatistic
from edusync.kernel import clock


def store_sums(statistic: QuizStatistic, sums: QuizSums) -> None:
    """Add these changes to the quiz and its items. The caller holds the lock on the quiz's row."""
    now = clock.now()
    plus = {name: F(name) + by for name, by in sums.numbers.items() if by}
    QuizStatistic.unscoped.filter(pk=statistic.pk).update(**plus, counted_at=now, updated_at=now)
    items = _items_of(statistic.quiz_id, set(sums.items))
    for version_id, changes in sums.items.items():
        _store_item(items[version_id], changes)
    by_item = {items[version_id].pk: changes for version_id, changes in sums.items.items()}
    _store_rows(
        ItemChoice,
        ("name",),
        ("count", "total"),
        {(pk, name): values for pk, one in by_item.items() for name, values in one.choices.items()},
    )
    _store_rows(
        ItemGroupCount,
        ("kind", "group_id", "stratum"),
        ("right", "answers"),
        {(pk, *key): values for pk, one in by_item.items() for key, values in one.groups.items()},
    )


def _items_of(quiz_id: int, version_ids: set[int]) -> dict[int, ItemStatistic]:
    """The rows of these wordings, made where they are missing."""
    wanted = ItemStatistic.objects.filter(quiz_id=quiz_id, question_version_id__in=version_ids)
    present = {row.question_version_id for row in wanted}
    missing = sorted(version_ids - present)
    if missing:
        ItemStatistic.objects.bulk_create(
            ItemStatistic(quiz_id=quiz_id, question_version_id=version_id) for version_id in missing
        )
    return {row.question_version_id: row for row in wanted.all()}


def _store_item(row: ItemStatistic, changes: ItemSums) -> None:
    plus: dict[str, Any] = {name: F(name) + by for name, by in changes.numbers.items() if by}
    times = Counter({step: int(count) for step, count in row.times.items()})
    times.update(changes.times)
    plus["times"] = {step: count for step, count in sorted(times.items()) if count}
    ItemStatistic.objects.filter(pk=row.pk).update(**plus)


def _store_rows(
    table: Any, key: tuple[str, ...], values: tuple[str, str], changes: dict[tuple[Any, ...], list[int]]
) -> None:
    """Add to rows below items: `changes` by item and key. What comes to nothing stays as a row of zeros."""
    wanted = {place: by for place, by in changes.items() if any(by)}
    if not wanted:
        return
    rows = table.objects.filter(item_id__in={place[0] for place in wanted})
    present = {(row.item_id, *(getattr(row, name) for name in key)): row for row in rows}
    changed = []
    for place, by in wanted.items():
        row = present.get(place)
        if row is None:
            continue
        for name, plus in zip(values, by, strict=True):
            setattr(row, name, getattr(row, name) + plus)
        changed.append(row)
    table.objects.bulk_update(changed, values, batch_size=200)
    table.objects.bulk_create(
        (
            table(
                item_id=place[0],
                **dict(zip(key, place[1:], strict=True)),
                **dict(zip(values, by, strict=True)),
            )
            for place, by in wanted.items()
            if place not in present
        ),
        batch_size=300,
    )
