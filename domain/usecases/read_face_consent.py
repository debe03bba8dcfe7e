"""Read the separate consent to face verification as it stands today, and the ways that need no face."""

from dataclasses import dataclass

from domain.identity.ports import ConsentText, ConsentTexts


@dataclass(frozen=True, slots=True)
class ReadFaceConsent:
    texts: ConsentTexts

    async def __call__(self) -> ConsentText:
        return self.texts.current()
