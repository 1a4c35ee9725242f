"""Where slices lie in the patient: order, spacing, volumes. numpy only; millimetres, LPS axes."""
