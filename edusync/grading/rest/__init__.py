"""HTTP interface: validate, call, serialize."""
