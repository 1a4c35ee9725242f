"""DICOMweb under /dicom-web: STOW-RS, QIDO-RS, WADO-RS (PS3.18), and one answer for our viewer."""
