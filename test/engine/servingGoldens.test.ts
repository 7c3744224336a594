import { afterAll, beforeAll, describe, inject, it } from "vitest";
import { sample } from "../serving/goldens/chapters.js";
import { expectGolden } from "../serving/goldens/compare.js";
import { goldenModel, tell } from "../serving/goldens/story.js";
import { Recorder } from "../serving/support/recorder.js";
import type { Project } from "../support/engine.js";

// A sample; test/serving/goldens tells every argument's change.
describe("a change of an endpoint is one predicted difference and exactly the expected calls", () => {
  let recorder: Recorder;
  let model: Project;
  beforeAll(async () => {
    recorder = await Recorder.start(inject("shared").host);
    model = await goldenModel(1);
  });
  afterAll(async () => {
    await model?.remove();
    await recorder?.close();
  });

  it("as recorded", async () => {
    expectGolden(sample, await tell(sample, recorder));
  });
});
