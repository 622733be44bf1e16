"""How the pages of this room answer: with another page to look at, or with a file to keep."""

from django.http import HttpResponse, HttpResponseRedirect

from assay.campus.wallet.papers import Paper


class SeeOther(HttpResponseRedirect):
    """To the page that shows what a POST has done; reloading it sends nothing again. Source: RFC 9110 §15.4.4."""

    status_code = 303


def attached(paper: Paper) -> HttpResponse:
    """A file, under its name, on the reader's disk."""
    headers = {"Content-Disposition": f'attachment; filename="{paper.name}"'}
    return HttpResponse(paper.content, content_type=paper.media_type, headers=headers)


def shown_inline(paper: Paper) -> HttpResponse:
    """A picture for a page, ours or (a preview, a badge) somebody else's."""
    headers = {
        "Cross-Origin-Resource-Policy": "cross-origin",
        # An SVG that somebody opens by itself is a page of ours: one that runs nothing and loads nothing.
        "Content-Security-Policy": (
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox"
        ),
    }
    return HttpResponse(paper.content, content_type=paper.media_type, headers=headers)
