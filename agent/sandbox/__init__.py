"""A stand-in for the outside services on this machine, for trying the live clients with no account.

`running()` serves it inside a program, `serve()` for a terminal; `settings_for(url)` names the settings that lead the
product to it. It speaks the services' wire formats, checks their keys, and fails on demand.
"""

from agent.sandbox.faults import KINDS, Fault, Faults
from agent.sandbox.server import Sandbox, running, serve, settings_for

__all__ = ["KINDS", "Fault", "Faults", "Sandbox", "running", "serve", "settings_for"]
