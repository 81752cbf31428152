"""What ./dev can do. Standard library only: it runs before anything is installed."""
