"""Role × endpoint × other organization, generated from the URL map."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from guildmark.server.base.scope import scoped
from guildmark.server.config.api import api
from tests.architecture.access_table import API, LEFT_TO_OTHERS, MEMBERS, PAGES, Row
from tests.architecture.scene import ACTORS, VISITOR, Scene, build_scene

pytestmark = pytest.mark.django_db


def endpoints() -> Iterator[str]:
    """Yield the full name of every endpoint of ours that pages have."""
    yield from _walk(get_resolver().url_patterns, namespace="", prefix="")


def _walk(patterns: Any, *, namespace: str, prefix: str) -> Iterator[str]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if pattern.namespace in {"admin", "api-1"} or path.startswith("accounts/"):
                continue
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, namespace=inner, prefix=path)
        elif isinstance(pattern, URLPattern):
            # The same view without the slash has no name of its own.
            yield f"{namespace}{pattern.name}" if pattern.name else ""


def api_operations() -> dict[str, str]:
    """Return the name of every API operation with its method."""
    found = {}
    for _prefix, router in api._routers:
        for view in router.path_operations.values():
            for operation in view.operations:
                found[operation.view_func.__name__] = operation.methods[0].lower()
    return found


def test_every_page_of_the_url_map_has_a_row() -> None:
    """A new endpoint must say who gets in; a row without an endpoint is stale."""
    named = {name for name in endpoints() if name} - LEFT_TO_OTHERS
    assert named == set(PAGES)


def test_every_api_operation_has_a_row() -> None:
    """The same for the REST API."""
    assert set(api_operations()) == set(API)


@pytest.fixture
def scene(db: None, run_jobs: Callable[[], list[str]]) -> Scene:
    """Return the people and objects that the table names."""
    return build_scene(run_jobs)


def test_pages_let_in_whom_the_table_names_and_nobody_else(scene: Scene) -> None:
    """Signed-in strangers, members without the role and other organizations' owners get 404."""
    wrong = []
    for name, row in sorted(PAGES.items()):
        for actor in ACTORS:
            status, where = _ask_page(scene, name, row, actor)
            let_in = status not in {401, 403, 404} and "/accounts/login" not in where
            if let_in != (actor in row.who):
                wrong.append(f"{name}: {actor} got {status} {where}")
            elif not let_in and actor != VISITOR and status not in _refusals(actor):
                wrong.append(f"{name}: {actor} got {status}, not 404")
    assert not wrong, "\n".join(wrong)


def test_the_api_lets_in_whom_the_table_names_and_nobody_else(scene: Scene) -> None:
    """With a token that has every scope; without one it is 401."""
    wrong = []
    methods = api_operations()
    for name, row in sorted(API.items()):
        for actor in ACTORS:
            status = _ask_api(scene, name, row, actor, method=methods[name])
            let_in = status not in {401, 403, 404}
            if let_in != (actor in row.who) or (not let_in and status not in _refusals(actor)):
                wrong.append(f"{name}: {actor} got {status}")
    assert not wrong, "\n".join(wrong)


def _refusals(actor: str) -> set[int]:
    """Return how an actor may be turned away: only members may learn that something is there."""
    if actor == VISITOR:
        return {401}
    return {403, 404} if actor in MEMBERS else {404}


def _address(name: str, row: Row, scene: Scene) -> str:
    """Fill the address of an endpoint with the scene's objects."""
    wanted = _parameters(name)
    values = {}
    for part in wanted:
        key = row.use.get(part, part)
        values[part] = key[1:] if key.startswith("=") else scene.objects[key]
    query = row.use.get("?", "")
    return reverse(name, kwargs=values) + (f"?{query[1:]}" if query else "")


def _parameters(name: str) -> set[str]:
    """Return the names of the parts of an endpoint's address."""
    resolver: Any = get_resolver()
    for part in name.split(":")[:-1]:
        prefix, resolver = resolver.namespace_dict[part]
        del prefix
    possibilities = resolver.reverse_dict.getlist(name.rpartition(":")[2])
    pattern = possibilities[0][0][0][0]
    return set(re.findall(r"%\((\w+)\)s", pattern))


def _ask_page(scene: Scene, name: str, row: Row, actor: str) -> tuple[int, str]:
    with transaction.atomic():
        with scoped():
            response = getattr(scene.browsers[actor], row.method)(
                _address(name, row, scene), row.data
            )
            if response.streaming:
                b"".join(response.streaming_content)
        transaction.set_rollback(True)
    return response.status_code, response.headers.get("Location", "")


def _ask_api(scene: Scene, name: str, row: Row, actor: str, *, method: str) -> int:
    headers = {"authorization": f"Bearer {scene.tokens[actor]}"} if actor != VISITOR else {}
    data = {
        key: scene.objects[value[1:]] if isinstance(value, str) and value[:1] == "@" != value
        and value[1:] in scene.objects else value
        for key, value in row.data.items()
    }  # fmt: skip
    address = _address(f"api-1:{name}", row, scene)
    client = Client(headers=headers)
    with transaction.atomic():
        with scoped():
            if data.get("file") == "@upload":
                data["file"] = SimpleUploadedFile("record.txt", b"Locked and tried.\n")
                response = client.post(address, data)
            elif method == "get":
                response = client.get(address)
            else:
                response = getattr(client, method)(address, data, content_type="application/json")
        transaction.set_rollback(True)
    return response.status_code
