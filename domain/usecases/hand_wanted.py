"""Whether a form is signed by hand (手写签名) before it is confirmed on one's own phone."""

from domain.catalogue.item import Item
from domain.forms.form import Form
from domain.forms.signature import HAND


def hand_wanted(item: Item, form: Form) -> str:
    """`item`: as it was when the case began. HAND, or empty.

    The form alone does not do: a process of the version before, running beside, rewrites it without the wish.
    """
    return HAND if HAND in (str(item.signature or ""), form.signature) else ""
