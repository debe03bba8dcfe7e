"""What the staff desk can do: accounts of the office's own people and of registered verifiers."""

from dataclasses import dataclass

from domain.usecases.add_staff import AddStaff
from domain.usecases.add_verifier import AddVerifier
from domain.usecases.recognise_staff import RecogniseStaff
from domain.usecases.recognise_verifier import RecogniseVerifier


@dataclass(frozen=True, slots=True)
class StaffDesk:
    recognise_staff: RecogniseStaff
    recognise_verifier: RecogniseVerifier
    add_staff: AddStaff
    add_verifier: AddVerifier
