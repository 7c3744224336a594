#!/usr/bin/env python
import mlflow; from databricks_langchain import ChatDatabricks, \
	VectorSearchRetrieverTool
from langgraph.prebuilt import create_react_agent

class Names :
	llm	=	"databricks-" \
		"claude-" \
		"sonnet-4" ; index = ('main.'
		'tabs'
		".docs_index")

if True :
	if True: llm = ChatDatabricks ( endpoint = Names . llm ) ; docs = VectorSearchRetrieverTool(index_name=Names.index)

def	make (	) :
		return	create_react_agent ( llm ,
[ docs
		] )

mlflow.models.set_model(make())
