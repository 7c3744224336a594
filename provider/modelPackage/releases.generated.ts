// Made by scripts/signatures.py from real MLflow. Do not edit.
// biome-ignore-all format: generated
// biome-ignore-all lint: generated
import type { ReleaseTable } from "./releases.js";

export const releaseTable: ReleaseTable =
/* table */ {
 "2.22.5": {
  "interfaces": {
   "ResponsesAgent": {
    "task": "agent/v1/responses",
    "inputs": "[{\"type\": \"object\", \"properties\": {\"conversation_id\": {\"type\": \"string\", \"required\": false}, \"user_id\": {\"type\": \"string\", \"required\": false}}, \"name\": \"context\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"name\": \"custom_inputs\", \"required\": false}, {\"type\": \"array\", \"items\": {\"type\": \"any\"}, \"name\": \"input\", \"required\": true}, {\"type\": \"long\", \"name\": \"max_output_tokens\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"string\"}, \"name\": \"metadata\", \"required\": false}, {\"type\": \"boolean\", \"name\": \"parallel_tool_calls\", \"required\": false}, {\"type\": \"object\", \"properties\": {\"effort\": {\"type\": \"string\", \"required\": false}, \"generate_summary\": {\"type\": \"string\", \"required\": false}}, \"name\": \"reasoning\", \"required\": false}, {\"type\": \"boolean\", \"name\": \"store\", \"required\": false}, {\"type\": \"boolean\", \"name\": \"stream\", \"required\": false}, {\"type\": \"double\", \"name\": \"temperature\", \"required\": false}, {\"type\": \"any\", \"name\": \"text\", \"required\": false}, {\"type\": \"any\", \"name\": \"tool_choice\", \"required\": false}, {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"type\": {\"type\": \"string\", \"required\": true}}}, \"name\": \"tools\", \"required\": false}, {\"type\": \"double\", \"name\": \"top_p\", \"required\": false}, {\"type\": \"string\", \"name\": \"truncation\", \"required\": false}, {\"type\": \"string\", \"name\": \"user\", \"required\": false}]",
    "outputs": "[{\"type\": \"object\", \"properties\": {\"created_at\": {\"type\": \"double\", \"required\": false}, \"custom_outputs\": {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"required\": false}, \"error\": {\"type\": \"object\", \"properties\": {\"code\": {\"type\": \"string\", \"required\": false}, \"message\": {\"type\": \"string\", \"required\": true}}, \"required\": false}, \"id\": {\"type\": \"string\", \"required\": false}, \"incomplete_details\": {\"type\": \"object\", \"properties\": {\"reason\": {\"type\": \"string\", \"required\": false}}, \"required\": false}, \"instructions\": {\"type\": \"string\", \"required\": false}, \"max_output_tokens\": {\"type\": \"long\", \"required\": false}, \"metadata\": {\"type\": \"map\", \"values\": {\"type\": \"string\"}, \"required\": false}, \"model\": {\"type\": \"string\", \"required\": false}, \"object\": {\"type\": \"string\", \"required\": true}, \"output\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": true}, \"parallel_tool_calls\": {\"type\": \"boolean\", \"required\": false}, \"previous_response_id\": {\"type\": \"string\", \"required\": false}, \"reasoning\": {\"type\": \"object\", \"properties\": {\"effort\": {\"type\": \"string\", \"required\": false}, \"generate_summary\": {\"type\": \"string\", \"required\": false}}, \"required\": false}, \"status\": {\"type\": \"string\", \"required\": false}, \"temperature\": {\"type\": \"double\", \"required\": false}, \"text\": {\"type\": \"any\", \"required\": false}, \"tool_choice\": {\"type\": \"any\", \"required\": false}, \"tools\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": false}, \"top_p\": {\"type\": \"double\", \"required\": false}, \"truncation\": {\"type\": \"string\", \"required\": false}, \"usage\": {\"type\": \"object\", \"properties\": {\"input_tokens\": {\"type\": \"long\", \"required\": true}, \"input_tokens_details\": {\"type\": \"object\", \"properties\": {\"cached_tokens\": {\"type\": \"long\", \"required\": true}}, \"required\": true}, \"output_tokens\": {\"type\": \"long\", \"required\": true}, \"output_tokens_details\": {\"type\": \"object\", \"properties\": {\"reasoning_tokens\": {\"type\": \"long\", \"required\": true}}, \"required\": true}, \"total_tokens\": {\"type\": \"long\", \"required\": true}}, \"required\": false}, \"user\": {\"type\": \"string\", \"required\": false}}, \"required\": true}]",
    "example": "{\"input\": [{\"role\": \"user\", \"content\": \"Hello!\"}]}",
    "fields": [
     "is_signature_from_type_hint",
     "metadata",
     "mlflow_version",
     "model_size_bytes",
     "model_uuid",
     "prompts",
     "saved_input_example_info",
     "signature",
     "type_hint_from_example",
     "utc_time_created"
    ]
   },
   "ChatAgent": {
    "task": "agent/v2/chat",
    "inputs": "[{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"attachments\": {\"type\": \"map\", \"values\": {\"type\": \"string\"}, \"required\": false}, \"content\": {\"type\": \"string\", \"required\": false}, \"id\": {\"type\": \"string\", \"required\": false}, \"name\": {\"type\": \"string\", \"required\": false}, \"role\": {\"type\": \"string\", \"required\": true}, \"tool_call_id\": {\"type\": \"string\", \"required\": false}, \"tool_calls\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"function\": {\"type\": \"object\", \"properties\": {\"arguments\": {\"type\": \"string\", \"required\": true}, \"name\": {\"type\": \"string\", \"required\": true}}, \"required\": true}, \"id\": {\"type\": \"string\", \"required\": true}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": false}}}, \"name\": \"messages\", \"required\": true}, {\"type\": \"object\", \"properties\": {\"conversation_id\": {\"type\": \"string\", \"required\": false}, \"user_id\": {\"type\": \"string\", \"required\": false}}, \"name\": \"context\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"name\": \"custom_inputs\", \"required\": false}, {\"type\": \"boolean\", \"name\": \"stream\", \"required\": false}]",
    "outputs": "[{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"attachments\": {\"type\": \"map\", \"values\": {\"type\": \"string\"}, \"required\": false}, \"content\": {\"type\": \"string\", \"required\": false}, \"id\": {\"type\": \"string\", \"required\": false}, \"name\": {\"type\": \"string\", \"required\": false}, \"role\": {\"type\": \"string\", \"required\": true}, \"tool_call_id\": {\"type\": \"string\", \"required\": false}, \"tool_calls\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"function\": {\"type\": \"object\", \"properties\": {\"arguments\": {\"type\": \"string\", \"required\": true}, \"name\": {\"type\": \"string\", \"required\": true}}, \"required\": true}, \"id\": {\"type\": \"string\", \"required\": true}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": false}}}, \"name\": \"messages\", \"required\": true}, {\"type\": \"string\", \"name\": \"finish_reason\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"name\": \"custom_outputs\", \"required\": false}, {\"type\": \"object\", \"properties\": {\"completion_tokens\": {\"type\": \"long\", \"required\": true}, \"prompt_tokens\": {\"type\": \"long\", \"required\": true}, \"total_tokens\": {\"type\": \"long\", \"required\": true}}, \"name\": \"usage\", \"required\": false}]",
    "example": "{\"messages\": [{\"role\": \"user\", \"content\": \"Hello!\"}]}",
    "fields": [
     "is_signature_from_type_hint",
     "metadata",
     "mlflow_version",
     "model_size_bytes",
     "model_uuid",
     "prompts",
     "saved_input_example_info",
     "signature",
     "type_hint_from_example",
     "utc_time_created"
    ]
   },
   "ChatModel": {
    "task": "agent/v1/chat",
    "inputs": "[{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": false}, \"name\": {\"type\": \"string\", \"required\": false}, \"refusal\": {\"type\": \"string\", \"required\": false}, \"role\": {\"type\": \"string\", \"required\": true}, \"tool_call_id\": {\"type\": \"string\", \"required\": false}, \"tool_calls\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"function\": {\"type\": \"object\", \"properties\": {\"arguments\": {\"type\": \"string\", \"required\": true}, \"name\": {\"type\": \"string\", \"required\": true}}, \"required\": true}, \"id\": {\"type\": \"string\", \"required\": true}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": false}}}, \"name\": \"messages\", \"required\": true}, {\"type\": \"double\", \"name\": \"temperature\", \"required\": false}, {\"type\": \"long\", \"name\": \"max_tokens\", \"required\": false}, {\"type\": \"array\", \"items\": {\"type\": \"string\"}, \"name\": \"stop\", \"required\": false}, {\"type\": \"long\", \"name\": \"n\", \"required\": false}, {\"type\": \"boolean\", \"name\": \"stream\", \"required\": false}, {\"type\": \"double\", \"name\": \"top_p\", \"required\": false}, {\"type\": \"long\", \"name\": \"top_k\", \"required\": false}, {\"type\": \"double\", \"name\": \"frequency_penalty\", \"required\": false}, {\"type\": \"double\", \"name\": \"presence_penalty\", \"required\": false}, {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"function\": {\"type\": \"object\", \"properties\": {\"description\": {\"type\": \"string\", \"required\": false}, \"name\": {\"type\": \"string\", \"required\": true}, \"parameters\": {\"type\": \"object\", \"properties\": {\"additionalProperties\": {\"type\": \"boolean\", \"required\": false}, \"properties\": {\"type\": \"map\", \"values\": {\"type\": \"object\", \"properties\": {\"description\": {\"type\": \"string\", \"required\": false}, \"enum\": {\"type\": \"array\", \"items\": {\"type\": \"string\"}, \"required\": false}, \"items\": {\"type\": \"object\", \"properties\": {\"type\": {\"type\": \"string\", \"required\": true}}, \"required\": false}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": true}, \"required\": {\"type\": \"array\", \"items\": {\"type\": \"string\"}, \"required\": false}, \"type\": {\"type\": \"string\", \"required\": false}}, \"required\": true}, \"strict\": {\"type\": \"boolean\", \"required\": false}}, \"required\": false}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"name\": \"tools\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"name\": \"custom_inputs\", \"required\": false}]",
    "outputs": "[{\"type\": \"string\", \"name\": \"id\", \"required\": true}, {\"type\": \"string\", \"name\": \"object\", \"required\": true}, {\"type\": \"long\", \"name\": \"created\", \"required\": true}, {\"type\": \"string\", \"name\": \"model\", \"required\": true}, {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"finish_reason\": {\"type\": \"string\", \"required\": true}, \"index\": {\"type\": \"long\", \"required\": true}, \"message\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": false}, \"name\": {\"type\": \"string\", \"required\": false}, \"refusal\": {\"type\": \"string\", \"required\": false}, \"role\": {\"type\": \"string\", \"required\": true}, \"tool_call_id\": {\"type\": \"string\", \"required\": false}, \"tool_calls\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"function\": {\"type\": \"object\", \"properties\": {\"arguments\": {\"type\": \"string\", \"required\": true}, \"name\": {\"type\": \"string\", \"required\": true}}, \"required\": true}, \"id\": {\"type\": \"string\", \"required\": true}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": false}}, \"required\": true}}}, \"name\": \"choices\", \"required\": true}, {\"type\": \"object\", \"properties\": {\"completion_tokens\": {\"type\": \"long\", \"required\": true}, \"prompt_tokens\": {\"type\": \"long\", \"required\": true}, \"total_tokens\": {\"type\": \"long\", \"required\": true}}, \"name\": \"usage\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"name\": \"custom_outputs\", \"required\": false}]",
    "example": "{\"messages\": [{\"role\": \"user\", \"content\": \"Hello!\"}], \"temperature\": 1.0, \"max_tokens\": 10, \"stop\": [\"\\n\"], \"n\": 1, \"stream\": false}",
    "fields": [
     "is_signature_from_type_hint",
     "metadata",
     "mlflow_version",
     "model_size_bytes",
     "model_uuid",
     "prompts",
     "saved_input_example_info",
     "signature",
     "type_hint_from_example",
     "utc_time_created"
    ]
   }
  },
  "legacy": {
   "inputs": {
    "ChatCompletionRequest": "[{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": true}, \"role\": {\"type\": \"string\", \"required\": true}}}, \"name\": \"messages\", \"required\": true}]",
    "SplitChatMessagesRequest": "[{\"type\": \"string\", \"name\": \"query\", \"required\": true}, {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": true}, \"role\": {\"type\": \"string\", \"required\": true}}}, \"name\": \"history\", \"required\": false}]",
    "MultiturnChatRequest": "[{\"type\": \"string\", \"name\": \"query\", \"required\": true}, {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": true}, \"role\": {\"type\": \"string\", \"required\": true}}}, \"name\": \"history\", \"required\": false}]"
   },
   "outputs": {
    "ChatCompletionResponse": "[{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"finish_reason\": {\"type\": \"string\", \"required\": true}, \"index\": {\"type\": \"long\", \"required\": true}, \"message\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": true}, \"role\": {\"type\": \"string\", \"required\": true}}, \"required\": true}}}, \"name\": \"choices\", \"required\": true}, {\"type\": \"string\", \"name\": \"object\", \"required\": true}]",
    "StringResponse": "[{\"type\": \"string\", \"name\": \"content\", \"required\": true}]"
   }
  },
  "fields": [
   "is_signature_from_type_hint",
   "mlflow_version",
   "model_size_bytes",
   "model_uuid",
   "prompts",
   "type_hint_from_example",
   "utc_time_created"
  ],
  "cloudpickleVersion": "3.1.2"
 },
 "3.1.4": {
  "interfaces": {
   "ResponsesAgent": {
    "task": "agent/v1/responses",
    "inputs": "[{\"type\": \"object\", \"properties\": {\"conversation_id\": {\"type\": \"string\", \"required\": false}, \"user_id\": {\"type\": \"string\", \"required\": false}}, \"name\": \"context\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"name\": \"custom_inputs\", \"required\": false}, {\"type\": \"array\", \"items\": {\"type\": \"any\"}, \"name\": \"input\", \"required\": true}, {\"type\": \"long\", \"name\": \"max_output_tokens\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"string\"}, \"name\": \"metadata\", \"required\": false}, {\"type\": \"boolean\", \"name\": \"parallel_tool_calls\", \"required\": false}, {\"type\": \"object\", \"properties\": {\"effort\": {\"type\": \"string\", \"required\": false}, \"generate_summary\": {\"type\": \"string\", \"required\": false}}, \"name\": \"reasoning\", \"required\": false}, {\"type\": \"boolean\", \"name\": \"store\", \"required\": false}, {\"type\": \"boolean\", \"name\": \"stream\", \"required\": false}, {\"type\": \"double\", \"name\": \"temperature\", \"required\": false}, {\"type\": \"any\", \"name\": \"text\", \"required\": false}, {\"type\": \"any\", \"name\": \"tool_choice\", \"required\": false}, {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"type\": {\"type\": \"string\", \"required\": true}}}, \"name\": \"tools\", \"required\": false}, {\"type\": \"double\", \"name\": \"top_p\", \"required\": false}, {\"type\": \"string\", \"name\": \"truncation\", \"required\": false}, {\"type\": \"string\", \"name\": \"user\", \"required\": false}]",
    "outputs": "[{\"type\": \"object\", \"properties\": {\"created_at\": {\"type\": \"double\", \"required\": false}, \"custom_outputs\": {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"required\": false}, \"error\": {\"type\": \"object\", \"properties\": {\"code\": {\"type\": \"string\", \"required\": false}, \"message\": {\"type\": \"string\", \"required\": true}}, \"required\": false}, \"id\": {\"type\": \"string\", \"required\": false}, \"incomplete_details\": {\"type\": \"object\", \"properties\": {\"reason\": {\"type\": \"string\", \"required\": false}}, \"required\": false}, \"instructions\": {\"type\": \"string\", \"required\": false}, \"max_output_tokens\": {\"type\": \"long\", \"required\": false}, \"metadata\": {\"type\": \"map\", \"values\": {\"type\": \"string\"}, \"required\": false}, \"model\": {\"type\": \"string\", \"required\": false}, \"object\": {\"type\": \"string\", \"required\": true}, \"output\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": true}, \"parallel_tool_calls\": {\"type\": \"boolean\", \"required\": false}, \"previous_response_id\": {\"type\": \"string\", \"required\": false}, \"reasoning\": {\"type\": \"object\", \"properties\": {\"effort\": {\"type\": \"string\", \"required\": false}, \"generate_summary\": {\"type\": \"string\", \"required\": false}}, \"required\": false}, \"status\": {\"type\": \"string\", \"required\": false}, \"temperature\": {\"type\": \"double\", \"required\": false}, \"text\": {\"type\": \"any\", \"required\": false}, \"tool_choice\": {\"type\": \"any\", \"required\": false}, \"tools\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": false}, \"top_p\": {\"type\": \"double\", \"required\": false}, \"truncation\": {\"type\": \"string\", \"required\": false}, \"usage\": {\"type\": \"object\", \"properties\": {\"input_tokens\": {\"type\": \"long\", \"required\": true}, \"input_tokens_details\": {\"type\": \"object\", \"properties\": {\"cached_tokens\": {\"type\": \"long\", \"required\": true}}, \"required\": true}, \"output_tokens\": {\"type\": \"long\", \"required\": true}, \"output_tokens_details\": {\"type\": \"object\", \"properties\": {\"reasoning_tokens\": {\"type\": \"long\", \"required\": true}}, \"required\": true}, \"total_tokens\": {\"type\": \"long\", \"required\": true}}, \"required\": false}, \"user\": {\"type\": \"string\", \"required\": false}}, \"required\": true}]",
    "example": "{\"input\": [{\"role\": \"user\", \"content\": \"Hello!\"}]}",
    "fields": [
     "is_signature_from_type_hint",
     "metadata",
     "mlflow_version",
     "model_id",
     "model_size_bytes",
     "model_uuid",
     "prompts",
     "saved_input_example_info",
     "signature",
     "type_hint_from_example",
     "utc_time_created"
    ]
   },
   "ChatAgent": {
    "task": "agent/v2/chat",
    "inputs": "[{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"attachments\": {\"type\": \"map\", \"values\": {\"type\": \"string\"}, \"required\": false}, \"content\": {\"type\": \"string\", \"required\": false}, \"id\": {\"type\": \"string\", \"required\": false}, \"name\": {\"type\": \"string\", \"required\": false}, \"role\": {\"type\": \"string\", \"required\": true}, \"tool_call_id\": {\"type\": \"string\", \"required\": false}, \"tool_calls\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"function\": {\"type\": \"object\", \"properties\": {\"arguments\": {\"type\": \"string\", \"required\": true}, \"name\": {\"type\": \"string\", \"required\": true}}, \"required\": true}, \"id\": {\"type\": \"string\", \"required\": true}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": false}}}, \"name\": \"messages\", \"required\": true}, {\"type\": \"object\", \"properties\": {\"conversation_id\": {\"type\": \"string\", \"required\": false}, \"user_id\": {\"type\": \"string\", \"required\": false}}, \"name\": \"context\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"name\": \"custom_inputs\", \"required\": false}, {\"type\": \"boolean\", \"name\": \"stream\", \"required\": false}]",
    "outputs": "[{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"attachments\": {\"type\": \"map\", \"values\": {\"type\": \"string\"}, \"required\": false}, \"content\": {\"type\": \"string\", \"required\": false}, \"id\": {\"type\": \"string\", \"required\": false}, \"name\": {\"type\": \"string\", \"required\": false}, \"role\": {\"type\": \"string\", \"required\": true}, \"tool_call_id\": {\"type\": \"string\", \"required\": false}, \"tool_calls\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"function\": {\"type\": \"object\", \"properties\": {\"arguments\": {\"type\": \"string\", \"required\": true}, \"name\": {\"type\": \"string\", \"required\": true}}, \"required\": true}, \"id\": {\"type\": \"string\", \"required\": true}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": false}}}, \"name\": \"messages\", \"required\": true}, {\"type\": \"string\", \"name\": \"finish_reason\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"name\": \"custom_outputs\", \"required\": false}, {\"type\": \"object\", \"properties\": {\"completion_tokens\": {\"type\": \"long\", \"required\": true}, \"prompt_tokens\": {\"type\": \"long\", \"required\": true}, \"total_tokens\": {\"type\": \"long\", \"required\": true}}, \"name\": \"usage\", \"required\": false}]",
    "example": "{\"messages\": [{\"role\": \"user\", \"content\": \"Hello!\"}]}",
    "fields": [
     "is_signature_from_type_hint",
     "metadata",
     "mlflow_version",
     "model_id",
     "model_size_bytes",
     "model_uuid",
     "prompts",
     "saved_input_example_info",
     "signature",
     "type_hint_from_example",
     "utc_time_created"
    ]
   },
   "ChatModel": {
    "task": "agent/v1/chat",
    "inputs": "[{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": false}, \"name\": {\"type\": \"string\", \"required\": false}, \"refusal\": {\"type\": \"string\", \"required\": false}, \"role\": {\"type\": \"string\", \"required\": true}, \"tool_call_id\": {\"type\": \"string\", \"required\": false}, \"tool_calls\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"function\": {\"type\": \"object\", \"properties\": {\"arguments\": {\"type\": \"string\", \"required\": true}, \"name\": {\"type\": \"string\", \"required\": true}}, \"required\": true}, \"id\": {\"type\": \"string\", \"required\": true}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": false}}}, \"name\": \"messages\", \"required\": true}, {\"type\": \"double\", \"name\": \"temperature\", \"required\": false}, {\"type\": \"long\", \"name\": \"max_tokens\", \"required\": false}, {\"type\": \"array\", \"items\": {\"type\": \"string\"}, \"name\": \"stop\", \"required\": false}, {\"type\": \"long\", \"name\": \"n\", \"required\": false}, {\"type\": \"boolean\", \"name\": \"stream\", \"required\": false}, {\"type\": \"double\", \"name\": \"top_p\", \"required\": false}, {\"type\": \"long\", \"name\": \"top_k\", \"required\": false}, {\"type\": \"double\", \"name\": \"frequency_penalty\", \"required\": false}, {\"type\": \"double\", \"name\": \"presence_penalty\", \"required\": false}, {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"function\": {\"type\": \"object\", \"properties\": {\"description\": {\"type\": \"string\", \"required\": false}, \"name\": {\"type\": \"string\", \"required\": true}, \"parameters\": {\"type\": \"object\", \"properties\": {\"additionalProperties\": {\"type\": \"boolean\", \"required\": false}, \"properties\": {\"type\": \"map\", \"values\": {\"type\": \"object\", \"properties\": {\"description\": {\"type\": \"string\", \"required\": false}, \"enum\": {\"type\": \"array\", \"items\": {\"type\": \"string\"}, \"required\": false}, \"items\": {\"type\": \"object\", \"properties\": {\"type\": {\"type\": \"string\", \"required\": true}}, \"required\": false}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": true}, \"required\": {\"type\": \"array\", \"items\": {\"type\": \"string\"}, \"required\": false}, \"type\": {\"type\": \"string\", \"required\": false}}, \"required\": true}, \"strict\": {\"type\": \"boolean\", \"required\": false}}, \"required\": false}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"name\": \"tools\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"name\": \"custom_inputs\", \"required\": false}]",
    "outputs": "[{\"type\": \"string\", \"name\": \"id\", \"required\": true}, {\"type\": \"string\", \"name\": \"object\", \"required\": true}, {\"type\": \"long\", \"name\": \"created\", \"required\": true}, {\"type\": \"string\", \"name\": \"model\", \"required\": true}, {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"finish_reason\": {\"type\": \"string\", \"required\": true}, \"index\": {\"type\": \"long\", \"required\": true}, \"message\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": false}, \"name\": {\"type\": \"string\", \"required\": false}, \"refusal\": {\"type\": \"string\", \"required\": false}, \"role\": {\"type\": \"string\", \"required\": true}, \"tool_call_id\": {\"type\": \"string\", \"required\": false}, \"tool_calls\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"function\": {\"type\": \"object\", \"properties\": {\"arguments\": {\"type\": \"string\", \"required\": true}, \"name\": {\"type\": \"string\", \"required\": true}}, \"required\": true}, \"id\": {\"type\": \"string\", \"required\": true}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": false}}, \"required\": true}}}, \"name\": \"choices\", \"required\": true}, {\"type\": \"object\", \"properties\": {\"completion_tokens\": {\"type\": \"long\", \"required\": true}, \"prompt_tokens\": {\"type\": \"long\", \"required\": true}, \"total_tokens\": {\"type\": \"long\", \"required\": true}}, \"name\": \"usage\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"name\": \"custom_outputs\", \"required\": false}]",
    "example": "{\"messages\": [{\"role\": \"user\", \"content\": \"Hello!\"}], \"temperature\": 1.0, \"max_tokens\": 10, \"stop\": [\"\\n\"], \"n\": 1, \"stream\": false}",
    "fields": [
     "is_signature_from_type_hint",
     "metadata",
     "mlflow_version",
     "model_id",
     "model_size_bytes",
     "model_uuid",
     "prompts",
     "saved_input_example_info",
     "signature",
     "type_hint_from_example",
     "utc_time_created"
    ]
   }
  },
  "legacy": {
   "inputs": {
    "ChatCompletionRequest": "[{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": true}, \"role\": {\"type\": \"string\", \"required\": true}}}, \"name\": \"messages\", \"required\": true}]",
    "SplitChatMessagesRequest": "[{\"type\": \"string\", \"name\": \"query\", \"required\": true}, {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": true}, \"role\": {\"type\": \"string\", \"required\": true}}}, \"name\": \"history\", \"required\": false}]",
    "MultiturnChatRequest": "[{\"type\": \"string\", \"name\": \"query\", \"required\": true}, {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": true}, \"role\": {\"type\": \"string\", \"required\": true}}}, \"name\": \"history\", \"required\": false}]"
   },
   "outputs": {
    "ChatCompletionResponse": "[{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"finish_reason\": {\"type\": \"string\", \"required\": true}, \"index\": {\"type\": \"long\", \"required\": true}, \"message\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": true}, \"role\": {\"type\": \"string\", \"required\": true}}, \"required\": true}}}, \"name\": \"choices\", \"required\": true}, {\"type\": \"string\", \"name\": \"object\", \"required\": true}]",
    "StringResponse": "[{\"type\": \"string\", \"name\": \"content\", \"required\": true}]"
   }
  },
  "fields": [
   "is_signature_from_type_hint",
   "mlflow_version",
   "model_id",
   "model_size_bytes",
   "model_uuid",
   "prompts",
   "type_hint_from_example",
   "utc_time_created"
  ],
  "cloudpickleVersion": "3.1.2"
 },
 "3.4.0": {
  "interfaces": {
   "ResponsesAgent": {
    "task": "agent/v1/responses",
    "inputs": "[{\"type\": \"object\", \"properties\": {\"conversation_id\": {\"type\": \"string\", \"required\": false}, \"user_id\": {\"type\": \"string\", \"required\": false}}, \"name\": \"context\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"name\": \"custom_inputs\", \"required\": false}, {\"type\": \"array\", \"items\": {\"type\": \"any\"}, \"name\": \"input\", \"required\": true}, {\"type\": \"long\", \"name\": \"max_output_tokens\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"string\"}, \"name\": \"metadata\", \"required\": false}, {\"type\": \"boolean\", \"name\": \"parallel_tool_calls\", \"required\": false}, {\"type\": \"object\", \"properties\": {\"effort\": {\"type\": \"string\", \"required\": false}, \"generate_summary\": {\"type\": \"string\", \"required\": false}}, \"name\": \"reasoning\", \"required\": false}, {\"type\": \"boolean\", \"name\": \"store\", \"required\": false}, {\"type\": \"boolean\", \"name\": \"stream\", \"required\": false}, {\"type\": \"double\", \"name\": \"temperature\", \"required\": false}, {\"type\": \"any\", \"name\": \"text\", \"required\": false}, {\"type\": \"any\", \"name\": \"tool_choice\", \"required\": false}, {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"type\": {\"type\": \"string\", \"required\": true}}}, \"name\": \"tools\", \"required\": false}, {\"type\": \"double\", \"name\": \"top_p\", \"required\": false}, {\"type\": \"string\", \"name\": \"truncation\", \"required\": false}, {\"type\": \"string\", \"name\": \"user\", \"required\": false}]",
    "outputs": "[{\"type\": \"object\", \"properties\": {\"created_at\": {\"type\": \"double\", \"required\": false}, \"custom_outputs\": {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"required\": false}, \"error\": {\"type\": \"object\", \"properties\": {\"code\": {\"type\": \"string\", \"required\": false}, \"message\": {\"type\": \"string\", \"required\": true}}, \"required\": false}, \"id\": {\"type\": \"string\", \"required\": false}, \"incomplete_details\": {\"type\": \"object\", \"properties\": {\"reason\": {\"type\": \"string\", \"required\": false}}, \"required\": false}, \"instructions\": {\"type\": \"string\", \"required\": false}, \"max_output_tokens\": {\"type\": \"long\", \"required\": false}, \"metadata\": {\"type\": \"map\", \"values\": {\"type\": \"string\"}, \"required\": false}, \"model\": {\"type\": \"string\", \"required\": false}, \"object\": {\"type\": \"string\", \"required\": true}, \"output\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": true}, \"parallel_tool_calls\": {\"type\": \"boolean\", \"required\": false}, \"previous_response_id\": {\"type\": \"string\", \"required\": false}, \"reasoning\": {\"type\": \"object\", \"properties\": {\"effort\": {\"type\": \"string\", \"required\": false}, \"generate_summary\": {\"type\": \"string\", \"required\": false}}, \"required\": false}, \"status\": {\"type\": \"string\", \"required\": false}, \"temperature\": {\"type\": \"double\", \"required\": false}, \"text\": {\"type\": \"any\", \"required\": false}, \"tool_choice\": {\"type\": \"any\", \"required\": false}, \"tools\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": false}, \"top_p\": {\"type\": \"double\", \"required\": false}, \"truncation\": {\"type\": \"string\", \"required\": false}, \"usage\": {\"type\": \"object\", \"properties\": {\"input_tokens\": {\"type\": \"long\", \"required\": true}, \"input_tokens_details\": {\"type\": \"object\", \"properties\": {\"cached_tokens\": {\"type\": \"long\", \"required\": true}}, \"required\": true}, \"output_tokens\": {\"type\": \"long\", \"required\": true}, \"output_tokens_details\": {\"type\": \"object\", \"properties\": {\"reasoning_tokens\": {\"type\": \"long\", \"required\": true}}, \"required\": true}, \"total_tokens\": {\"type\": \"long\", \"required\": true}}, \"required\": false}, \"user\": {\"type\": \"string\", \"required\": false}}, \"required\": true}]",
    "example": "{\"input\": [{\"role\": \"user\", \"content\": \"Hello!\"}]}",
    "fields": [
     "is_signature_from_type_hint",
     "metadata",
     "mlflow_version",
     "model_id",
     "model_size_bytes",
     "model_uuid",
     "prompts",
     "saved_input_example_info",
     "signature",
     "type_hint_from_example",
     "utc_time_created"
    ]
   },
   "ChatAgent": {
    "task": "agent/v2/chat",
    "inputs": "[{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"attachments\": {\"type\": \"map\", \"values\": {\"type\": \"string\"}, \"required\": false}, \"content\": {\"type\": \"string\", \"required\": false}, \"id\": {\"type\": \"string\", \"required\": false}, \"name\": {\"type\": \"string\", \"required\": false}, \"role\": {\"type\": \"string\", \"required\": true}, \"tool_call_id\": {\"type\": \"string\", \"required\": false}, \"tool_calls\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"function\": {\"type\": \"object\", \"properties\": {\"arguments\": {\"type\": \"string\", \"required\": true}, \"name\": {\"type\": \"string\", \"required\": true}}, \"required\": true}, \"id\": {\"type\": \"string\", \"required\": true}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": false}}}, \"name\": \"messages\", \"required\": true}, {\"type\": \"object\", \"properties\": {\"conversation_id\": {\"type\": \"string\", \"required\": false}, \"user_id\": {\"type\": \"string\", \"required\": false}}, \"name\": \"context\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"name\": \"custom_inputs\", \"required\": false}, {\"type\": \"boolean\", \"name\": \"stream\", \"required\": false}]",
    "outputs": "[{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"attachments\": {\"type\": \"map\", \"values\": {\"type\": \"string\"}, \"required\": false}, \"content\": {\"type\": \"string\", \"required\": false}, \"id\": {\"type\": \"string\", \"required\": false}, \"name\": {\"type\": \"string\", \"required\": false}, \"role\": {\"type\": \"string\", \"required\": true}, \"tool_call_id\": {\"type\": \"string\", \"required\": false}, \"tool_calls\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"function\": {\"type\": \"object\", \"properties\": {\"arguments\": {\"type\": \"string\", \"required\": true}, \"name\": {\"type\": \"string\", \"required\": true}}, \"required\": true}, \"id\": {\"type\": \"string\", \"required\": true}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": false}}}, \"name\": \"messages\", \"required\": true}, {\"type\": \"string\", \"name\": \"finish_reason\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"name\": \"custom_outputs\", \"required\": false}, {\"type\": \"object\", \"properties\": {\"completion_tokens\": {\"type\": \"long\", \"required\": true}, \"prompt_tokens\": {\"type\": \"long\", \"required\": true}, \"total_tokens\": {\"type\": \"long\", \"required\": true}}, \"name\": \"usage\", \"required\": false}]",
    "example": "{\"messages\": [{\"role\": \"user\", \"content\": \"Hello!\"}]}",
    "fields": [
     "is_signature_from_type_hint",
     "metadata",
     "mlflow_version",
     "model_id",
     "model_size_bytes",
     "model_uuid",
     "prompts",
     "saved_input_example_info",
     "signature",
     "type_hint_from_example",
     "utc_time_created"
    ]
   },
   "ChatModel": {
    "task": "agent/v1/chat",
    "inputs": "[{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": false}, \"name\": {\"type\": \"string\", \"required\": false}, \"refusal\": {\"type\": \"string\", \"required\": false}, \"role\": {\"type\": \"string\", \"required\": true}, \"tool_call_id\": {\"type\": \"string\", \"required\": false}, \"tool_calls\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"function\": {\"type\": \"object\", \"properties\": {\"arguments\": {\"type\": \"string\", \"required\": true}, \"name\": {\"type\": \"string\", \"required\": true}}, \"required\": true}, \"id\": {\"type\": \"string\", \"required\": true}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": false}}}, \"name\": \"messages\", \"required\": true}, {\"type\": \"double\", \"name\": \"temperature\", \"required\": false}, {\"type\": \"long\", \"name\": \"max_tokens\", \"required\": false}, {\"type\": \"array\", \"items\": {\"type\": \"string\"}, \"name\": \"stop\", \"required\": false}, {\"type\": \"long\", \"name\": \"n\", \"required\": false}, {\"type\": \"boolean\", \"name\": \"stream\", \"required\": false}, {\"type\": \"double\", \"name\": \"top_p\", \"required\": false}, {\"type\": \"long\", \"name\": \"top_k\", \"required\": false}, {\"type\": \"double\", \"name\": \"frequency_penalty\", \"required\": false}, {\"type\": \"double\", \"name\": \"presence_penalty\", \"required\": false}, {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"function\": {\"type\": \"object\", \"properties\": {\"description\": {\"type\": \"string\", \"required\": false}, \"name\": {\"type\": \"string\", \"required\": true}, \"parameters\": {\"type\": \"object\", \"properties\": {\"additionalProperties\": {\"type\": \"boolean\", \"required\": false}, \"properties\": {\"type\": \"map\", \"values\": {\"type\": \"object\", \"properties\": {\"description\": {\"type\": \"string\", \"required\": false}, \"enum\": {\"type\": \"array\", \"items\": {\"type\": \"string\"}, \"required\": false}, \"items\": {\"type\": \"object\", \"properties\": {\"type\": {\"type\": \"string\", \"required\": true}}, \"required\": false}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": true}, \"required\": {\"type\": \"array\", \"items\": {\"type\": \"string\"}, \"required\": false}, \"type\": {\"type\": \"string\", \"required\": false}}, \"required\": true}, \"strict\": {\"type\": \"boolean\", \"required\": false}}, \"required\": false}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"name\": \"tools\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"name\": \"custom_inputs\", \"required\": false}]",
    "outputs": "[{\"type\": \"string\", \"name\": \"id\", \"required\": true}, {\"type\": \"string\", \"name\": \"object\", \"required\": true}, {\"type\": \"long\", \"name\": \"created\", \"required\": true}, {\"type\": \"string\", \"name\": \"model\", \"required\": true}, {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"finish_reason\": {\"type\": \"string\", \"required\": true}, \"index\": {\"type\": \"long\", \"required\": true}, \"message\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": false}, \"name\": {\"type\": \"string\", \"required\": false}, \"refusal\": {\"type\": \"string\", \"required\": false}, \"role\": {\"type\": \"string\", \"required\": true}, \"tool_call_id\": {\"type\": \"string\", \"required\": false}, \"tool_calls\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"function\": {\"type\": \"object\", \"properties\": {\"arguments\": {\"type\": \"string\", \"required\": true}, \"name\": {\"type\": \"string\", \"required\": true}}, \"required\": true}, \"id\": {\"type\": \"string\", \"required\": true}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": false}}, \"required\": true}}}, \"name\": \"choices\", \"required\": true}, {\"type\": \"object\", \"properties\": {\"completion_tokens\": {\"type\": \"long\", \"required\": true}, \"prompt_tokens\": {\"type\": \"long\", \"required\": true}, \"total_tokens\": {\"type\": \"long\", \"required\": true}}, \"name\": \"usage\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"name\": \"custom_outputs\", \"required\": false}]",
    "example": "{\"messages\": [{\"role\": \"user\", \"content\": \"Hello!\"}], \"temperature\": 1.0, \"max_tokens\": 10, \"stop\": [\"\\n\"], \"n\": 1, \"stream\": false}",
    "fields": [
     "is_signature_from_type_hint",
     "metadata",
     "mlflow_version",
     "model_id",
     "model_size_bytes",
     "model_uuid",
     "prompts",
     "saved_input_example_info",
     "signature",
     "type_hint_from_example",
     "utc_time_created"
    ]
   }
  },
  "legacy": {
   "inputs": {
    "ChatCompletionRequest": "[{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": true}, \"role\": {\"type\": \"string\", \"required\": true}}}, \"name\": \"messages\", \"required\": true}]",
    "SplitChatMessagesRequest": "[{\"type\": \"string\", \"name\": \"query\", \"required\": true}, {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": true}, \"role\": {\"type\": \"string\", \"required\": true}}}, \"name\": \"history\", \"required\": false}]",
    "MultiturnChatRequest": "[{\"type\": \"string\", \"name\": \"query\", \"required\": true}, {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": true}, \"role\": {\"type\": \"string\", \"required\": true}}}, \"name\": \"history\", \"required\": false}]"
   },
   "outputs": {
    "ChatCompletionResponse": "[{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"finish_reason\": {\"type\": \"string\", \"required\": true}, \"index\": {\"type\": \"long\", \"required\": true}, \"message\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": true}, \"role\": {\"type\": \"string\", \"required\": true}}, \"required\": true}}}, \"name\": \"choices\", \"required\": true}, {\"type\": \"string\", \"name\": \"object\", \"required\": true}]",
    "StringResponse": "[{\"type\": \"string\", \"name\": \"content\", \"required\": true}]"
   }
  },
  "fields": [
   "is_signature_from_type_hint",
   "mlflow_version",
   "model_id",
   "model_size_bytes",
   "model_uuid",
   "prompts",
   "type_hint_from_example",
   "utc_time_created"
  ],
  "cloudpickleVersion": "3.1.2"
 },
 "3.10.1": {
  "interfaces": {
   "ResponsesAgent": {
    "task": "agent/v1/responses",
    "inputs": "[{\"type\": \"boolean\", \"name\": \"background\", \"required\": false}, {\"type\": \"object\", \"properties\": {\"conversation_id\": {\"type\": \"string\", \"required\": false}, \"user_id\": {\"type\": \"string\", \"required\": false}}, \"name\": \"context\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"name\": \"custom_inputs\", \"required\": false}, {\"type\": \"array\", \"items\": {\"type\": \"any\"}, \"name\": \"input\", \"required\": true}, {\"type\": \"long\", \"name\": \"max_output_tokens\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"string\"}, \"name\": \"metadata\", \"required\": false}, {\"type\": \"boolean\", \"name\": \"parallel_tool_calls\", \"required\": false}, {\"type\": \"object\", \"properties\": {\"effort\": {\"type\": \"string\", \"required\": false}, \"generate_summary\": {\"type\": \"string\", \"required\": false}}, \"name\": \"reasoning\", \"required\": false}, {\"type\": \"boolean\", \"name\": \"store\", \"required\": false}, {\"type\": \"boolean\", \"name\": \"stream\", \"required\": false}, {\"type\": \"double\", \"name\": \"temperature\", \"required\": false}, {\"type\": \"any\", \"name\": \"text\", \"required\": false}, {\"type\": \"any\", \"name\": \"tool_choice\", \"required\": false}, {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"type\": {\"type\": \"string\", \"required\": true}}}, \"name\": \"tools\", \"required\": false}, {\"type\": \"double\", \"name\": \"top_p\", \"required\": false}, {\"type\": \"string\", \"name\": \"truncation\", \"required\": false}, {\"type\": \"string\", \"name\": \"user\", \"required\": false}]",
    "outputs": "[{\"type\": \"object\", \"properties\": {\"created_at\": {\"type\": \"double\", \"required\": false}, \"custom_outputs\": {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"required\": false}, \"error\": {\"type\": \"object\", \"properties\": {\"code\": {\"type\": \"string\", \"required\": false}, \"message\": {\"type\": \"string\", \"required\": true}}, \"required\": false}, \"id\": {\"type\": \"string\", \"required\": false}, \"incomplete_details\": {\"type\": \"object\", \"properties\": {\"reason\": {\"type\": \"string\", \"required\": false}}, \"required\": false}, \"instructions\": {\"type\": \"string\", \"required\": false}, \"max_output_tokens\": {\"type\": \"long\", \"required\": false}, \"metadata\": {\"type\": \"map\", \"values\": {\"type\": \"string\"}, \"required\": false}, \"model\": {\"type\": \"string\", \"required\": false}, \"object\": {\"type\": \"string\", \"required\": true}, \"output\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": true}, \"parallel_tool_calls\": {\"type\": \"boolean\", \"required\": false}, \"previous_response_id\": {\"type\": \"string\", \"required\": false}, \"reasoning\": {\"type\": \"object\", \"properties\": {\"effort\": {\"type\": \"string\", \"required\": false}, \"generate_summary\": {\"type\": \"string\", \"required\": false}}, \"required\": false}, \"status\": {\"type\": \"string\", \"required\": false}, \"temperature\": {\"type\": \"double\", \"required\": false}, \"text\": {\"type\": \"any\", \"required\": false}, \"tool_choice\": {\"type\": \"any\", \"required\": false}, \"tools\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": false}, \"top_p\": {\"type\": \"double\", \"required\": false}, \"truncation\": {\"type\": \"string\", \"required\": false}, \"usage\": {\"type\": \"object\", \"properties\": {\"input_tokens\": {\"type\": \"long\", \"required\": true}, \"input_tokens_details\": {\"type\": \"object\", \"properties\": {\"cached_tokens\": {\"type\": \"long\", \"required\": true}}, \"required\": true}, \"output_tokens\": {\"type\": \"long\", \"required\": true}, \"output_tokens_details\": {\"type\": \"object\", \"properties\": {\"reasoning_tokens\": {\"type\": \"long\", \"required\": true}}, \"required\": true}, \"total_tokens\": {\"type\": \"long\", \"required\": true}}, \"required\": false}, \"user\": {\"type\": \"string\", \"required\": false}}, \"required\": true}]",
    "example": "{\"input\": [{\"role\": \"user\", \"content\": \"Hello!\"}]}",
    "fields": [
     "is_signature_from_type_hint",
     "metadata",
     "mlflow_version",
     "model_id",
     "model_size_bytes",
     "model_uuid",
     "prompts",
     "saved_input_example_info",
     "signature",
     "type_hint_from_example",
     "utc_time_created"
    ]
   },
   "ChatAgent": {
    "task": "agent/v2/chat",
    "inputs": "[{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"attachments\": {\"type\": \"map\", \"values\": {\"type\": \"string\"}, \"required\": false}, \"content\": {\"type\": \"string\", \"required\": false}, \"id\": {\"type\": \"string\", \"required\": false}, \"name\": {\"type\": \"string\", \"required\": false}, \"role\": {\"type\": \"string\", \"required\": true}, \"tool_call_id\": {\"type\": \"string\", \"required\": false}, \"tool_calls\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"function\": {\"type\": \"object\", \"properties\": {\"arguments\": {\"type\": \"string\", \"required\": true}, \"name\": {\"type\": \"string\", \"required\": true}}, \"required\": true}, \"id\": {\"type\": \"string\", \"required\": true}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": false}}}, \"name\": \"messages\", \"required\": true}, {\"type\": \"object\", \"properties\": {\"conversation_id\": {\"type\": \"string\", \"required\": false}, \"user_id\": {\"type\": \"string\", \"required\": false}}, \"name\": \"context\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"name\": \"custom_inputs\", \"required\": false}, {\"type\": \"boolean\", \"name\": \"stream\", \"required\": false}]",
    "outputs": "[{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"attachments\": {\"type\": \"map\", \"values\": {\"type\": \"string\"}, \"required\": false}, \"content\": {\"type\": \"string\", \"required\": false}, \"id\": {\"type\": \"string\", \"required\": false}, \"name\": {\"type\": \"string\", \"required\": false}, \"role\": {\"type\": \"string\", \"required\": true}, \"tool_call_id\": {\"type\": \"string\", \"required\": false}, \"tool_calls\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"function\": {\"type\": \"object\", \"properties\": {\"arguments\": {\"type\": \"string\", \"required\": true}, \"name\": {\"type\": \"string\", \"required\": true}}, \"required\": true}, \"id\": {\"type\": \"string\", \"required\": true}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": false}}}, \"name\": \"messages\", \"required\": true}, {\"type\": \"string\", \"name\": \"finish_reason\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"name\": \"custom_outputs\", \"required\": false}, {\"type\": \"object\", \"properties\": {\"completion_tokens\": {\"type\": \"long\", \"required\": true}, \"prompt_tokens\": {\"type\": \"long\", \"required\": true}, \"total_tokens\": {\"type\": \"long\", \"required\": true}}, \"name\": \"usage\", \"required\": false}]",
    "example": "{\"messages\": [{\"role\": \"user\", \"content\": \"Hello!\"}]}",
    "fields": [
     "is_signature_from_type_hint",
     "metadata",
     "mlflow_version",
     "model_id",
     "model_size_bytes",
     "model_uuid",
     "prompts",
     "saved_input_example_info",
     "signature",
     "type_hint_from_example",
     "utc_time_created"
    ]
   },
   "ChatModel": {
    "task": "agent/v1/chat",
    "inputs": "[{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": false}, \"name\": {\"type\": \"string\", \"required\": false}, \"refusal\": {\"type\": \"string\", \"required\": false}, \"role\": {\"type\": \"string\", \"required\": true}, \"tool_call_id\": {\"type\": \"string\", \"required\": false}, \"tool_calls\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"function\": {\"type\": \"object\", \"properties\": {\"arguments\": {\"type\": \"string\", \"required\": true}, \"name\": {\"type\": \"string\", \"required\": true}}, \"required\": true}, \"id\": {\"type\": \"string\", \"required\": true}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": false}}}, \"name\": \"messages\", \"required\": true}, {\"type\": \"double\", \"name\": \"temperature\", \"required\": false}, {\"type\": \"long\", \"name\": \"max_tokens\", \"required\": false}, {\"type\": \"array\", \"items\": {\"type\": \"string\"}, \"name\": \"stop\", \"required\": false}, {\"type\": \"long\", \"name\": \"n\", \"required\": false}, {\"type\": \"boolean\", \"name\": \"stream\", \"required\": false}, {\"type\": \"double\", \"name\": \"top_p\", \"required\": false}, {\"type\": \"long\", \"name\": \"top_k\", \"required\": false}, {\"type\": \"double\", \"name\": \"frequency_penalty\", \"required\": false}, {\"type\": \"double\", \"name\": \"presence_penalty\", \"required\": false}, {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"function\": {\"type\": \"object\", \"properties\": {\"description\": {\"type\": \"string\", \"required\": false}, \"name\": {\"type\": \"string\", \"required\": true}, \"parameters\": {\"type\": \"object\", \"properties\": {\"additionalProperties\": {\"type\": \"boolean\", \"required\": false}, \"properties\": {\"type\": \"map\", \"values\": {\"type\": \"object\", \"properties\": {\"description\": {\"type\": \"string\", \"required\": false}, \"enum\": {\"type\": \"array\", \"items\": {\"type\": \"string\"}, \"required\": false}, \"items\": {\"type\": \"object\", \"properties\": {\"type\": {\"type\": \"string\", \"required\": true}}, \"required\": false}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": true}, \"required\": {\"type\": \"array\", \"items\": {\"type\": \"string\"}, \"required\": false}, \"type\": {\"type\": \"string\", \"required\": false}}, \"required\": true}, \"strict\": {\"type\": \"boolean\", \"required\": false}}, \"required\": false}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"name\": \"tools\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"name\": \"custom_inputs\", \"required\": false}]",
    "outputs": "[{\"type\": \"string\", \"name\": \"id\", \"required\": true}, {\"type\": \"string\", \"name\": \"object\", \"required\": true}, {\"type\": \"long\", \"name\": \"created\", \"required\": true}, {\"type\": \"string\", \"name\": \"model\", \"required\": true}, {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"finish_reason\": {\"type\": \"string\", \"required\": true}, \"index\": {\"type\": \"long\", \"required\": true}, \"message\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": false}, \"name\": {\"type\": \"string\", \"required\": false}, \"refusal\": {\"type\": \"string\", \"required\": false}, \"role\": {\"type\": \"string\", \"required\": true}, \"tool_call_id\": {\"type\": \"string\", \"required\": false}, \"tool_calls\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"function\": {\"type\": \"object\", \"properties\": {\"arguments\": {\"type\": \"string\", \"required\": true}, \"name\": {\"type\": \"string\", \"required\": true}}, \"required\": true}, \"id\": {\"type\": \"string\", \"required\": true}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": false}}, \"required\": true}}}, \"name\": \"choices\", \"required\": true}, {\"type\": \"object\", \"properties\": {\"completion_tokens\": {\"type\": \"long\", \"required\": true}, \"prompt_tokens\": {\"type\": \"long\", \"required\": true}, \"total_tokens\": {\"type\": \"long\", \"required\": true}}, \"name\": \"usage\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"name\": \"custom_outputs\", \"required\": false}]",
    "example": "{\"messages\": [{\"role\": \"user\", \"content\": \"Hello!\"}], \"temperature\": 1.0, \"max_tokens\": 10, \"stop\": [\"\\n\"], \"n\": 1, \"stream\": false}",
    "fields": [
     "is_signature_from_type_hint",
     "metadata",
     "mlflow_version",
     "model_id",
     "model_size_bytes",
     "model_uuid",
     "prompts",
     "saved_input_example_info",
     "signature",
     "type_hint_from_example",
     "utc_time_created"
    ]
   }
  },
  "legacy": {
   "inputs": {
    "ChatCompletionRequest": "[{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": true}, \"role\": {\"type\": \"string\", \"required\": true}}}, \"name\": \"messages\", \"required\": true}]",
    "SplitChatMessagesRequest": "[{\"type\": \"string\", \"name\": \"query\", \"required\": true}, {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": true}, \"role\": {\"type\": \"string\", \"required\": true}}}, \"name\": \"history\", \"required\": false}]",
    "MultiturnChatRequest": "[{\"type\": \"string\", \"name\": \"query\", \"required\": true}, {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": true}, \"role\": {\"type\": \"string\", \"required\": true}}}, \"name\": \"history\", \"required\": false}]"
   },
   "outputs": {
    "ChatCompletionResponse": "[{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"finish_reason\": {\"type\": \"string\", \"required\": true}, \"index\": {\"type\": \"long\", \"required\": true}, \"message\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": true}, \"role\": {\"type\": \"string\", \"required\": true}}, \"required\": true}}}, \"name\": \"choices\", \"required\": true}, {\"type\": \"string\", \"name\": \"object\", \"required\": true}]",
    "StringResponse": "[{\"type\": \"string\", \"name\": \"content\", \"required\": true}]"
   }
  },
  "fields": [
   "is_signature_from_type_hint",
   "mlflow_version",
   "model_id",
   "model_size_bytes",
   "model_uuid",
   "prompts",
   "type_hint_from_example",
   "utc_time_created"
  ],
  "cloudpickleVersion": "3.1.2"
 },
 "3.17.2": {
  "interfaces": {
   "ResponsesAgent": {
    "task": "agent/v1/responses",
    "inputs": "[{\"type\": \"boolean\", \"name\": \"background\", \"required\": false}, {\"type\": \"object\", \"properties\": {\"conversation_id\": {\"type\": \"string\", \"required\": false}, \"user_id\": {\"type\": \"string\", \"required\": false}}, \"name\": \"context\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"name\": \"custom_inputs\", \"required\": false}, {\"type\": \"array\", \"items\": {\"type\": \"any\"}, \"name\": \"input\", \"required\": true}, {\"type\": \"long\", \"name\": \"max_output_tokens\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"string\"}, \"name\": \"metadata\", \"required\": false}, {\"type\": \"boolean\", \"name\": \"parallel_tool_calls\", \"required\": false}, {\"type\": \"object\", \"properties\": {\"effort\": {\"type\": \"string\", \"required\": false}, \"generate_summary\": {\"type\": \"string\", \"required\": false}}, \"name\": \"reasoning\", \"required\": false}, {\"type\": \"boolean\", \"name\": \"store\", \"required\": false}, {\"type\": \"boolean\", \"name\": \"stream\", \"required\": false}, {\"type\": \"double\", \"name\": \"temperature\", \"required\": false}, {\"type\": \"any\", \"name\": \"text\", \"required\": false}, {\"type\": \"any\", \"name\": \"tool_choice\", \"required\": false}, {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"type\": {\"type\": \"string\", \"required\": true}}}, \"name\": \"tools\", \"required\": false}, {\"type\": \"double\", \"name\": \"top_p\", \"required\": false}, {\"type\": \"string\", \"name\": \"truncation\", \"required\": false}, {\"type\": \"string\", \"name\": \"user\", \"required\": false}]",
    "outputs": "[{\"type\": \"object\", \"properties\": {\"created_at\": {\"type\": \"double\", \"required\": false}, \"custom_outputs\": {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"required\": false}, \"error\": {\"type\": \"object\", \"properties\": {\"code\": {\"type\": \"string\", \"required\": false}, \"message\": {\"type\": \"string\", \"required\": true}}, \"required\": false}, \"id\": {\"type\": \"string\", \"required\": false}, \"incomplete_details\": {\"type\": \"object\", \"properties\": {\"reason\": {\"type\": \"string\", \"required\": false}}, \"required\": false}, \"instructions\": {\"type\": \"string\", \"required\": false}, \"max_output_tokens\": {\"type\": \"long\", \"required\": false}, \"metadata\": {\"type\": \"map\", \"values\": {\"type\": \"string\"}, \"required\": false}, \"model\": {\"type\": \"string\", \"required\": false}, \"object\": {\"type\": \"string\", \"required\": true}, \"output\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": true}, \"parallel_tool_calls\": {\"type\": \"boolean\", \"required\": false}, \"previous_response_id\": {\"type\": \"string\", \"required\": false}, \"reasoning\": {\"type\": \"object\", \"properties\": {\"effort\": {\"type\": \"string\", \"required\": false}, \"generate_summary\": {\"type\": \"string\", \"required\": false}}, \"required\": false}, \"status\": {\"type\": \"string\", \"required\": false}, \"temperature\": {\"type\": \"double\", \"required\": false}, \"text\": {\"type\": \"any\", \"required\": false}, \"tool_choice\": {\"type\": \"any\", \"required\": false}, \"tools\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": false}, \"top_p\": {\"type\": \"double\", \"required\": false}, \"truncation\": {\"type\": \"string\", \"required\": false}, \"usage\": {\"type\": \"object\", \"properties\": {\"input_tokens\": {\"type\": \"long\", \"required\": true}, \"input_tokens_details\": {\"type\": \"object\", \"properties\": {\"cached_tokens\": {\"type\": \"long\", \"required\": true}}, \"required\": true}, \"output_tokens\": {\"type\": \"long\", \"required\": true}, \"output_tokens_details\": {\"type\": \"object\", \"properties\": {\"reasoning_tokens\": {\"type\": \"long\", \"required\": true}}, \"required\": true}, \"total_tokens\": {\"type\": \"long\", \"required\": true}}, \"required\": false}, \"user\": {\"type\": \"string\", \"required\": false}}, \"required\": true}]",
    "example": "{\"input\": [{\"role\": \"user\", \"content\": \"Hello!\"}]}",
    "fields": [
     "is_signature_from_type_hint",
     "metadata",
     "mlflow_version",
     "model_id",
     "model_size_bytes",
     "model_uuid",
     "prompts",
     "saved_input_example_info",
     "signature",
     "type_hint_from_example",
     "utc_time_created"
    ]
   },
   "ChatAgent": {
    "task": "agent/v2/chat",
    "inputs": "[{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"attachments\": {\"type\": \"map\", \"values\": {\"type\": \"string\"}, \"required\": false}, \"content\": {\"type\": \"string\", \"required\": false}, \"id\": {\"type\": \"string\", \"required\": false}, \"name\": {\"type\": \"string\", \"required\": false}, \"role\": {\"type\": \"string\", \"required\": true}, \"tool_call_id\": {\"type\": \"string\", \"required\": false}, \"tool_calls\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"function\": {\"type\": \"object\", \"properties\": {\"arguments\": {\"type\": \"string\", \"required\": true}, \"name\": {\"type\": \"string\", \"required\": true}}, \"required\": true}, \"id\": {\"type\": \"string\", \"required\": true}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": false}}}, \"name\": \"messages\", \"required\": true}, {\"type\": \"object\", \"properties\": {\"conversation_id\": {\"type\": \"string\", \"required\": false}, \"user_id\": {\"type\": \"string\", \"required\": false}}, \"name\": \"context\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"name\": \"custom_inputs\", \"required\": false}, {\"type\": \"boolean\", \"name\": \"stream\", \"required\": false}]",
    "outputs": "[{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"attachments\": {\"type\": \"map\", \"values\": {\"type\": \"string\"}, \"required\": false}, \"content\": {\"type\": \"string\", \"required\": false}, \"id\": {\"type\": \"string\", \"required\": false}, \"name\": {\"type\": \"string\", \"required\": false}, \"role\": {\"type\": \"string\", \"required\": true}, \"tool_call_id\": {\"type\": \"string\", \"required\": false}, \"tool_calls\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"function\": {\"type\": \"object\", \"properties\": {\"arguments\": {\"type\": \"string\", \"required\": true}, \"name\": {\"type\": \"string\", \"required\": true}}, \"required\": true}, \"id\": {\"type\": \"string\", \"required\": true}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": false}}}, \"name\": \"messages\", \"required\": true}, {\"type\": \"string\", \"name\": \"finish_reason\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"name\": \"custom_outputs\", \"required\": false}, {\"type\": \"object\", \"properties\": {\"completion_tokens\": {\"type\": \"long\", \"required\": true}, \"prompt_tokens\": {\"type\": \"long\", \"required\": true}, \"total_tokens\": {\"type\": \"long\", \"required\": true}}, \"name\": \"usage\", \"required\": false}]",
    "example": "{\"messages\": [{\"role\": \"user\", \"content\": \"Hello!\"}]}",
    "fields": [
     "is_signature_from_type_hint",
     "metadata",
     "mlflow_version",
     "model_id",
     "model_size_bytes",
     "model_uuid",
     "prompts",
     "saved_input_example_info",
     "signature",
     "type_hint_from_example",
     "utc_time_created"
    ]
   },
   "ChatModel": {
    "task": "agent/v1/chat",
    "inputs": "[{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": false}, \"name\": {\"type\": \"string\", \"required\": false}, \"refusal\": {\"type\": \"string\", \"required\": false}, \"role\": {\"type\": \"string\", \"required\": true}, \"tool_call_id\": {\"type\": \"string\", \"required\": false}, \"tool_calls\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"function\": {\"type\": \"object\", \"properties\": {\"arguments\": {\"type\": \"string\", \"required\": true}, \"name\": {\"type\": \"string\", \"required\": true}}, \"required\": true}, \"id\": {\"type\": \"string\", \"required\": true}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": false}}}, \"name\": \"messages\", \"required\": true}, {\"type\": \"double\", \"name\": \"temperature\", \"required\": false}, {\"type\": \"long\", \"name\": \"max_tokens\", \"required\": false}, {\"type\": \"array\", \"items\": {\"type\": \"string\"}, \"name\": \"stop\", \"required\": false}, {\"type\": \"long\", \"name\": \"n\", \"required\": false}, {\"type\": \"boolean\", \"name\": \"stream\", \"required\": false}, {\"type\": \"double\", \"name\": \"top_p\", \"required\": false}, {\"type\": \"long\", \"name\": \"top_k\", \"required\": false}, {\"type\": \"double\", \"name\": \"frequency_penalty\", \"required\": false}, {\"type\": \"double\", \"name\": \"presence_penalty\", \"required\": false}, {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"function\": {\"type\": \"object\", \"properties\": {\"description\": {\"type\": \"string\", \"required\": false}, \"name\": {\"type\": \"string\", \"required\": true}, \"parameters\": {\"type\": \"object\", \"properties\": {\"additionalProperties\": {\"type\": \"boolean\", \"required\": false}, \"properties\": {\"type\": \"map\", \"values\": {\"type\": \"object\", \"properties\": {\"description\": {\"type\": \"string\", \"required\": false}, \"enum\": {\"type\": \"array\", \"items\": {\"type\": \"string\"}, \"required\": false}, \"items\": {\"type\": \"object\", \"properties\": {\"type\": {\"type\": \"string\", \"required\": true}}, \"required\": false}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": true}, \"required\": {\"type\": \"array\", \"items\": {\"type\": \"string\"}, \"required\": false}, \"type\": {\"type\": \"string\", \"required\": false}}, \"required\": true}, \"strict\": {\"type\": \"boolean\", \"required\": false}}, \"required\": false}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"name\": \"tools\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"name\": \"custom_inputs\", \"required\": false}]",
    "outputs": "[{\"type\": \"string\", \"name\": \"id\", \"required\": true}, {\"type\": \"string\", \"name\": \"object\", \"required\": true}, {\"type\": \"long\", \"name\": \"created\", \"required\": true}, {\"type\": \"string\", \"name\": \"model\", \"required\": true}, {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"finish_reason\": {\"type\": \"string\", \"required\": true}, \"index\": {\"type\": \"long\", \"required\": true}, \"message\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": false}, \"name\": {\"type\": \"string\", \"required\": false}, \"refusal\": {\"type\": \"string\", \"required\": false}, \"role\": {\"type\": \"string\", \"required\": true}, \"tool_call_id\": {\"type\": \"string\", \"required\": false}, \"tool_calls\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"function\": {\"type\": \"object\", \"properties\": {\"arguments\": {\"type\": \"string\", \"required\": true}, \"name\": {\"type\": \"string\", \"required\": true}}, \"required\": true}, \"id\": {\"type\": \"string\", \"required\": true}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": false}}, \"required\": true}}}, \"name\": \"choices\", \"required\": true}, {\"type\": \"object\", \"properties\": {\"completion_tokens\": {\"type\": \"long\", \"required\": true}, \"prompt_tokens\": {\"type\": \"long\", \"required\": true}, \"total_tokens\": {\"type\": \"long\", \"required\": true}}, \"name\": \"usage\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"name\": \"custom_outputs\", \"required\": false}]",
    "example": "{\"messages\": [{\"role\": \"user\", \"content\": \"Hello!\"}], \"temperature\": 1.0, \"max_tokens\": 10, \"stop\": [\"\\n\"], \"n\": 1, \"stream\": false}",
    "fields": [
     "is_signature_from_type_hint",
     "metadata",
     "mlflow_version",
     "model_id",
     "model_size_bytes",
     "model_uuid",
     "prompts",
     "saved_input_example_info",
     "signature",
     "type_hint_from_example",
     "utc_time_created"
    ]
   }
  },
  "legacy": {
   "inputs": {
    "ChatCompletionRequest": "[{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": true}, \"role\": {\"type\": \"string\", \"required\": true}}}, \"name\": \"messages\", \"required\": true}]",
    "SplitChatMessagesRequest": "[{\"type\": \"string\", \"name\": \"query\", \"required\": true}, {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": true}, \"role\": {\"type\": \"string\", \"required\": true}}}, \"name\": \"history\", \"required\": false}]",
    "MultiturnChatRequest": "[{\"type\": \"string\", \"name\": \"query\", \"required\": true}, {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": true}, \"role\": {\"type\": \"string\", \"required\": true}}}, \"name\": \"history\", \"required\": false}]"
   },
   "outputs": {
    "ChatCompletionResponse": "[{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"finish_reason\": {\"type\": \"string\", \"required\": true}, \"index\": {\"type\": \"long\", \"required\": true}, \"message\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": true}, \"role\": {\"type\": \"string\", \"required\": true}}, \"required\": true}}}, \"name\": \"choices\", \"required\": true}, {\"type\": \"string\", \"name\": \"object\", \"required\": true}]",
    "StringResponse": "[{\"type\": \"string\", \"name\": \"content\", \"required\": true}]"
   }
  },
  "fields": [
   "is_signature_from_type_hint",
   "mlflow_version",
   "model_id",
   "model_size_bytes",
   "model_uuid",
   "prompts",
   "type_hint_from_example",
   "utc_time_created"
  ],
  "cloudpickleVersion": "3.1.2"
 },
 "3.18.0": {
  "interfaces": {
   "ResponsesAgent": {
    "task": "agent/v1/responses",
    "inputs": "[{\"type\": \"boolean\", \"name\": \"background\", \"required\": false}, {\"type\": \"object\", \"properties\": {\"conversation_id\": {\"type\": \"string\", \"required\": false}, \"user_id\": {\"type\": \"string\", \"required\": false}}, \"name\": \"context\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"name\": \"custom_inputs\", \"required\": false}, {\"type\": \"array\", \"items\": {\"type\": \"any\"}, \"name\": \"input\", \"required\": true}, {\"type\": \"long\", \"name\": \"max_output_tokens\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"string\"}, \"name\": \"metadata\", \"required\": false}, {\"type\": \"boolean\", \"name\": \"parallel_tool_calls\", \"required\": false}, {\"type\": \"object\", \"properties\": {\"effort\": {\"type\": \"string\", \"required\": false}, \"generate_summary\": {\"type\": \"string\", \"required\": false}}, \"name\": \"reasoning\", \"required\": false}, {\"type\": \"boolean\", \"name\": \"store\", \"required\": false}, {\"type\": \"boolean\", \"name\": \"stream\", \"required\": false}, {\"type\": \"double\", \"name\": \"temperature\", \"required\": false}, {\"type\": \"any\", \"name\": \"text\", \"required\": false}, {\"type\": \"any\", \"name\": \"tool_choice\", \"required\": false}, {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"type\": {\"type\": \"string\", \"required\": true}}}, \"name\": \"tools\", \"required\": false}, {\"type\": \"double\", \"name\": \"top_p\", \"required\": false}, {\"type\": \"string\", \"name\": \"truncation\", \"required\": false}, {\"type\": \"string\", \"name\": \"user\", \"required\": false}]",
    "outputs": "[{\"type\": \"object\", \"properties\": {\"created_at\": {\"type\": \"double\", \"required\": false}, \"custom_outputs\": {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"required\": false}, \"error\": {\"type\": \"object\", \"properties\": {\"code\": {\"type\": \"string\", \"required\": false}, \"message\": {\"type\": \"string\", \"required\": true}}, \"required\": false}, \"id\": {\"type\": \"string\", \"required\": false}, \"incomplete_details\": {\"type\": \"object\", \"properties\": {\"reason\": {\"type\": \"string\", \"required\": false}}, \"required\": false}, \"instructions\": {\"type\": \"string\", \"required\": false}, \"max_output_tokens\": {\"type\": \"long\", \"required\": false}, \"metadata\": {\"type\": \"map\", \"values\": {\"type\": \"string\"}, \"required\": false}, \"model\": {\"type\": \"string\", \"required\": false}, \"object\": {\"type\": \"string\", \"required\": true}, \"output\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": true}, \"parallel_tool_calls\": {\"type\": \"boolean\", \"required\": false}, \"previous_response_id\": {\"type\": \"string\", \"required\": false}, \"reasoning\": {\"type\": \"object\", \"properties\": {\"effort\": {\"type\": \"string\", \"required\": false}, \"generate_summary\": {\"type\": \"string\", \"required\": false}}, \"required\": false}, \"status\": {\"type\": \"string\", \"required\": false}, \"temperature\": {\"type\": \"double\", \"required\": false}, \"text\": {\"type\": \"any\", \"required\": false}, \"tool_choice\": {\"type\": \"any\", \"required\": false}, \"tools\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": false}, \"top_p\": {\"type\": \"double\", \"required\": false}, \"truncation\": {\"type\": \"string\", \"required\": false}, \"usage\": {\"type\": \"object\", \"properties\": {\"input_tokens\": {\"type\": \"long\", \"required\": true}, \"input_tokens_details\": {\"type\": \"object\", \"properties\": {\"cached_tokens\": {\"type\": \"long\", \"required\": true}}, \"required\": true}, \"output_tokens\": {\"type\": \"long\", \"required\": true}, \"output_tokens_details\": {\"type\": \"object\", \"properties\": {\"reasoning_tokens\": {\"type\": \"long\", \"required\": true}}, \"required\": true}, \"total_tokens\": {\"type\": \"long\", \"required\": true}}, \"required\": false}, \"user\": {\"type\": \"string\", \"required\": false}}, \"required\": true}]",
    "example": "{\"input\": [{\"role\": \"user\", \"content\": \"Hello!\"}]}",
    "fields": [
     "is_signature_from_type_hint",
     "metadata",
     "mlflow_version",
     "model_id",
     "model_size_bytes",
     "model_uuid",
     "prompts",
     "saved_input_example_info",
     "signature",
     "type_hint_from_example",
     "utc_time_created"
    ]
   },
   "ChatAgent": {
    "task": "agent/v2/chat",
    "inputs": "[{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"attachments\": {\"type\": \"map\", \"values\": {\"type\": \"string\"}, \"required\": false}, \"content\": {\"type\": \"string\", \"required\": false}, \"id\": {\"type\": \"string\", \"required\": false}, \"name\": {\"type\": \"string\", \"required\": false}, \"role\": {\"type\": \"string\", \"required\": true}, \"tool_call_id\": {\"type\": \"string\", \"required\": false}, \"tool_calls\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"function\": {\"type\": \"object\", \"properties\": {\"arguments\": {\"type\": \"string\", \"required\": true}, \"name\": {\"type\": \"string\", \"required\": true}}, \"required\": true}, \"id\": {\"type\": \"string\", \"required\": true}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": false}}}, \"name\": \"messages\", \"required\": true}, {\"type\": \"object\", \"properties\": {\"conversation_id\": {\"type\": \"string\", \"required\": false}, \"user_id\": {\"type\": \"string\", \"required\": false}}, \"name\": \"context\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"name\": \"custom_inputs\", \"required\": false}, {\"type\": \"boolean\", \"name\": \"stream\", \"required\": false}]",
    "outputs": "[{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"attachments\": {\"type\": \"map\", \"values\": {\"type\": \"string\"}, \"required\": false}, \"content\": {\"type\": \"string\", \"required\": false}, \"id\": {\"type\": \"string\", \"required\": false}, \"name\": {\"type\": \"string\", \"required\": false}, \"role\": {\"type\": \"string\", \"required\": true}, \"tool_call_id\": {\"type\": \"string\", \"required\": false}, \"tool_calls\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"function\": {\"type\": \"object\", \"properties\": {\"arguments\": {\"type\": \"string\", \"required\": true}, \"name\": {\"type\": \"string\", \"required\": true}}, \"required\": true}, \"id\": {\"type\": \"string\", \"required\": true}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": false}}}, \"name\": \"messages\", \"required\": true}, {\"type\": \"string\", \"name\": \"finish_reason\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"name\": \"custom_outputs\", \"required\": false}, {\"type\": \"object\", \"properties\": {\"completion_tokens\": {\"type\": \"long\", \"required\": true}, \"prompt_tokens\": {\"type\": \"long\", \"required\": true}, \"total_tokens\": {\"type\": \"long\", \"required\": true}}, \"name\": \"usage\", \"required\": false}]",
    "example": "{\"messages\": [{\"role\": \"user\", \"content\": \"Hello!\"}]}",
    "fields": [
     "is_signature_from_type_hint",
     "metadata",
     "mlflow_version",
     "model_id",
     "model_size_bytes",
     "model_uuid",
     "prompts",
     "saved_input_example_info",
     "signature",
     "type_hint_from_example",
     "utc_time_created"
    ]
   },
   "ChatModel": {
    "task": "agent/v1/chat",
    "inputs": "[{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": false}, \"name\": {\"type\": \"string\", \"required\": false}, \"refusal\": {\"type\": \"string\", \"required\": false}, \"role\": {\"type\": \"string\", \"required\": true}, \"tool_call_id\": {\"type\": \"string\", \"required\": false}, \"tool_calls\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"function\": {\"type\": \"object\", \"properties\": {\"arguments\": {\"type\": \"string\", \"required\": true}, \"name\": {\"type\": \"string\", \"required\": true}}, \"required\": true}, \"id\": {\"type\": \"string\", \"required\": true}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": false}}}, \"name\": \"messages\", \"required\": true}, {\"type\": \"double\", \"name\": \"temperature\", \"required\": false}, {\"type\": \"long\", \"name\": \"max_tokens\", \"required\": false}, {\"type\": \"array\", \"items\": {\"type\": \"string\"}, \"name\": \"stop\", \"required\": false}, {\"type\": \"long\", \"name\": \"n\", \"required\": false}, {\"type\": \"boolean\", \"name\": \"stream\", \"required\": false}, {\"type\": \"double\", \"name\": \"top_p\", \"required\": false}, {\"type\": \"long\", \"name\": \"top_k\", \"required\": false}, {\"type\": \"double\", \"name\": \"frequency_penalty\", \"required\": false}, {\"type\": \"double\", \"name\": \"presence_penalty\", \"required\": false}, {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"function\": {\"type\": \"object\", \"properties\": {\"description\": {\"type\": \"string\", \"required\": false}, \"name\": {\"type\": \"string\", \"required\": true}, \"parameters\": {\"type\": \"object\", \"properties\": {\"additionalProperties\": {\"type\": \"boolean\", \"required\": false}, \"properties\": {\"type\": \"map\", \"values\": {\"type\": \"object\", \"properties\": {\"description\": {\"type\": \"string\", \"required\": false}, \"enum\": {\"type\": \"array\", \"items\": {\"type\": \"string\"}, \"required\": false}, \"items\": {\"type\": \"object\", \"properties\": {\"type\": {\"type\": \"string\", \"required\": true}}, \"required\": false}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": true}, \"required\": {\"type\": \"array\", \"items\": {\"type\": \"string\"}, \"required\": false}, \"type\": {\"type\": \"string\", \"required\": false}}, \"required\": true}, \"strict\": {\"type\": \"boolean\", \"required\": false}}, \"required\": false}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"name\": \"tools\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"name\": \"custom_inputs\", \"required\": false}]",
    "outputs": "[{\"type\": \"string\", \"name\": \"id\", \"required\": true}, {\"type\": \"string\", \"name\": \"object\", \"required\": true}, {\"type\": \"long\", \"name\": \"created\", \"required\": true}, {\"type\": \"string\", \"name\": \"model\", \"required\": true}, {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"finish_reason\": {\"type\": \"string\", \"required\": true}, \"index\": {\"type\": \"long\", \"required\": true}, \"message\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": false}, \"name\": {\"type\": \"string\", \"required\": false}, \"refusal\": {\"type\": \"string\", \"required\": false}, \"role\": {\"type\": \"string\", \"required\": true}, \"tool_call_id\": {\"type\": \"string\", \"required\": false}, \"tool_calls\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"function\": {\"type\": \"object\", \"properties\": {\"arguments\": {\"type\": \"string\", \"required\": true}, \"name\": {\"type\": \"string\", \"required\": true}}, \"required\": true}, \"id\": {\"type\": \"string\", \"required\": true}, \"type\": {\"type\": \"string\", \"required\": true}}}, \"required\": false}}, \"required\": true}}}, \"name\": \"choices\", \"required\": true}, {\"type\": \"object\", \"properties\": {\"completion_tokens\": {\"type\": \"long\", \"required\": true}, \"prompt_tokens\": {\"type\": \"long\", \"required\": true}, \"total_tokens\": {\"type\": \"long\", \"required\": true}}, \"name\": \"usage\", \"required\": false}, {\"type\": \"map\", \"values\": {\"type\": \"any\"}, \"name\": \"custom_outputs\", \"required\": false}]",
    "example": "{\"messages\": [{\"role\": \"user\", \"content\": \"Hello!\"}], \"temperature\": 1.0, \"max_tokens\": 10, \"stop\": [\"\\n\"], \"n\": 1, \"stream\": false}",
    "fields": [
     "is_signature_from_type_hint",
     "metadata",
     "mlflow_version",
     "model_id",
     "model_size_bytes",
     "model_uuid",
     "prompts",
     "saved_input_example_info",
     "signature",
     "type_hint_from_example",
     "utc_time_created"
    ]
   }
  },
  "legacy": {
   "inputs": {
    "ChatCompletionRequest": "[{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": true}, \"role\": {\"type\": \"string\", \"required\": true}}}, \"name\": \"messages\", \"required\": true}]",
    "SplitChatMessagesRequest": "[{\"type\": \"string\", \"name\": \"query\", \"required\": true}, {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": true}, \"role\": {\"type\": \"string\", \"required\": true}}}, \"name\": \"history\", \"required\": false}]",
    "MultiturnChatRequest": "[{\"type\": \"string\", \"name\": \"query\", \"required\": true}, {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": true}, \"role\": {\"type\": \"string\", \"required\": true}}}, \"name\": \"history\", \"required\": false}]"
   },
   "outputs": {
    "ChatCompletionResponse": "[{\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"finish_reason\": {\"type\": \"string\", \"required\": true}, \"index\": {\"type\": \"long\", \"required\": true}, \"message\": {\"type\": \"object\", \"properties\": {\"content\": {\"type\": \"string\", \"required\": true}, \"role\": {\"type\": \"string\", \"required\": true}}, \"required\": true}}}, \"name\": \"choices\", \"required\": true}, {\"type\": \"string\", \"name\": \"object\", \"required\": true}]",
    "StringResponse": "[{\"type\": \"string\", \"name\": \"content\", \"required\": true}]"
   }
  },
  "fields": [
   "is_signature_from_type_hint",
   "mlflow_version",
   "model_id",
   "model_size_bytes",
   "model_uuid",
   "prompts",
   "type_hint_from_example",
   "utc_time_created"
  ],
  "cloudpickleVersion": "3.1.2"
 }
} /* end */;
