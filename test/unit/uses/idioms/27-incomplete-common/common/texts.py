GREETING = "Hello from the harbour."
