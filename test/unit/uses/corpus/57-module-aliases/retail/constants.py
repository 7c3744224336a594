_SCHEMA = "retail.gold"
REVIEWS = f"{_SCHEMA}.reviews_index"
SALES_SPACE = "01f0123401234012340123401234abcd"
UNUSED_INDEX = f"{_SCHEMA}.returns_index"
