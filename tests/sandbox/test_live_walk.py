from __future__ import annotations

import asyncio
import json

import httpx
import pytest
from pictures import SVG, photo

from agent.integrations import DigitalCloud360APIClient, LogoAIClient, OpenAIClient, TavilyClient
from agent.integrations.openai_client import Ask
from agent.sandbox import Sandbox, settings_for
from agent.settings import Settings
from nodes.errors import Misconfigured

EVERYTHING = {
    "fr": "Je suis couturière à Dakar, on s'appelle « Chez Canari », robes à 25 000 F. Mes clientes sont celles qui "
    "se marient. Appelez le +221 77 123 45 67.",
    "en": 'I am a tailor in Accra, Ghana. The business is called "Canari Stitches". I sell dresses for 300 cedis. My '
    "customers are brides. Call +233 24 123 4567.",
}
ALL = ("coach", "researcher", "copywriter", "logo_designer", "publisher")


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_a_person_walks_to_a_live_site_over_real_http(language: str, sandbox: Sandbox, talking, made) -> None:
    async with talking(*ALL, language=language) as talk:
        await talk.hear(talk.app.sessions.resume(talk.session))
        site = await talk.until(made("publish"), EVERYTHING[language])
        assert site.result["live"]
        assert len(sandbox.platform.sites) == 1
        async with httpx.AsyncClient() as browser:
            page = (await browser.get(site.result["url"])).text
        assert "Canari" in page
        by = {event.step: (event.made_by, event.live) for event in talk.told if hasattr(event, "made_by")}
        assert by == {
            "research": ("tavily", True),
            "content": ("openai", True),
            "logo": ("logoai", True),
            "publish": ("digitalcloud360", True),
        }


async def test_a_changed_fact_is_published_at_the_same_place(sandbox: Sandbox, talking, made) -> None:
    async with talking(*ALL, language="fr") as talk:
        await talk.hear(talk.app.sessions.resume(talk.session))
        first = await talk.until(made("publish"), EVERYTHING["fr"])
        again = await talk.until(made("publish"), "mon numéro est +221 78 999 88 77")
        assert again.result["url"] == first.result["url"]
        assert again.result["version"] == 2
        assert [(site.id, site.version) for site in sandbox.platform.sites] == [("site-1", 2)]
        assert "78 999 88 77" in sandbox.platform.sites[0].files["index.html"].decode()


async def test_the_search_service_never_sees_the_person(sandbox: Sandbox, talking, made) -> None:
    async with talking(*ALL, language="fr") as talk:
        await talk.hear(talk.app.sessions.resume(talk.session))
        await talk.until(made("publish"), EVERYTHING["fr"])
    sent = [body.decode() for service, _, body in sandbox.faults.requests if service == "tavily"]
    assert len(sent) == 4
    assert not any(word in body for body in sent for word in ("Canari", "771234567", "77 123", "marient", "25"))


async def test_no_secret_is_kept_or_logged(sandbox: Sandbox, talking, made, capsys) -> None:
    async with talking(*ALL, language="fr") as talk:
        await talk.hear(talk.app.sessions.resume(talk.session))
        await talk.until(made("publish"), EVERYTHING["fr"])
        stored = []
        redis = talk.app.redis
        async for key in redis.scan_iter():
            kind = (await redis.type(key)).decode()
            reader = {"string": redis.get, "hash": redis.hgetall}.get(kind)
            stored.append(str(await reader(key)) if reader else "")
    assert not any(secret in "".join(stored) for secret in ("sandbox-openai", "sandbox-secret", "sandbox-tavily"))
    assert "sandbox-" not in capsys.readouterr().out


async def test_a_wrong_key_is_refused_for_real(sandbox: Sandbox) -> None:
    keys = {name.lower(): "wrong" if "KEY" in name or "SECRET" in name else value for name, value in
            settings_for(sandbox.url).items()}  # fmt: skip
    settings = Settings(_env_file=None, **keys)
    async with OpenAIClient(settings) as openai, TavilyClient(settings) as tavily, LogoAIClient(settings) as logoai:
        for call in (openai.generate_text("x"), tavily.search("x"), logoai.generate_logo("x", {})):
            with pytest.raises(Misconfigured):
                await call
    async with DigitalCloud360APIClient(settings) as platform:
        with pytest.raises(httpx.HTTPStatusError):
            await platform.create_website({})


async def test_all_clients_speak_to_it(sandbox: Sandbox) -> None:
    settings = Settings(_env_file=None, **{name.lower(): value for name, value in settings_for(sandbox.url).items()})
    async with OpenAIClient(settings) as openai, TavilyClient(settings) as tavily, LogoAIClient(settings) as logoai:
        assert await openai.generate_text("Bonjour") == "Bonjour"
        heard: list[str] = []
        assert await openai.answer(Ask((("user", "Bonjour"),), listener=heard.append)) == "Bonjour"
        assert heard
        assert len(await tavily.search_market("fashion")) == 5
        assert (await logoai.generate_logo("Awa", {})).startswith(sandbox.url)
    async with DigitalCloud360APIClient(settings) as platform:
        assert await platform.health_check()
        assert await platform.get_user_profile(7) == {"id": 7}
        assert await platform.get_user_profile("nobody") is None


async def test_faults_are_planned_over_http_too(sandbox: Sandbox) -> None:
    async with httpx.AsyncClient(base_url=sandbox.url) as http:
        assert (await http.post("/faults", json={"service": "tavily", "fault": "rate_limit"})).status_code == 204
        assert (await http.post("/faults", json={"service": "tavily", "fault": "boredom"})).status_code == 422
        assert (await http.post("/faults", content=b"[")).status_code == 422
        key = {"authorization": "Bearer sandbox"}
        assert (await http.post("/tavily/search", json={"query": "x"}, headers=key)).status_code == 429
        assert (await http.get("/calls")).json()["calls"] == {"tavily": 1}
        await http.post("/faults", json={"service": "tavily", "fault": "server_error", "times": -1})
        await http.delete("/faults")
        assert (await http.post("/tavily/search", json={"query": "x"}, headers=key)).status_code == 200


async def test_the_sandbox_listens_on_loopback_only(sandbox: Sandbox) -> None:
    assert sandbox.url.startswith("http://127.0.0.1:")


async def test_many_clients_at_once_each_get_their_own_answer(sandbox: Sandbox) -> None:
    settings = Settings(_env_file=None, **{name.lower(): value for name, value in settings_for(sandbox.url).items()})
    async with OpenAIClient(settings) as client:
        texts = [f"text {number}" for number in range(40)]
        assert await asyncio.gather(*map(client.generate_text, texts)) == texts
    bodies = [json.loads(body)["messages"][0]["content"] for service, _, body in sandbox.faults.requests]
    assert sorted(bodies) == sorted(texts)


async def test_pictures_reach_the_platform_and_nobody_else(sandbox: Sandbox, talking, made) -> None:
    async with talking(*ALL, language="fr") as talk:
        await talk.hear(talk.app.sessions.resume(talk.session))
        for action in (
            await talk.app.intake.logo(await talk.app.sessions.state(talk.session), SVG),
            await talk.app.intake.photo(await talk.app.sessions.state(talk.session), photo(), "Zuleikha"),
        ):
            await talk.hear(talk.app.sessions.reply(talk.session, action))
        await talk.until(made("publish"), EVERYTHING["fr"])
        digest = (await talk.app.sessions.state(talk.session)).photos[0].upload.digest
    (site,) = sandbox.platform.sites
    assert 'alt="Zuleikha"' in site.files["index.html"].decode()
    assert "photo-1-400.avif" in site.files
    assert b"#0a5cb0" in site.files["logo.svg"]
    others = [body.decode() for service, _, body in sandbox.faults.requests if service != "digitalcloud360"]
    assert len(others) > 4
    assert not [body for body in others if "#0a5cb0" in body or digest in body or "data:image" in body]
