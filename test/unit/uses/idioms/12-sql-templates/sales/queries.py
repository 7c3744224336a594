from string import Template

TOP = Template("SELECT sku, sum(amount) AS total FROM $catalog.$schema.$table GROUP BY sku ORDER BY total DESC")
RETURNS = Template("SELECT count(*) FROM ${catalog}.quality.returns WHERE sku = :sku")
RATES = "select rate from shared.fx.rates where currency = %(currency)s"

BASE = dict(catalog="retail_eu")


def top_sellers(**more: str) -> str:
    return TOP.substitute(BASE, **more)


def returns() -> str:
    return RETURNS.safe_substitute(BASE)
