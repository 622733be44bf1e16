"""Save the whole form of a submission: whichever button was pressed, nothing that was typed elsewhere is lost."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from assay.adapters.uploads import MAX_BYTES
from assay.campus.assessing.evidence import WAYS, Way, save_file, save_link, save_text
from assay.campus.assessing.journey import journey_of
from assay.campus.assessing.models import Attempt, Submission
from assay.campus.assessing.sections import Sent, fingerprint
from assay.campus.catalogue.reading import design_of
from assay.campus.people.request import CampusRequest
from assay.science.assessment.evidence import EvidenceRequirement
from assay.science.errors import AssayError, Code, Refused

_STATUS = {
    Code.CONFLICT: 409,
    Code.TOO_LARGE: 413,
    Code.UNSUPPORTED_MEDIA: 415,
    Code.TOO_MANY: 429,
    Code.UNAVAILABLE: 503,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: notes on files that were kept, and each refusal, by requirement and way."""

    sent: Sent
    errors: dict[str, dict[str, str]]
    notes: tuple[str, ...]
    status: int

    @property
    def problem(self) -> str:
        """Why nothing at all can be saved any more; "" when only some parts were refused."""
        reasons = {reason for each in self.errors.values() for reason in each.values()}
        return reasons.pop() if self.status == _STATUS[Code.CONFLICT] and len(reasons) == 1 else ""


def save_form(request: CampusRequest, submission: Submission, *, at: datetime) -> Outcome:
    """Save each part that was changed; what one part lacks does not keep the others from being saved."""
    attempt = journey_of(submission).attempt
    saving = _Saving(request, attempt, at)
    for requirement in design_of(submission.version).evidence:
        for way in WAYS[requirement.kind]:
            saving.save(requirement, way)
    return saving.outcome()


class _Saving:
    """One form on its way into the rows."""

    def __init__(self, request: CampusRequest, attempt: Attempt, at: datetime) -> None:
        self._request, self._attempt, self._at = request, attempt, at
        self._texts: dict[str, str] = {}
        self._links: dict[str, str] = {}
        self._errors: dict[str, dict[str, str]] = {}
        self._notes: list[str] = []
        self._status = 200

    def save(self, requirement: EvidenceRequirement, way: Way) -> None:
        save = {Way.TEXT: self._save_text, Way.LINK: self._save_link, Way.FILE: self._save_files}[way]
        try:
            save(requirement)
        except AssayError as error:
            if error.code is Code.NOT_FOUND:
                raise
            self._errors.setdefault(requirement.id, {})[way.value] = error.reason
            self._status = max(self._status, _STATUS.get(error.code, 422))

    def outcome(self) -> Outcome:
        sent = Sent(self._texts, self._links, self._errors)
        return Outcome(sent, self._errors, tuple(self._notes), self._status)

    def _save_text(self, requirement: EvidenceRequirement) -> None:
        typed = self._request.POST.get(f"text-{requirement.id}")
        if typed is None or fingerprint(typed) == self._request.POST.get(f"seen-{requirement.id}"):
            return
        self._texts[requirement.id] = typed
        tools = self._request.tools
        save_text(self._attempt, requirement.id, typed, actor=self._request.user, at=self._at, tools=tools)

    def _save_link(self, requirement: EvidenceRequirement) -> None:
        typed = self._request.POST.get(f"link-{requirement.id}", "").strip()
        if not typed:
            return
        self._links[requirement.id] = typed
        tools = self._request.tools
        save_link(self._attempt, requirement.id, typed, actor=self._request.user, at=self._at, tools=tools)
        del self._links[requirement.id]  # it is in the list now; the field is for the next one

    def _save_files(self, requirement: EvidenceRequirement) -> None:
        refused: list[AssayError] = []
        for file in self._request.FILES.getlist(f"file-{requirement.id}"):
            try:
                self._save_file(requirement, file)
            except AssayError as error:
                refused.append(error)
        if refused:
            refused[0].reason = "; ".join(each.reason for each in refused)
            raise refused[0]

    def _save_file(self, requirement: EvidenceRequirement, file: "UploadedFile[Any]") -> None:
        name = file.name or ""
        # Not read into memory only to be refused.
        if (file.size or 0) > MAX_BYTES:
            most = MAX_BYTES // 1024 // 1024
            reason = _("%(name)s has more than %(most)s MiB; send a smaller one, or parts of it")
            raise Refused(reason % {"name": name, "most": most}, code=Code.TOO_LARGE)
        try:
            item = save_file(
                self._attempt,
                requirement.id,
                file.read(),
                name=name,
                media_type=file.content_type,
                actor=self._request.user,
                at=self._at,
                tools=self._request.tools,
            )
        except AssayError as error:
            error.reason = f"{name}: {error.reason}"
            raise
        self._notes.extend(f"{item.file_name}: {note}" for note in item.notes.splitlines())
