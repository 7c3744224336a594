PREFIX = "databricks-"
import left

RIGHT = getattr(left, "NAME", PREFIX)
