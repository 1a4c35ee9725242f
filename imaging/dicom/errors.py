"""Why a file is not taken, as codes; the screens word them."""

from enum import StrEnum


class Reason(StrEnum):
    """What is wrong with a file."""

    NOT_DICOM = "not_dicom"
    EMPTY = "empty"
    TRUNCATED = "truncated"
    TOO_DEEP = "too_deep"
    DEFLATE_BOMB = "deflate_bomb"
    BAD_STRUCTURE = "bad_structure"
    BAD_UID = "bad_uid"
    NO_TRANSFER_SYNTAX = "no_transfer_syntax"
    UNKNOWN_SOP_CLASS = "unknown_sop_class"
    DIRECTORY = "directory"  # a DICOMDIR: an index of a medium, not an image
    SIZE_MISMATCH = "size_mismatch"
    TOO_LARGE = "too_large"
    CONFLICT = "conflict"  # same UID, other content
    DIFFERENT_STUDY = "different_study"  # sent to one study, belongs to another
    OTHER_SITE = "other_site"  # of a study that another site has sent
    UNDECODABLE = "undecodable"
    NO_PIXELS = "no_pixels"


class Malformed(Exception):
    """A file that cannot be taken. `detail` is for operators and holds no patient data."""

    def __init__(self, code: Reason, detail: str = "") -> None:
        """Keep the code and the detail."""
        super().__init__(f"{code}: {detail}" if detail else str(code))
        self.code = code
        self.detail = detail
