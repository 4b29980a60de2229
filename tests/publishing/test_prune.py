"""A page carries the rules that it can use."""

from __future__ import annotations

import pytest

from agent.integrations.publishing.site.prune import pruned

HTML = '<ul class="cards n2"><li><h3>x</h3></li></ul><p class="price">1</p>'


@pytest.mark.parametrize(
    "rule",
    [
        ".cards{a:b}",
        ".cards li{a:b}",
        "h3:lang(ar){a:b}",
        "[dir=rtl] .price{a:b}",
        ".price::before{a:b}",
        ":root{a:b}",
        "*{a:b}",
        "li + li{a:b}",
        ".n2,.n4{a:b}",
        "@media print{.cards{a:b}}",
        "body{a:b}",
        "li:not(.x){a:b}",
    ],
)
def test_a_rule_that_can_match_stays(rule: str) -> None:
    assert pruned(rule, HTML) == rule.replace(",.n4", "")


@pytest.mark.parametrize(
    "rule", [".list{a:b}", "h2{a:b}", ".cards figure{a:b}", "@media print{.list{a:b}h2{a:b}}", ".price q{a:b}"]
)
def test_a_rule_that_cannot_match_goes(rule: str) -> None:
    assert pruned(rule, HTML) == ""


def test_the_order_of_rules_stays() -> None:
    assert pruned("li{a:b}h2{a:b}.cards{c:d}@media print{li{a:b}}", HTML) == "li{a:b}.cards{c:d}@media print{li{a:b}}"
