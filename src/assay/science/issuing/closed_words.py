"""Members whose value is one word of a list, or with ``ext:`` before it a word of one's own.

They are read whatever they say and written only like this: the schema that others check our credentials with refuses
any other word. Source: Open Badges 3.0 §B.2 (AchievementType, AlignmentTargetType, IdentifierTypeEnum, ResultType) and
§B.3 (LanguageCode).
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from assay.science.errors import MalformedDocument
from assay.science.securing.strict_json import JsonValue

_IDENTIFIER_TYPES = """
    name sourcedId systemId productId userName accountId emailAddress nationalIdentityNumber isbn issn lisSourcedId
    oneRosterSourcedId sisSourcedId ltiContextId ltiDeploymentId ltiToolId ltiPlatformId ltiUserId identifier"""
_WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        member: frozenset(words.split())
        for member, words in {
            "achievementType": """
                Achievement ApprenticeshipCertificate Assessment Assignment AssociateDegree Award Badge BachelorDegree
                Certificate CertificateOfCompletion Certification CommunityService Competency Course CoCurricular Degree
                Diploma DoctoralDegree Fieldwork GeneralEducationDevelopment JourneymanCertificate LearningProgram
                License Membership ProfessionalDoctorate QualityAssuranceCredential MasterCertificate MasterDegree
                MicroCredential ResearchDoctorate SecondarySchoolDiploma""",
            "identifierType": _IDENTIFIER_TYPES,
            "identityType": _IDENTIFIER_TYPES,
            "resultType": """
                GradePointAverage LetterGrade Percent PerformanceLevel PredictedScore RawScore Result RubricCriterion
                RubricCriterionLevel RubricScore ScaledScore Status""",
            "targetType": """
                ceasn:Competency ceterms:Credential CFItem CFRubric CFRubricCriterion CFRubricCriterionLevel CTDL""",
        }.items()
    }
)
_EXTENSION = re.compile(r"ext:[A-Za-z0-9._-]+\Z")
_LANGUAGE = re.compile(r"[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\Z")


def check_word(member: str, value: JsonValue, where: str) -> None:
    """Raise ``MalformedDocument`` when ``member`` has a list of words and ``value`` is none of them."""
    if not isinstance(value, str):
        return  # told by the check of the class, which knows what the member is
    words = _WORDS.get(member)
    if words is not None and value not in words and not _EXTENSION.match(value):
        reason = f"{value!r:.40} is not one of {', '.join(sorted(words))}, nor a word of your own such as ext:Licence"
        raise MalformedDocument(reason, where=where, clause="OB 3.0 §B.2")
    if member == "inLanguage" and not _LANGUAGE.match(value):
        reason = f"not a language code such as en or pt-BR: {value!r:.40}"
        raise MalformedDocument(reason, where=where, clause="OB 3.0 §B.3 LanguageCode")
