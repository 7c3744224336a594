WORDS = ["found", "on", "the", "code", "path"]
