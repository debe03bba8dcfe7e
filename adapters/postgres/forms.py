"""Forms (申报表单) and the files of materials in PostgreSQL, sealed whole: all of it is about people."""

from tortoise.connection import get_connection

from adapters.postgres.form_seal import read, written
from adapters.postgres.rows.cases import FormRow, MaterialFileRow
from domain.forms.form import Form, FormState
from domain.forms.ports import MaterialFile
from domain.kernel.ids import CaseId
from domain.kernel.ports import Cipher, NewId
from domain.kernel.refusals import NotFound

FORM, FILE = "forms.sealed", "material_files.sealed"


class PostgresForms:
    """Implements domain.forms.ports.Forms and GivenMaterials."""

    def __init__(self, cipher: Cipher, new_id: NewId) -> None:
        self._cipher, self._new_id = cipher, new_id

    async def add(self, form: Form) -> None:
        await FormRow.create(
            id=form.case,
            state=str(form.state),
            version=form.version,
            sealed=self._cipher.seal(FORM, form.case, written(form)),
        )

    async def of_case(self, case: CaseId) -> Form:
        row = await FormRow.get_or_none(id=case)
        if row is None:
            raise NotFound(str(case))
        clear = self._cipher.open(FORM, row.id, row.sealed)
        return read(clear, case, FormState(row.state), row.version)

    async def save(self, form: Form) -> None:
        await FormRow.filter(id=form.case).update(
            state=str(form.state),
            version=form.version,
            sealed=self._cipher.seal(FORM, form.case, written(form)),
        )

    async def keep_file(self, case: CaseId, file: MaterialFile) -> None:
        made = self._new_id()
        await get_connection("default").execute_query(
            "INSERT INTO material_files (id, case_id, key, name, content_type, sm3, sealed)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (case_id, key) DO NOTHING",
            [
                made,
                case,
                file.key,
                file.name,
                file.content_type,
                file.sm3,
                self._cipher.seal(FILE, made, file.content),
            ],
        )

    async def replace_file(self, case: CaseId, file: MaterialFile) -> None:
        await self.drop_file(case, file.key)
        await self.keep_file(case, file)

    async def drop_file(self, case: CaseId, key: str) -> None:
        await MaterialFileRow.filter(case_id=case, key=key).delete()

    async def files(self, case: CaseId) -> tuple[MaterialFile, ...]:
        rows = await MaterialFileRow.filter(case_id=case).order_by("key")
        return tuple(
            MaterialFile(
                row.key,
                row.name,
                self._cipher.open(FILE, row.id, row.sealed),
                row.content_type,
                row.sm3,
            )
            for row in rows
        )
