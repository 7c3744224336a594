from databricks_langchain import UCFunctionToolkit, VectorSearchRetrieverTool

from claims_agent.naming import POLICY_INDEX, TOOL_NAMES


def policy_search(k: int = 4) -> VectorSearchRetrieverTool:
    return VectorSearchRetrieverTool(
        index_name=POLICY_INDEX,
        num_results=k,
        tool_name="policy_terms",
        tool_description="Wording of insurance policies.",
    )


def all_tools():
    functions = UCFunctionToolkit(function_names=TOOL_NAMES).tools
    return [*functions, policy_search()]


def legacy_search():
    # nobody offers this tool any more
    return VectorSearchRetrieverTool(index_name="insurance.claims.policy_terms_v1_index")
