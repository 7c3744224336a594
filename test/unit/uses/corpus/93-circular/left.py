import right

NAME = "claude-sonnet-4"
LEFT = right.PREFIX + NAME
