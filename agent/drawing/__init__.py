"""Drawing without any provider's knowledge: from vectors to pixels."""
