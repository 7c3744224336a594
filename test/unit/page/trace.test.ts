import { describe, expect, it } from "vitest";
import { readSpans } from "../../../workspace/page/trace.js";

const root = {
  trace_id: "t",
  span_id: "a",
  parent_span_id: null,
  name: "agent",
  start_time_unix_nano: 1_763_712_000_000_000_000,
  end_time_unix_nano: 1_763_712_000_250_500_000,
  status: { code: "STATUS_CODE_OK", message: "" },
  attributes: {
    "mlflow.spanType": '"AGENT"',
    "mlflow.spanInputs": '{"q": 1}',
    "mlflow.spanOutputs": '"yes"',
    tokens: "7",
  },
};

describe("the steps of a trace", () => {
  it("are read from MLflow 3's format", () => {
    const child = {
      ...root,
      span_id: "b",
      parent_span_id: "a",
      name: "tool",
      // Larger than a number holds, so it is a text.
      start_time_unix_nano: "1763712000000100000",
      end_time_unix_nano: "1763712000000200000",
      status: { code: "STATUS_CODE_ERROR", message: "no" },
      attributes: {},
    };
    const [first, second] = readSpans({ data: { spans: [child, root] } });
    expect(first).toMatchObject({
      id: "a",
      parent: undefined,
      type: "AGENT",
      begin: 0,
      milliseconds: 250.5,
      failed: false,
      inputs: { q: 1 },
      outputs: "yes",
      attributes: { tokens: 7 },
    });
    expect(second).toMatchObject({ id: "b", parent: "a", failed: true, message: "no", inputs: undefined });
    expect(second?.begin).toBeCloseTo(0.1, 2);
    expect(second?.milliseconds).toBeCloseTo(0.1, 2);
  });

  it("are read from MLflow 2's format", () => {
    const span = {
      name: "predict",
      context: { span_id: "0x1", trace_id: "0x2" },
      parent_id: null,
      start_time: 1_000_000,
      end_time: 3_000_000,
      status_code: "OK",
      status_message: "",
      attributes: { "mlflow.spanType": '"CHAIN"' },
    };
    expect(readSpans({ data: { spans: [span] } })).toMatchObject([
      { id: "0x1", parent: undefined, name: "predict", type: "CHAIN", begin: 0, milliseconds: 2, failed: false },
    ]);
  });

  it("are none where there is no trace, or something else in its place", () => {
    for (const trace of [
      undefined,
      null,
      "text",
      [],
      {},
      { data: null },
      { data: { spans: "no" } },
      { data: { spans: [1] } },
    ]) {
      expect(readSpans(trace)).toEqual([]);
    }
  });

  it("survive nonsense", () => {
    const [span] = readSpans({
      data: { spans: [{ name: 5, start_time_unix_nano: "soon", attributes: "none", status: 1 }] },
    });
    expect(span).toMatchObject({ name: "5", begin: 0, milliseconds: 0, failed: false, attributes: {} });
  });
});
