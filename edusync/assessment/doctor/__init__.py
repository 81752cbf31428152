"""The item doctor: what answers tell about the questions, kept as sums and read as figures."""
