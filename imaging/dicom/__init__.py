"""DICOM files: safe reading, checks, the header as values and as DICOM JSON. Home of pydicom."""
