"""QR codes as pictures of their own: with a namespace, and no size, so that the page decides."""

import io

import segno


def qr_svg(text: str) -> str:
    picture = io.BytesIO()
    segno.make_qr(text, error="m").save(
        picture,
        kind="svg",
        xmldecl=False,
        svgclass=None,
        lineclass=None,
        light="#fff",
        omitsize=True,
        nl=False,
    )
    return picture.getvalue().decode()
