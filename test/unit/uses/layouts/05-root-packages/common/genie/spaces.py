class Spaces:
    TICKETS = "01f01234abcd5678ef9001234abcd567"
    ORDERS = "01f01234abcd5678ef9001234abcd568"  # not asked by the support agent
