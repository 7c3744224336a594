from databricks_langchain.genie import GenieAgent


def tools(catalog: str):
    agent = GenieAgent(genie_space_id="01f0eeeeddddccccbbbbaaaa99998888", genie_agent_name=catalog)
    return [agent.as_tool(name="sales", description="Sales figures")]
