"""Whether what is shown of an opinion is what its author signed."""

from collections.abc import Mapping
from typing import Any

from consult.domain.casefile import CaseFile
from consult.domain.opinion import Opinion
from consult.domain.record import opinion_part


def states(record: Mapping[str, Any], file: CaseFile, opinion: Opinion) -> bool:
    """Whether the signed record says of case, author, moment and conclusion what is stored now.

    What is stored may have grown since by what an old record does not name.
    """
    if opinion.signature is None:
        return False
    try:
        told = (record["case"]["id"], record["case"]["number"], record["author"]["id"])
        return (
            told == (str(file.case.id), file.case.number, str(opinion.author))
            and record["signed_at"] == opinion.signature.signed_at.isoformat()
            and _agrees(record["opinion"], opinion_part(opinion))
        )
    except (KeyError, TypeError):
        return False


def _agrees(signed: Any, stored: Any) -> bool:
    if isinstance(signed, Mapping) and isinstance(stored, Mapping):
        return all(key in stored and _agrees(one, stored[key]) for key, one in signed.items())
    if isinstance(signed, list) and isinstance(stored, list):
        return len(signed) == len(stored) and all(map(_agrees, signed, stored))
    return bool(signed == stored)
