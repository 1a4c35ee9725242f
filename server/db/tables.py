"""All tables: whoever needs the whole schema imports it from here."""

from sqlalchemy import MetaData

from server.db import account_tables, audit_tables, case_tables, people_tables, study_tables
from server.db.base import Base

MODULES = (account_tables, audit_tables, case_tables, people_tables, study_tables)
"""Imported so that their tables are in the metadata."""

METADATA: MetaData = Base.metadata
