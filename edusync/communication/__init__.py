"""Mail to people, and the development mailbox."""
