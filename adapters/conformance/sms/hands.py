"""What both operators' emulators are moved by: their levers have the same names."""

from adapters.conformance.stage import Stage

SETTLED = 0.0  # seconds until a report: the carrier has answered before the next call


async def counted(stage: Stage) -> int:
    return len((await stage.look("/__books"))["messages"])


async def posted(stage: Stage, many: int, path: str) -> list[bytes]:
    """The bodies that came to that address of ours."""
    got = await stage.listener.wait_for(many, path)
    return [one.body for one in got if one.path.startswith(path)]


async def replied(stage: Stage, phone: str, text: str) -> list[bytes]:
    """One reply, posted twice."""
    await stage.control("/__callbacks", duplicate=True)
    await stage.control("/__reply", phone=phone, content=text)
    return await posted(stage, 2, "/replies")
