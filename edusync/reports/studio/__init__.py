"""Reports that analysts write: one governed SELECT over the report views, compiled, never run as typed."""
