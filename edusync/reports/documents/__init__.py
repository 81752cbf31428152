"""Reports as documents: CSV, XLSX and PDF, and the drawing of a chart."""
