"""The provincial rating interface (省好差评接口): each rating handed over once.

Source: field names of the national exchange in public clients, 鲁政办发〔2020〕10号, as in
docs/vendors/rating-interface.md, read 2026-11-21.
TRAP: satisfaction 5 = 非常满意 in the exchange; GB/T 39046 A.8 counts the other way (rating_scales.py).
"""

from datetime import timedelta, timezone

import msgspec

from adapters.envelope.sender import SignedHttp
from adapters.files.rating_scales import numbers
from domain.ratings.outside import AssessNumber, Evaluation, Scale
from domain.ratings.rating import Satisfaction

SYSTEM = "rating"
BEIJING = timezone(timedelta(hours=8))
ABSENT, DUPLICATE = "4040", "duplicate"
FINISHED = "3"  # proStatus: 办结
PERSON, ORGANISATION = "1", "2"
PERSON_DOCUMENT, ORGANISATION_DOCUMENT = "111", "001"  # GB/T 36903 Annex A


class _Taken(msgspec.Struct, rename="camel"):
    evaluation_id: str


class ProvincialRatings:
    """Implements RatingInterface. `data_source`: the three digits the province gave this office.

    `scale`: how the province counts.
    """

    def __init__(self, window: SignedHttp, *, data_source: str, scale: Scale = "exchange") -> None:
        self._window, self._data_source, self._numbers = window, data_source, numbers(scale)

    async def hand_over(self, evaluation: Evaluation) -> str:
        reply = await self._window.call(
            "POST",
            ("evaluations",),
            effect=True,
            document=self._document(evaluation),
            known=frozenset({DUPLICATE}),  # its data is the first one's
        )
        return reply.read(_Taken).evaluation_id

    async def ask(self, project_no: str, assess_number: AssessNumber) -> str | None:
        reply = await self._window.call(
            "GET",
            ("evaluations",),
            effect=False,
            query={"projectNo": project_no, "assessNumber": str(assess_number)},
            known=frozenset({ABSENT}),
        )
        return None if reply.code == ABSENT else reply.read(_Taken).evaluation_id

    def _document(self, evaluation: Evaluation) -> dict[str, str]:
        is_person = evaluation.rater_is_person
        return {
            "areaCode": evaluation.area_code,
            "deptCode": evaluation.department_code,
            "taskCode": evaluation.task_code,
            "taskName": evaluation.task_name,
            "projectNo": evaluation.project_no,
            "proStatus": FINISHED,
            "proDepart": evaluation.department,
            "acceptDate": evaluation.accepted_on.isoformat(),
            "pf": evaluation.channel,
            "userName": evaluation.rater_name.reveal(),
            "userProp": PERSON if is_person else ORGANISATION,
            "certKeyGOV": evaluation.rater_number.reveal(),
            "userPageType": PERSON_DOCUMENT if is_person else ORGANISATION_DOCUMENT,
            "satisfaction": self._numbers[Satisfaction(evaluation.satisfaction)],
            "evalDetail": ",".join(evaluation.tags),
            "writingEvaluation": evaluation.words.reveal() if evaluation.words is not None else "",
            "assessTime": evaluation.assessed_at.astimezone(BEIJING).isoformat(timespec="seconds"),
            "assessNumber": str(evaluation.assess_number),
            "isProtion": "0",  # given by a person, not by default
            "dataSource": self._data_source,
        }
