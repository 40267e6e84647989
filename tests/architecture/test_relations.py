"""Relations between tables follow the layers: foreign keys named by text are invisible to import contracts."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.source import APPS, contracts


def order() -> dict[str, tuple[int, int]]:
    """ "competitions.offers" → how high it lies: the app's place in the house, then the stage's place in the app."""
    layers = {each["id"]: each["layers"] for each in contracts() if each["type"] == "layers"}
    house = list(reversed(layers["house"]))
    return {
        f"{app}.{name.strip(' ()')}": (house.index(app), height)
        for app in APPS
        for height, line in enumerate(reversed(layers[app]))
        for name in line.replace(":", "|").split("|")
    }


def stage(model: type[models.Model]) -> str:
    return ".".join(model.__module__.split(".")[:2])


def forward(model: type[models.Model], target: type[models.Model], heights: dict[str, tuple[int, int]]) -> bool:
    """Whether a relation runs forward: to a higher layer, or aside to a sibling of the same height."""
    ours, theirs = stage(model), stage(target)
    return ours != theirs and heights[theirs] >= heights[ours]


def relations() -> Iterator[tuple[type[models.Model], "models.ForeignObject", type[models.Model]]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in APPS:
            for field in model._meta.get_fields():
                if isinstance(field, (models.ForeignKey, models.ManyToManyField)):
                    yield model, field, field.related_model


def test_every_relation_runs_down() -> None:
    heights = order()
    ours = [(model, field, target) for model, field, target in relations() if target._meta.app_label in APPS]
    assert len(ours) > 30
    assert [str(field) for model, field, target in ours if forward(model, target, heights)] == []


def test_a_relation_to_a_later_stage_is_found() -> None:
    heights = order()
    offer, award = apps.get_model("competitions", "Offer"), apps.get_model("competitions", "Award")
    assert forward(offer, award, heights)
    assert not forward(award, offer, heights)
    assert forward(apps.get_model("office", "Unit"), offer, heights)


@pytest.mark.parametrize("label", ["auth.Permission", "contenttypes.ContentType"])
def test_no_table_hangs_on_a_mechanism_we_do_not_use(label: str) -> None:
    """Rights hang on hats, and the ledger names its subjects itself: generic relations and permissions stay unused."""
    foreign = apps.get_model(label)
    assert [str(field) for _model, field, target in relations() if target is foreign] == []
