"""The name of a business: in quotes, after "is called", after its trade, or at the head of "X is a bakery"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import dropwhile

from nodes.facts import gazetteer
from nodes.facts.clauses import Clause
from nodes.facts.data import table
from nodes.facts.lexicon import Lexicon
from nodes.facts.text import Span, Text

_TOKEN = re.compile(r"[^\s]+")
_CUT = re.compile(r"[,;:!?\n()|]|\.(?=\s|$)|\s-\s|\s/\s")
_QUOTED = re.compile(r"\"\s?([^\"\n]{1,80}?)\s?\"|(?<!\w)'([^'\n]{2,60})'(?!\w)")
_MOST_WORDS = 7
_MOST_LOWER = 5


def name_in(text: Text, span: Span, lexicon: Lexicon) -> Span | None:
    """Return the name that these words begin with, None when they begin with none."""
    quoted = _QUOTED.match(text.folded, span.start, span.end)
    if quoted:
        return _within_quotes(quoted)
    cut = _CUT.search(text.folded, span.start, span.end)
    words = [Span(*word.span()) for word in _TOKEN.finditer(text.folded, span.start, cut.start() if cut else span.end)]
    words = list(dropwhile(lambda word: not _spells(text, word), words))
    if not words:
        return None
    kept = _capitals(text, words, lexicon) if _capital(text, words[0]) else _small(text, words, lexicon)
    return Span(words[0].start, words[kept - 1].end) if kept else None


def names(text: Text, lexicon: Lexicon, found: Sequence[Clause], *, titles: bool = True) -> Iterator[Span]:
    """Yield what the text calls the business, the surest first; with `titles`, also without a word like "called"."""
    for clause in found:
        quoted_name = _QUOTED.search(text.folded, clause.value.start, clause.value.end)
        if clause.fact == "business_name" and quoted_name:
            yield _within_quotes(quoted_name)
        elif (clause.fact == "business_name" and (name := name_in(text, clause.value, lexicon))) or (
            clause.fact == "maybe_name"
            and (name := name_in(text, clause.value, lexicon))
            and _written_as_name(text, clause, name)
        ):
            yield name
    for quoted in _QUOTED.finditer(text.folded):
        span = _within_quotes(quoted)
        if _after_trade(text, quoted.start(), lexicon) and text.capital(span.start):
            yield span
    yield from _titles(text, lexicon, openers=titles)


def supposed(text: Text, sentence: Span, lexicon: Lexicon) -> Span | None:
    """Return the name in a sentence that tells one.

    It is what stands in quotes, else what follows "name", else the longest run of words in capitals, where a single
    capital at the beginning is every sentence's.
    """
    if quoted := _QUOTED.search(text.folded, sentence.start, sentence.end):
        return _within_quotes(quoted)
    words_for_name = lexicon.pattern("names", "word").finditer(text.folded, sentence.start, sentence.end)
    said = [word.end() for word in words_for_name]
    called = name_in(text, Span(said[-1] + 1, sentence.end), lexicon) if said and said[-1] < sentence.end else None
    cased = any(map(text.upper, range(sentence.start + 1, sentence.end)))
    if called and (text.upper(called.start) or not cased):
        return called
    words = [Span(*word.span()) for word in _TOKEN.finditer(text.folded, sentence.start, sentence.end)]
    found: list[Span] = []
    for number, word in enumerate(words):
        inside = bool(found) and word.start < found[-1].end
        if inside or not text.upper(word.start):
            continue
        name = name_in(text, Span(word.start, sentence.end), lexicon)
        begins = number == 0 and name is not None and not _several(text, name)
        if name and not begins and not _plain_place(text, name, lexicon):
            found.append(name)
    return max(found, key=lambda name: name.end - name.start, default=None)


def _within_quotes(quoted: re.Match[str]) -> Span:
    return Span(*quoted.span(1 if quoted[1] is not None else 2))


def _spells(text: Text, word: Span) -> bool:
    """Whether a token has a letter or a figure, and is not a pointing hand or a dash."""
    return any(map(str.isalnum, text.folded[word.start : word.end]))


def _written_as_name(text: Text, clause: Clause, name: Span) -> bool:
    """Whether the words are quoted or begin with a capital inside a sentence."""
    quoted = text.folded[clause.cue.end : name.start].strip().endswith(('"', "'"))
    if text.folded[clause.cue.start : clause.cue.end].replace("'", "").strip() == "its":
        ends = text.folded[name.end : name.end + 1] in ("", ".", "!", "\n", ",")
        return quoted or (ends and text.upper(name.start) and len(text.folded[name.start : name.end].split()) > 1)
    return quoted or (text.capital(name.start) and text.folded[name.start].isalpha())


def _titles(text: Text, lexicon: Lexicon, *, openers: bool) -> Iterator[Span]:
    """Yield names at the head of "X is a bakery", and in "restaurant Le Baobab", "I run Mama's Kitchen"."""
    for found in lexicon.compiled("names.heads", _heads).finditer(text.folded):
        span = Span(*found.span("name"))
        if text.upper(span.start) and not lexicon.pattern("person_words").match(found["name"]):
            yield from filter(None, [_whole(text, span, lexicon)])
    for found in lexicon.compiled("names.apposition", _apposition).finditer(text.folded):
        span = Span(*found.span("name" if found["name"] else "called"))
        if text.upper(span.start):
            yield from filter(None, [_whole(text, span, lexicon) if found["name"] else name_in(text, span, lexicon)])
    for found in lexicon.compiled("names.before", _openers).finditer(text.folded if openers else ""):
        start = found.end()
        if start < len(text.folded) and text.upper(start):
            name = name_in(text, Span(start, min(len(text.folded), start + 80)), lexicon)
            if name and _several(text, name) and not _plain_place(text, name, lexicon):
                yield name


def _whole(text: Text, span: Span, lexicon: Lexicon) -> Span | None:
    """The span as a name, if it is one from its first word to its last."""
    name = name_in(text, span, lexicon)
    return span if name and name.end == span.end and not _plain_place(text, name, lexicon) else None


def _several(text: Text, name: Span) -> bool:
    return len(text.folded[name.start : name.end].split()) > 1 and text.capital(name.start)


def _plain_place(text: Text, name: Span, lexicon: Lexicon) -> bool:
    words = text.folded[name.start : name.end]
    return bool(gazetteer.country_code(words) or gazetteer.place(words)) or bool(
        lexicon.pattern("names", "not_names").fullmatch(words)
    )


def _after_trade(text: Text, start: int, lexicon: Lexicon) -> bool:
    return bool(lexicon.compiled("names.openers$", _opener_end).search(text.folded[max(0, start - 40) : start]))


def _capital(text: Text, word: Span) -> bool:
    first = next((place for place in range(word.start, word.end) if text.folded[place].isalnum()), None)
    return first is not None and (text.folded[first].isdigit() or text.capital(first))


def _capitals(text: Text, words: list[Span], lexicon: Lexicon) -> int:
    """Count the words of a name in capitals: joints count when a capital follows."""
    kept = 0
    for number, word in enumerate(words[:_MOST_WORDS]):
        plain = text.folded[word.start : word.end].strip("\"'")
        cased = text.quote(word.start, word.end)[:1].lower() != text.quote(word.start, word.end)[:1].upper()
        if not cased and number and lexicon.pattern("names", "stop").fullmatch(plain):
            break
        never = bool(number) and bool(lexicon.pattern("names", "never").fullmatch(plain))
        elided = plain[:2] in ("l'", "d'") and text.capital(word.start + 2)
        if elided or (_capital(text, word) and not never):
            kept = number + 1
        elif plain not in _joints():
            break
    return kept


def _small(text: Text, words: list[Span], lexicon: Lexicon) -> int:
    """Count the words of a name written without capitals: up to the first word that goes on with the sentence."""
    stop = lexicon.pattern("names", "stop")
    if lexicon.pattern("names", "never").fullmatch(text.folded[words[0].start : words[0].end]):
        return 0
    kept = 0
    for word in words[:_MOST_LOWER]:
        plain = text.folded[word.start : word.end]
        if kept and (stop.fullmatch(plain) or not any(char.isalpha() for char in plain)):
            break
        kept += 1
    while kept and text.folded[words[kept - 1].start : words[kept - 1].end] in _joints():
        kept -= 1
    return kept


@cache
def _joints() -> frozenset[str]:
    return frozenset(table("words")["joints"])


def _trades(lexicon: Lexicon) -> str:
    words = {word for group in lexicon.groups("sectors") for word in lexicon.words("sectors", group, "trades")}
    return "|".join(sorted((*words, *lexicon.words("names", "kinds")), key=lambda word: (-len(word), word))) or "(?!)"


def _heads(lexicon: Lexicon) -> re.Pattern[str]:
    copula = "|".join(lexicon.words("names", "is_a")) or "(?!)"
    return re.compile(
        rf"(?:^|(?<=[.!\n]) ?)(?P<name>[^\s.,!?;:\n][^.,!?;:\n]{{1,50}}?),? (?:{copula}) "
        rf"(?:[^\s.,!?;]+ ){{0,3}}(?:{_trades(lexicon)})(?!\w)"
    )


def _apposition(lexicon: Lexicon) -> re.Pattern[str]:
    """Match "our company, Twende Safaris, is ..."."""
    mine = "|".join(lexicon.words("names", "mine")) or "(?!)"
    kinds = "|".join(lexicon.words("names", "kinds")) or "(?!)"
    is_ = "|".join(lexicon.words("names", "copulas")) or "(?!)"
    return re.compile(
        rf"(?<!\w)(?:{mine})\s(?:[^\W\d_]+\s)?(?:{kinds}|{_trades(lexicon)})"
        rf"(?:,\s?(?P<name>[^,.!?;:\n]{{2,50}}),|\s?(?:{is_})\s?\"?(?P<called>[^,.!?;:\n\"]{{2,50}}))"
    )


def _openers(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_trades(lexicon)}|{'|'.join(lexicon.words('names', 'runs')) or '(?!)'}) ")


def _opener_end(lexicon: Lexicon) -> re.Pattern[str]:
    runs = "|".join(lexicon.words("names", "runs")) or "(?!)"
    return re.compile(rf"(?<!\w)(?:{_trades(lexicon)}|{runs})(?:\s(?:de|of|ya)\s[^\W\d_]+)?\s?:?\s?$")
