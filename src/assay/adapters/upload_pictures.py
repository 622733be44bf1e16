"""Pictures, decoded and written anew: what is kept was written by our library from pixels, not by the sender.

So nothing that hides beside the pixels comes through: place and device of a photograph (EXIF, XMP), comments, a web
page or a program behind the picture. The orientation that a camera noted is applied first, and colours of a wide
profile become sRGB. Runs in the disposable process: Pillow raises many things, and each of them ends that process.
Not removed: what the pixels themselves show or hide.
"""

import struct
import warnings
from io import BytesIO
from typing import Final

from PIL import Image, ImageCms, ImageOps

from assay.adapters.upload_kinds import Kind
from assay.science.errors import Code, Refused

# A decoded pixel takes 4 bytes, and turning a picture needs two of them: 400 MB, which fits the process.
MAX_PIXELS: Final = 50_000_000
# Above this, photographs grow and nobody sees why.
_QUALITY: Final = 90
_MODES: Final = {
    Kind.PNG: ("1", "L", "LA", "I;16", "P", "RGB", "RGBA"),
    Kind.JPEG: ("L", "RGB"),
    Kind.GIF: ("1", "L", "P"),
    Kind.WEBP: ("RGB", "RGBA"),
}


def written_anew(data: bytes, kind: Kind) -> tuple[bytes, tuple[str, ...]]:
    """The same picture in bytes of our own, and what a person should know about it.

    Raises ``Refused``: ``TOO_LARGE`` beyond 50 million pixels, ``UNSUPPORTED_MEDIA`` for an animation.
    """
    with _opened(data, kind) as picture:
        width, height = picture.size
        if width * height > MAX_PIXELS:
            raise _too_many_pixels()
        # A photograph with a second view (MPO) is a JPEG whose first picture is the photograph.
        if kind is not Kind.JPEG and getattr(picture, "n_frames", 1) > 1:
            reason = "this picture moves; send a video (MP4 or WebM), or one still picture (PNG)"
            raise Refused(reason, code=Code.UNSUPPORTED_MEDIA)
        notes = ["written anew: what the camera noted beside the picture, such as place, time and device, is gone"]
        still = _in_srgb(_upright(picture, notes), notes)
        # Pillow writes comments and profiles that it finds here.
        still.info = {name: value for name, value in still.info.items() if name == "transparency"}
        if still.mode not in _MODES[kind]:
            still = still.convert("RGBA" if "A" in still.mode and "RGBA" in _MODES[kind] else "RGB")
        written = BytesIO()
        lossless = kind is Kind.WEBP and data[12:16] == b"VP8L"
        still.save(written, kind.name, quality=_QUALITY, lossless=lossless)
    return written.getvalue(), tuple(notes)


def _opened(data: bytes, kind: Kind) -> Image.Image:
    """The picture, opened as the one kind that its first bytes tell, and not yet decoded."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return Image.open(BytesIO(data), formats=[kind.name])
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise _too_many_pixels() from error


def _upright(picture: Image.Image, notes: list[str]) -> Image.Image:
    try:
        return ImageOps.exif_transpose(picture)
    except (SyntaxError, struct.error, KeyError, ValueError, TypeError, OSError):
        # All that Pillow's reader of EXIF raises. What it could not read is dropped with the rest of it.
        picture.load()
        notes.append("which side is up could not be read; turn the picture and send it again if it lies wrong")
        return picture


def _in_srgb(picture: Image.Image, notes: list[str]) -> Image.Image:
    """With a wide profile taken away and its colours kept; screens show colours without a profile as sRGB."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "RGBA", "CMYK"}:
        return picture
    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        if "srgb" in ImageCms.getProfileDescription(own).lower():
            return picture
        mode = "RGB" if picture.mode == "CMYK" else picture.mode
        converted = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError):
        notes.append("its colour profile could not be read, so its colours may look a little different")
        return picture
    return converted or picture


def _too_many_pixels() -> Refused:
    reason = f"a picture of more than {MAX_PIXELS // 1_000_000} million pixels; send a smaller copy"
    return Refused(reason, code=Code.TOO_LARGE)
