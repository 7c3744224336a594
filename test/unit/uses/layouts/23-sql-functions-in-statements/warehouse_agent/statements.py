CATALOG, SCHEMA = "hotel", "ops"


def q(*parts: str) -> str:
    return ".".join(f"`{p}`" for p in parts)


REVIEWS = f"""
WITH recent AS (
  SELECT review_id, body FROM {q(CATALOG, SCHEMA, 'reviews')} WHERE stay_date > current_date() - 30
)
SELECT review_id, ai_query('databricks-claude-haiku-4-5', concat('Mood: ', body)) AS mood FROM recent
"""

SIMILAR = (
    "SELECT * FROM vector_search(index => 'hotel.ops.complaints_index', "
    "query_text => :text, num_results => 5)"
)

PRICE = "SELECT hotel.pricing.rate_for(:room, :night) AS rate"

NOTIFY = """
SELECT http_request(conn => 'front_desk_pager', method => 'POST', path => '/notify',
                    json => to_json(named_struct('text', :text)))
"""
