"""The listener: streams of news to open pages (server-sent events), in a process of its own."""
