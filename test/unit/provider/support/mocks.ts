import * as pulumi from "@pulumi/pulumi";

/** A resource as a program declared it, in the words of the protocol. */
export interface Declared {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
  id: string | undefined;
  provider: string | undefined;
}

/**
 * Runs a program without an engine, by Pulumi's own mocks.
 *
 * @param outputs what each type's provider would add
 * @param preview whether it is a preview, in which Pulumi takes what is missing for unknown
 */
export async function declare(
  program: () => unknown,
  outputs: Record<string, Record<string, unknown>> = {},
  preview = false,
): Promise<Declared[]> {
  const declared: Declared[] = [];
  const mocks: pulumi.runtime.Mocks = {
    newResource({ type, name, inputs, id, provider }) {
      declared.push({ type, name, inputs, id: id === "" ? undefined : id, provider });
      const short = type.split(":").at(-1) ?? "";
      return { id: id === undefined || id === "" ? `${name}-id` : id, state: { ...inputs, ...outputs[short] } };
    },
    call: () => ({}),
  };
  await pulumi.runtime.setMocks(mocks, "shop", "dev", preview);
  await pulumi.runtime.runInPulumiStack(async () => {
    await program();
    return {};
  });
  // Resources are registered behind the program's back.
  await pulumi.runtime.disconnect();
  return declared.filter(({ type }) => type !== "pulumi:pulumi:Stack");
}
