"""Screens on paper: put together of what their parts say, as the office does; a test changes one place."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

Say = Callable[[str], Any]


def _side(say: Say) -> dict[str, Any]:
    """For whom the first screen stands."""
    home = say("read_home")
    [party] = [one for one in home["parties"] if one["partyId"] == home["actingFor"]]
    return {name: party[name] for name in ("partyId", "until") if name in party}


def _form(say: Say) -> dict[str, Any]:
    form = say("read_form")
    is_over = form["state"] == "confirmed"
    return {"caseState": say("read_case")["state"] if is_over else "intended", "form": form}


def _forms(say: Say) -> dict[str, Any]:
    matter = say("list_forms")
    forms = [{**one, "caseState": _state(one["form"])} for one in matter["forms"]]
    return {**matter, "forms": forms, "invitation": say("read_invitation")}


def _state(form: Mapping[str, Any]) -> str:
    return "filed" if form["state"] == "confirmed" else "intended"


def _licence(say: Say) -> dict[str, Any]:
    wallet = say("read_wallet")
    note = {"note": wallet["note"]} if "note" in wallet else {}
    return {"card": wallet["cards"][0], "views": say("list_views")["views"], **note}


PARTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "read_case_screen": ("read_case", "read_timeline"),
        "read_invitation_screen": ("read_invitation",),
        "read_form_screen": ("read_form",),
        "read_forms_screen": ("list_forms", "read_invitation"),
        "read_licence_screen": ("read_wallet", "list_views"),
        "read_rating_screen": ("read_case", "list_rating_tags"),
    }
)
_MADE: Mapping[str, Callable[[Say], dict[str, Any]]] = MappingProxyType(
    {
        "read_case_screen": lambda say: {
            "case": say("read_case"),
            "entries": say("read_timeline")["entries"],
        },
        "read_invitation_screen": lambda say: {"invitation": say("read_invitation")},
        "read_form_screen": _form,
        "read_forms_screen": _forms,
        "read_licence_screen": _licence,
        "read_rating_screen": lambda say: {"case": say("read_case"), "tags": say("list_rating_tags")},
    }
)


def screen(name: str, say: Say) -> dict[str, Any]:
    """`say`: what the operation of that name answers now."""
    return {"side": _side(say), **_MADE[name](say)}
