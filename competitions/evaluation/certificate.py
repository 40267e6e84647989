"""The certificate of an assignment in words: how good it is and how that is known, or which rules cannot hold together."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from competitions.evaluation.assignment import DEMAND, LOAD_MAX, LOAD_MIN
from competitions.evaluation.planning import Problem
from core.web.templatetags.polish import odmiana


def rules_in_words(problem: Problem, rules: Sequence[tuple[str, Sequence[str]]], names: Mapping[str, str]) -> list[str]:
    """Each rule of a set that cannot hold together: "oferta nr 17: potrzeba 2 ekspertów, a bez konfliktu jest tylko jeden (Anna Nowak)"."""
    return [rule_in_words(problem, kind, about, names) for kind, about in rules]


def rule_in_words(problem: Problem, kind: str, about: Sequence[str], names: Mapping[str, str]) -> str:
    if kind == DEMAND:
        place = next(number for number, each in enumerate(problem.offers) if each.offer == about[0])
        asked, free = problem.offers[place], problem.free(place)
        told: dict[str, object] = {
            "number": asked.number,
            "need": odmiana(asked.demand, "eksperta,ekspertów,ekspertów"),
        }
        if not free:
            return _("oferta nr %(number)s: potrzeba %(need)s, a bez przeszkody nie ma nikogo") % told
        first = ", ".join(names.get(problem.experts[each].expert, "") for each in free[:5])
        told["who"] = first + _(" i inni") if len(free) > 5 else first
        if len(free) == 1:
            return _("oferta nr %(number)s: potrzeba %(need)s, a bez przeszkody jest tylko jeden: %(who)s") % told
        told["free"] = len(free)
        return _("oferta nr %(number)s: potrzeba %(need)s, a bez przeszkody jest ich %(free)s: %(who)s") % told
    if kind in (LOAD_MAX, LOAD_MIN):
        able = next(each for each in problem.experts if each.expert == about[0])
        count = able.most if kind == LOAD_MAX else able.least
        told = {"who": names.get(about[0], ""), "count": odmiana(count, "ofertę,oferty,ofert")}
        words = (
            _("%(who)s: może wziąć najwyżej %(count)s")
            if kind == LOAD_MAX
            else _("%(who)s: ma dostać co najmniej %(count)s")
        )
        return words % told
    if kind == "forbidden":
        asked = next(each for each in problem.offers if each.offer == about[0])
        told = {"who": names.get(about[1], ""), "number": asked.number}
        return _("%(who)s nie może dostać oferty nr %(number)s: powiązanie albo karta, która już jest") % told
    told = {"one": names.get(about[0], ""), "other": names.get(about[1], "")}
    return _("%(one)s i %(other)s mogą się spotkać tylko przy jednej ofercie") % told
