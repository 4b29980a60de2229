"""The local publisher fills its port: same site, next version, one result per key, errors of the tree."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import pytest

from agent.integrations.provider import Resources, choose
from agent.integrations.publishing import PROVIDERS
from agent.integrations.publishing.static_site import STATIC_SITE, StaticSitePublisher
from agent.integrations.workshop import Workshop
from agent.phrases import PhraseBook
from agent.settings import Settings
from nodes.errors import Misconfigured, Rejected, Unavailable


@pytest.fixture
def publisher(tmp_path: Path) -> StaticSitePublisher:
    return StaticSitePublisher(tmp_path / "sites")


async def test_a_site_can_be_opened_at_its_address(
    publisher: StaticSitePublisher, business: Callable[..., Any], tmp_path: Path
) -> None:
    website = await publisher.publish(business("one_offer"), idempotency_key="k1")
    assert (website.made_by, website.live, website.site_id, website.version) == ("static site", False, "site-1", 1)
    assert website.path == str(tmp_path / "sites" / "site-1")
    address = urlparse(website.url)
    assert address.scheme == "file"
    assert b"Jua Solar" in Path(unquote(address.path)).read_bytes()


async def test_a_served_folder_gives_a_public_address(business: Callable[..., Any], tmp_path: Path) -> None:
    for base in ("https://sites.example", "https://sites.example/"):
        publisher = StaticSitePublisher(tmp_path, base)
        website = await publisher.publish(business("name_only"), idempotency_key=base)
        assert website.url == "https://sites.example/site-1/"
    assert b"https://sites.example/site-1/" in (tmp_path / "site-1" / "sitemap.xml").read_bytes()


async def test_the_same_key_gives_the_same_result(publisher: StaticSitePublisher, business: Callable[..., Any]) -> None:
    first = await publisher.publish(business("name_only"), idempotency_key="k1")
    assert await publisher.publish(business("one_offer"), idempotency_key="k1") == first
    assert b"Chez Awa" in (Path(first.path) / "index.html").read_bytes()


async def test_a_change_is_the_next_version_and_can_be_undone(
    publisher: StaticSitePublisher, business: Callable[..., Any]
) -> None:
    first = await publisher.publish(business("name_only"), idempotency_key="k1")
    second = await publisher.publish(business("name_only", business_name="Chez Fatou"), idempotency_key="k2")
    assert (second.version, second.url) == (2, first.url)
    assert await publisher.undo("site-1") == first
    assert b"Chez Awa" in (Path(first.path) / "index.html").read_bytes()
    assert await publisher.undo("site-1") is None
    assert await publisher.current("site-1") == first
    assert await publisher.current("unknown") is None


async def test_two_sites_do_not_touch_each_other(publisher: StaticSitePublisher, business: Callable[..., Any]) -> None:
    one = await publisher.publish(business("name_only"), idempotency_key="k1")
    two = await publisher.publish(business("name_only", site_id="site-2"), idempotency_key="k1")
    assert one.path != two.path
    assert two.version == 1


@pytest.mark.parametrize("site_id", ["", "..", "../x", "a/b", ".history", "-x", "a\0b", "a.b", "é", "x" * 101, "a\n"])
async def test_a_site_id_that_is_no_plain_name_is_refused(
    site_id: str, publisher: StaticSitePublisher, business: Callable[..., Any], tmp_path: Path
) -> None:
    with pytest.raises(Rejected):
        await publisher.publish(business("name_only", site_id=site_id), idempotency_key="k1")
    assert not (tmp_path / "sites").exists()


async def test_a_full_disk_is_worth_another_try(
    publisher: StaticSitePublisher, business: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unavailable) as caught:
        await publisher.publish(business("name_only"), idempotency_key="k1")
    assert caught.value.service == "static site"
    assert "Awa" not in f"{caught.value} {caught.value.details}"


async def test_a_folder_that_may_not_be_written_needs_an_operator(
    publisher: StaticSitePublisher, business: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refused)
    with pytest.raises(Misconfigured):
        await publisher.publish(business("name_only"), idempotency_key="k1")


async def test_the_family_ends_with_the_local_default(tmp_path: Path) -> None:
    assert PROVIDERS[-1] is STATIC_SITE
    settings = Settings(_env_file=None, coach_home=tmp_path)
    assert choose(PROVIDERS, settings) is STATIC_SITE
    async with STATIC_SITE.open(Resources(settings=settings, phrases=PhraseBook())) as publisher:
        assert isinstance(publisher, StaticSitePublisher)


class CountingWorkshop(Workshop):
    """Counts what is asked for that was not there yet."""

    def __init__(self) -> None:
        super().__init__()
        self.made: set[str] = set()

    async def make(self, name: str, work: Callable[..., Any], *arguments: Any) -> Any:
        self.made.add(name)
        return await super().make(name, work, *arguments)


async def test_a_site_made_ready_is_not_online_and_not_drawn_again(
    business: Callable[..., Any], tmp_path: Path
) -> None:
    workshop = CountingWorkshop()
    publisher = StaticSitePublisher(tmp_path / "sites", workshop=workshop)
    await publisher.foresee(business("name_only"))
    assert not (tmp_path / "sites").exists()
    await publisher.publish(business("name_only"), idempotency_key="k1")
    assert len(workshop.made) == 1
    assert await publisher.current("site-1")
