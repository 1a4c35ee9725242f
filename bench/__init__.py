"""What is measured, against which goals; every measurement prints JSON."""
