"""What a page of ours may load: of ourselves alone. The face vendor's page is gone to, never taken in."""

from bff.http.answers import CSP, headers

OURS = {"'none'", "'self'", "data:"}
INSIDE = ("default-src", "script-src", "connect-src", "frame-ancestors", "base-uri")


def test_no_page_admits_another_origin_not_even_the_face_vendors() -> None:
    policy = dict(
        part.strip().split(" ", 1) for part in headers(by_https=True)["Content-Security-Policy"].split(";")
    )

    assert {source for sources in policy.values() for source in sources.split()} <= OURS
    assert set(INSIDE) <= set(policy)
    assert "frame-src" not in policy  # what is not named falls back to default-src: nothing is framed


def test_pictures_alone_may_be_written_into_the_page() -> None:
    admit_data = [part.split()[0] for part in CSP.split(";") if "data:" in part]

    assert admit_data == ["img-src"]
