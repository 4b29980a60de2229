"""Time from the yes to the recap until everything can be published, against the critical path of the services.

Stand-in services take as long as real ones (words 2 s, search 1 s, logo 5 s); the person says yes at once, as a script
does. The logo needs neither research nor words, so the path is max(search + words, logo). Run:
python -m benchmarks.critical_path [SECONDS_PER_UNIT]
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

UNITS = {"research": 1.0, "content": 2.0, "logo": 5.0}


class Slow:
    """A service that takes its time."""

    def __init__(self, real: Any, seconds: float) -> None:
        self._real = real
        self._seconds = seconds

    def __getattr__(self, name: str) -> Any:
        async def call(*args: Any, **kwargs: Any) -> Any:
            await asyncio.sleep(self._seconds)
            return await getattr(self._real, name)(*args, **kwargs)

        return call


async def measure(unit: float) -> float:
    from fakes import fake_services
    from walking import FACTS

    from agent.bootstrap import bootstrap
    from agent.settings import Settings

    services = fake_services()
    roles: dict[str, Any] = {name: getattr(services, name) for name in ("coach", "publisher", "phrases")}
    slow = {"researcher": "research", "copywriter": "content", "logo_designer": "logo"}
    roles |= {role: Slow(getattr(services, role), unit * UNITS[step]) for role, step in slow.items()}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        async with bootstrap(Settings(coach_home=Path(home)), **roles) as app:
            session = await app.sessions.start(language="en")
            [event async for event in app.sessions.reply(session, FACTS)]
            begun = time.monotonic()
            for reply in ("yes", "yes", "yes", "1"):
                [event async for event in app.sessions.reply(session, reply)]
            return time.monotonic() - begun


def main() -> None:
    unit = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    path = unit * max(UNITS["research"] + UNITS["content"], UNITS["logo"])
    taken = asyncio.run(measure(unit))
    one_by_one = unit * sum(UNITS.values())
    print(f"critical path {path:.2f} s, taken {taken:.2f} s, ratio {taken / path:.2f}; one by one {one_by_one:.2f} s")


if __name__ == "__main__":
    main()
