import { afterAll, beforeAll, describe, inject, it } from "vitest";
import type { Project } from "../../support/engine.js";
import { Recorder } from "../support/recorder.js";
import { chapters } from "./chapters.js";
import { expectGolden } from "./compare.js";
import { goldenModel, tell } from "./story.js";

// `npm run serving -- goldens` compares, with `--update` it writes anew.
describe("every argument's change, through the real engine: what is predicted, what is called, what is left", () => {
  let recorder: Recorder;
  let model: Project;
  beforeAll(async () => {
    recorder = await Recorder.start(inject("shared").host);
    model = await goldenModel(2);
  });
  afterAll(async () => {
    await model?.remove();
    await recorder?.close();
  });

  it.each(chapters)("$name", async (chapter) => {
    expectGolden(chapter, await tell(chapter, recorder));
  });
});
