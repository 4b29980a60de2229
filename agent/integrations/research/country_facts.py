"""Country facts that ship with the product. They stand in when no search service is configured.

They are a country's languages, currency, calling code and weekend: true, sourced and timeless. They are not
market research, and the result says so (`live` is False and `notice` names the sentence that tells the person).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager

from agent.integrations.provider import Resources
from nodes.inputs import ResearchInput
from nodes.ports import Phrases
from nodes.results import Finding, MarketResearch

NAME = "country facts"
NOTICE = "research.not_live"
WIDELY_SPOKEN = 10.0
"""Percent of the population from which a language is named; below it CLDR's estimates are too coarse to show."""

_DAYS = {5: "weekend.friday_saturday", 6: "weekend.saturday_sunday"}


class CountryFacts:
    """Fills Researcher from CLDR and the phone numbering plans, with no network."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases

    async def research(self, request: ResearchInput) -> MarketResearch:
        """Return what is known about the country; an unknown country yields no findings. Raises nothing."""
        language = request.language if request.language in self._phrases.languages else "en"
        return MarketResearch(
            made_by=NAME, live=False, notice=NOTICE, findings=tuple(self._findings(request.country, language))
        )

    def _findings(self, country: str, language: str) -> Iterator[Finding]:
        from babel import Locale  # noqa: PLC0415 - slow to import and not needed at start

        locale = Locale.parse(language)
        if not _is_country(country, locale.territories):
            return
        cldr = _cldr()
        yield self._finding(language, "name", locale.territories[country], country, cldr)
        for key, value, record in (
            ("official", *_official(country, locale)),
            ("spoken", *_spoken(country, locale)),
            ("currency", *_currency(country, locale)),
        ):
            if value:
                yield self._finding(language, key, value, record, cldr)
        if code := _calling_code(country):
            yield self._finding(language, "calling_code", f"+{code}", f"{country}: +{code}", _numbering_plans())
        if days := _weekend(country):
            value = self._phrases.say(language, f"research.{_DAYS[days[1]]}")
            yield self._finding(language, "weekend", value, f"{country}: {value}", cldr)

    def _finding(self, language: str, key: str, value: str, record: str, source: str) -> Finding:
        claim = self._phrases.say(language, f"research.fact.{key}", value=value)
        quote = record if value in record else f"{record}: {value}"
        return Finding(topic="country", claim=claim, quote=quote, source_title=source)


@asynccontextmanager
async def open_country_facts(resources: Resources) -> AsyncIterator[CountryFacts]:
    """Open the local default; it holds nothing that must be closed."""
    yield CountryFacts(resources.phrases)


def _is_country(country: str, territories: Mapping[str, str]) -> bool:
    from babel.numbers import get_territory_currencies  # noqa: PLC0415

    return country.isalpha() and country in territories and bool(get_territory_currencies(country))


def _cldr() -> str:
    import babel  # noqa: PLC0415
    from babel.core import get_cldr_version  # noqa: PLC0415

    return f"Unicode CLDR {get_cldr_version()} (Babel {babel.__version__})"


def _numbering_plans() -> str:
    import phonenumbers  # noqa: PLC0415

    return f"libphonenumber metadata {phonenumbers.__version__}"


def _official(country: str, locale: object) -> tuple[str, str]:
    from babel.languages import get_official_languages  # noqa: PLC0415

    codes = get_official_languages(country) or get_official_languages(country, de_facto=True)
    return _named(country, [(code, "") for code in codes], locale)


def _spoken(country: str, locale: object) -> tuple[str, str]:
    from babel.languages import get_territory_language_info  # noqa: PLC0415

    info = get_territory_language_info(country)
    shares = sorted(((float(entry["population_percent"] or 0), code) for code, entry in info.items()), reverse=True)
    wide = [(code, f" ({share:.0f} %)") for share, code in shares if share >= WIDELY_SPOKEN]
    return _named(country, wide, locale)


def _named(country: str, codes: list[tuple[str, str]], locale: object) -> tuple[str, str]:
    names: dict[str, str] = locale.languages  # type: ignore[attr-defined]
    found = ", ".join(f"{names[code]}{share}" for code, share in codes if code in names)
    return found, f"{country}: {found}"


def _currency(country: str, locale: object) -> tuple[str, str]:
    from babel.numbers import get_territory_currencies  # noqa: PLC0415

    names: dict[str, str] = locale.currencies  # type: ignore[attr-defined]
    found = ", ".join(f"{names.get(code, code)} ({code})" for code in get_territory_currencies(country))
    return found, f"{country}: {found}"


def _calling_code(country: str) -> int:
    import phonenumbers  # noqa: PLC0415

    return int(phonenumbers.country_code_for_region(country))


def _weekend(country: str) -> tuple[int, int] | None:
    """Return the weekend's first and last day, Monday is 0; None when it is neither of the two usual ones."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415

    try:
        week = Locale.parse(f"und_{country}")
    except (UnknownLocaleError, ValueError):
        return None
    days = (int(week.weekend_start), int(week.weekend_end))
    return days if days in ((4, 5), (5, 6)) else None
