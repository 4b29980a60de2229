"""What a person wants with a message, beside telling facts: a pick, help, a skip, a question back, another language."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nodes.facts.lexicon import Lexicon, spaced
from nodes.facts.text import Text, key

UNKNOWN = "unknown"
"""The topic of a question nobody prepared an answer for."""
_CLAUSE_END = re.compile(r"[,;\n،]|[.!?؟](?=\s|$)|\s(?:et|and|e|na|mais|but)\s")
_WHOLE = ("skip", "unknown", "help", "repeat")
_SHORT = 120
"""Folded characters of a message that may be nothing but a request; longer ones tell something."""
_RHETORICAL = 4
"""Words of "My customers? Students." at most."""
_OWN_LENGTH, _OWN_WEIGHT = 4, 2
"""Letters of a word that tells its language by itself, and what it then counts."""
_CLEAR_LEAD = 2
"""Known words by which one language must lead before the conversation follows it."""


def request(texts: Sequence[Text], lexicon: Lexicon) -> str:
    """Return what the messages ask about the talk itself, an empty text when they tell something.

    "empty", "skip", "unknown" (I don't know), "help" (help me say it) or "repeat".
    """
    told = [text for text in texts if text.raw.strip()]
    if not told:
        return "empty"
    words = told[-1].folded.strip()
    if not re.search(r"\w", words):
        return "unknown" if "?" in words else ""
    if len(told) > 1 or len(words) > _SHORT:
        return ""
    return next((name for name in _WHOLE if wholly(words, lexicon, "intents", name)), "")


def is_request(texts: Sequence[Text], lexicon: Lexicon) -> bool:
    """Whether the messages politely ask for something to be done: "can you make it warmer?"."""
    return bool(texts) and bool(lexicon.pattern("requests").match(texts[-1].folded.strip()))


def is_choice_lead(text: Text, lexicon: Lexicon) -> bool:
    """Whether a message announces the person's own wording: "I prefer: ..."."""
    head, colon, _ = text.folded.partition(":")
    return bool(colon) and bool(
        lexicon.pattern("pick_before").search(head) or lexicon.pattern("correction").search(head)
    )


def clauses_of(text: Text) -> list[str]:
    """Return the clauses of a message as they were written, in one line each."""
    return [" ".join(part.split()) for part in _CLAUSE_END.split(text.raw) if part.strip()]


def wholly(words: str, lexicon: Lexicon, *path: str) -> bool:
    """Whether folded words are an entry of a list, politeness aside."""
    plain = words.strip(" ,.!;:…")
    if lexicon.pattern(*path).fullmatch(plain):
        return True
    fillers = f"(?:{lexicon.pattern('fillers').pattern}|{lexicon.pattern('small').pattern})"
    around = lexicon.compiled(
        f"{'.'.join(path)}.polite",
        lambda lex: re.compile(
            rf"(?:{fillers}[\s,.!]{{1,3}})*{lex.pattern(*path).pattern}(?:[\s,.!]{{1,3}}{fillers})*"
        ),
    )
    return bool(around.fullmatch(plain.strip(" ?"))) or bool(around.fullmatch(plain))


def picked(text: Text, suggestions: Sequence[str], lexicon: Lexicon) -> str:
    """Return the suggestion that a reply picks: by number, ordinal, its own words, or a yes to the only one."""
    if not suggestions:
        return ""
    words = text.folded.strip(" .!)#")
    by_text = [each for each in suggestions if key(each) == key(text.raw)]
    if by_text:
        return by_text[0]
    if len(suggestions) == 1 and wholly(words, lexicon, "agree"):
        return suggestions[0]
    number = _number(words, lexicon)
    if number == -1:
        return suggestions[-1]
    return suggestions[number - 1] if 0 < number <= len(suggestions) else ""


def questions_back(text: Text, lexicon: Lexicon) -> tuple[list[str], list[Text]]:
    """Return the topics a message asks about, and what it says beside its questions.

    A topic is the name of an answer, UNKNOWN for a question nobody prepared for.
    """
    topics: list[str] = []
    rest: list[Text] = []
    start = 0
    for sentence in text.sentences():
        end = sentence.end
        marked = text.folded[end : end + 2].strip().startswith("?") or text.folded[end - 1] == "?"
        words = text.folded[sentence.start : end].strip(" ,.!¡¿")
        rhetorical = len(words.split()) <= _RHETORICAL and any(lexicon.cues_in(f"{words} ?", 0, len(words) + 2))
        topic = "" if rhetorical else _topic(words, lexicon, marked=marked)
        if topic:
            topics.append(topic)
            rest.append(Text(text.quote(start, sentence.start)))
            start = min(end + 1, len(text.folded))
    rest.append(Text(text.quote(start, len(text.folded))))
    return topics, [piece for piece in rest if re.search(r"\w", piece.folded)]


def wanted_language(text: Text, lexicon: Lexicon) -> str:
    """Return the language a message asks to go on in, empty if it asks for none."""
    words = text.folded.strip(" .!?,")
    return next((name for name in lexicon.groups("switch") if wholly(words, lexicon, "switch", name)), "")


def spoken_language(texts: Sequence[Text], lexicon: Lexicon, current: str) -> str:
    """Return the language the words are in, empty when that is not clear or it is the current one."""
    counts, words = _counted(texts, lexicon)
    hits, _ = _counted(texts, lexicon, weight=1)
    best = max(counts, key=lambda language: counts[language], default="")
    lead = counts.get(best, 0) - max((count for language, count in counts.items() if language != best), default=0)
    clear = lead >= _CLEAR_LEAD and hits.get(best, 0) >= _CLEAR_LEAD
    return best if best != current and clear and counts[best] * 8 >= words else ""


def mixed_languages(texts: Sequence[Text], lexicon: Lexicon, current: str) -> set[str]:
    """Return the languages whose words may stand in these messages.

    The current one, the two that are mixed into every other, and those of which several common words are there.
    """
    counts, _ = _counted(texts, lexicon)
    return {current, "fr", "en", *(language for language, count in counts.items() if count >= _CLEAR_LEAD)}


def _counted(texts: Sequence[Text], lexicon: Lexicon, *, weight: int = _OWN_WEIGHT) -> tuple[dict[str, int], int]:
    """Count the common words of each language, and all words, at the head of some messages.

    A longer word that is common in one language only has the given weight.
    """
    words = [word for text in texts for word in re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text.folded[:2000])]
    common = {name: _common(lexicon.only(name) or lexicon) for name in lexicon.languages}
    counts = dict.fromkeys(common, 0)
    for word in words:
        spoken = [name for name, known in common.items() if word in known or word.split("'")[0] + "'" in known]
        for name in spoken:
            counts[name] += weight if len(spoken) == 1 and len(word) >= _OWN_LENGTH else 1
    return counts, len(words)


def _common(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(lexicon.words("stopwords"))


def _topic(words: str, lexicon: Lexicon, *, marked: bool) -> str:
    asking = marked or bool(lexicon.compiled("asking.start", _asking).match(words))
    for topic in lexicon.groups("questions"):
        pattern = lexicon.pattern("questions", topic)
        if pattern.fullmatch(words) or (asking and pattern.search(words)):
            return topic
    return UNKNOWN if marked and len(words.split()) > 1 else ""


def _asking(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(spaced, lexicon.words('asking')))})(?!\w)")


def _number(words: str, lexicon: Lexicon) -> int:
    if plain := re.fullmatch(r"\W*(\d)\W*", words):
        return int(plain[1])
    ordinals = lexicon.mapping("ordinals")
    pattern = lexicon.compiled("picks", _picks)
    found = pattern.fullmatch(words)
    if not found:
        return 0
    return int(found["digit"]) if found["digit"] else int(ordinals[found["word"]])


def _picks(lexicon: Lexicon) -> re.Pattern[str]:
    words = "|".join(sorted(lexicon.mapping("ordinals"), key=lambda word: -len(word)))
    before = "|".join(map(spaced, lexicon.words("pick_before")))
    after = "|".join(map(spaced, lexicon.words("pick_after")))
    return re.compile(rf"(?:(?:{before})[\s']*)*(?:(?P<digit>\d)|(?P<word>{words}))(?:\s+(?:{after}))*")
