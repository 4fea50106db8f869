"""The stored data. The database is the truth; constraints are declared here, not only in forms."""

from archive.models.access import GivenPassword, OpenSession, SignInTry
from archive.models.collection import EventKind, LearntRule, Original, Revision, Source, SourceProfile, Transcript
from archive.models.figures import Counted, Tally
from archive.models.people import FormerSpeakerSlug, OfficeHolder, Parting, Speaker, SpeakerAlias, SpeakerDecision
from archive.models.records import Mention, QAPair, Record, RetiredRecord, Statement, Turn
from archive.models.work import ArchiveVersion, PendingFile, Publication, SignatureBand, TextSignature, Upload, UploadBatch

__all__ = [
    "ArchiveVersion",
    "Counted",
    "EventKind",
    "FormerSpeakerSlug",
    "GivenPassword",
    "LearntRule",
    "Mention",
    "OfficeHolder",
    "OpenSession",
    "Original",
    "Parting",
    "PendingFile",
    "Publication",
    "QAPair",
    "Record",
    "RetiredRecord",
    "Revision",
    "SignInTry",
    "SignatureBand",
    "Source",
    "SourceProfile",
    "Speaker",
    "SpeakerAlias",
    "SpeakerDecision",
    "Statement",
    "Tally",
    "TextSignature",
    "Transcript",
    "Turn",
    "Upload",
    "UploadBatch",
]
