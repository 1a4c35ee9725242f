"""Identifiers, so that one kind is never taken for another."""

from typing import NewType
from uuid import UUID

CaseId = NewType("CaseId", UUID)
PersonId = NewType("PersonId", UUID)
OrganisationId = NewType("OrganisationId", UUID)
DepartmentId = NewType("DepartmentId", UUID)
PatientId = NewType("PatientId", UUID)
InvitationId = NewType("InvitationId", UUID)
SessionId = NewType("SessionId", UUID)
OpinionId = NewType("OpinionId", UUID)
FileId = NewType("FileId", UUID)
AgreementId = NewType("AgreementId", UUID)
StudyUid = NewType("StudyUid", str)
"""DICOM Study Instance UID (PS3.5 section 9); the imaging side's only name for a study here."""
