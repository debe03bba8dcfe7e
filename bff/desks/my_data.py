"""The desk of one's own data (我的信息): a copy of it, its erasure, and what goes by itself."""

from dataclasses import dataclass

from domain.usecases.ask_data_export import AskDataExport
from domain.usecases.ask_erasure import AskErasure, ReadErasure
from domain.usecases.build_data_export import BuildDataExport
from domain.usecases.erase_data import EraseData
from domain.usecases.expire_data import ExpireData
from domain.usecases.preview_erasure import PreviewErasure
from domain.usecases.read_data_export import ReadDataExport


@dataclass(frozen=True, slots=True)
class MyDataDesk:
    ask_data_export: AskDataExport
    build_data_export: BuildDataExport
    read_data_export: ReadDataExport
    preview_erasure: PreviewErasure
    ask_erasure: AskErasure
    read_erasure: ReadErasure
    erase_data: EraseData
    expire_data: ExpireData
