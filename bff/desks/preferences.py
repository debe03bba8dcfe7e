"""What somebody wishes for on their own phone: how they are told, and what they were told."""

from dataclasses import dataclass

from domain.usecases.change_preferences import ChangePreferences
from domain.usecases.list_messages import ListMessages
from domain.usecases.read_preferences import ReadPreferences


@dataclass(frozen=True, slots=True)
class PreferenceDesk:
    read_preferences: ReadPreferences
    change_preferences: ChangePreferences
    list_messages: ListMessages
